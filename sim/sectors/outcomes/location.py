"""Where Dutch firms do their R&D and book their profit, and what the Netherlands can tax of it."""

from sim.core.vocabulary import outcome, ratio, total


@outcome("MEUR/year", axes=("segment",))
def rd_nl(rd_done_nl):
    """R&D of Dutch firms in the Netherlands."""
    return rd_done_nl


@outcome("MEUR/year", axes=("segment",))
def rd_abroad(dutch_rd, rd_done_nl):
    """R&D of Dutch firms abroad."""
    return dutch_rd - rd_done_nl


@outcome("MEUR/year", axes=("segment",))
def rd_moved_abroad(dutch_rd, rd_share_nl, rd_share_nl_reference):
    """R&D gone abroad since known until, beyond the part that was there; below zero where it came back."""
    return dutch_rd * (rd_share_nl_reference - rd_share_nl)


@outcome("MEUR/year", axes=("segment",))
def profit_nl(profit_nl):
    """Profit of Dutch firms booked in the Netherlands."""
    return profit_nl


@outcome("MEUR/year", axes=("segment",))
def profit_abroad(profit, profit_nl):
    """Profit of Dutch firms booked abroad."""
    return profit - profit_nl


@outcome("MEUR/year", axes=("segment",))
def tax_base_nl(taxable_nl):
    """Profit that the Netherlands taxes, relief taken off."""
    return taxable_nl


@outcome("1")
def rd_share_in_nl(rd_done_nl, dutch_rd):
    """The part of Dutch firms' R&D that is done in the Netherlands, all segments."""
    return ratio(total(rd_done_nl, "segment"), total(dutch_rd, "segment"), 0)


@outcome("1")
def credibility(credibility):
    """Credibility of policy."""
    return credibility
