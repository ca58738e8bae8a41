"""Location: R&D, profit and tax base of Dutch firms, in the Netherlands and abroad.

How much is done is settled elsewhere; here stands where. User cost, people and taxes pull on the part that
is in the Netherlands, slowly and only relative to known until: no record tells of the split.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, driver, flow, ratio, smooth, stock

box_relief = driver("MEUR/year", "Tax that the innovation box forgoes.", axes=("segment",))
tax_relief = driver("MEUR/year", "Tax that general relief forgoes.", axes=("segment",))
box_pull = driver(
    "MEUR/year", "Change of the box since known until, times its pull on location.", axes=("segment",)
)
tax_pull = driver(
    "MEUR/year", "Change of general relief since known until, times its pull on location.", axes=("segment",)
)


# What pulls -------------------------------------------------------------------------------------------------


@auxiliary("person", axes=("segment",))
def staff_nl(staff, is_abroad, cells):
    """People at work in the Netherlands."""
    return cells.total(staff * cells.spread(1 - is_abroad, "place"), "segment")


@auxiliary("1", axes=("segment",))
def wage_nl(staff, wage_index, is_abroad, staff_nl, cells):
    """Real wage in the Netherlands relative to its reference."""
    bill = cells.total(staff * cells.spread((1 - is_abroad) * wage_index, "place"), "segment")
    return ratio(bill, staff_nl, 1)


@auxiliary("1", axes=("segment",))
def people_nl(staff, people_sufficiency, is_abroad, staff_nl, cells):
    """The part of the people wanted who are there, in the Netherlands."""
    here = cells.total(staff * cells.spread((1 - is_abroad) * people_sufficiency, "place"), "segment")
    return ratio(here, staff_nl, 1)


@auxiliary("1", axes=("segment",), source="Wilson 2009: effect_parameters.csv rd_user_cost_elasticity_own")
def home_pull(wage_nl, people_nl, rd_wage_share, rd_user_cost_own, rd_shortage_response):
    """Log part of R&D that wages and people in the Netherlands keep there."""
    return rd_user_cost_own * np.log(1 + rd_wage_share * (wage_nl - 1)) + rd_shortage_response * people_nl


@flow("1/year", axes=("segment",))
def home_pull_remembered(observing, home_pull, home_pull_then, correction_time):
    """The memory of the pull follows until known until and stays there."""
    return observing * (home_pull - home_pull_then) / correction_time


home_pull_then = stock(
    "1",
    "What wages and people kept in the Netherlands at known until.",
    axes=("segment",),
    initial="home_pull",
    inflows=[home_pull_remembered],
    signed=True,
)


@flow("MEUR/year/year", axes=("segment",))
def profit_remembered(observing, profit_nl, profit_nl_then, correction_time):
    """The memory of profit in the Netherlands follows until known until and stays there."""
    return observing * (profit_nl - profit_nl_then) / correction_time


profit_nl_then = stock(
    "MEUR/year",
    "Profit in the Netherlands at known until.",
    axes=("segment",),
    initial="profit_nl",
    inflows=[profit_remembered],
)


@auxiliary("1", axes=("segment",), source="effect_parameters.csv fdi_tax_semi_elasticity")
def tax_location(box_pull, tax_pull, box_users_leave, profit_nl_then):
    """Log change that taxes bring to what firms put in the Netherlands.

    Relief over profit is the change of the tax rate. The box counts only where its users would leave.
    """
    return ratio(tax_pull + box_users_leave * box_pull, profit_nl_then, 0)


@auxiliary("1", axes=("segment",), source="Wilson 2009: effect_parameters.csv rd_user_cost_elasticity_*")
def rd_pull(home_pull, home_pull_then, rd_user_cost_elsewhere, rd_cost_abroad, tax_location, observing):
    """Log change of R&D in the Netherlands since known until, once firms have moved what they want to."""
    abroad = (1 - observing) * rd_user_cost_elsewhere * np.log(rd_cost_abroad)
    return home_pull - home_pull_then + abroad + tax_location


rd_shift = smooth(
    "rd_pull", time="rd_relocation_time", initial="rd_shift_at_start", words="R&D moved so far, in log."
)


# Where it is ------------------------------------------------------------------------------------------------


@auxiliary("1", axes=("segment",), source="Elasticity in level at the reference, never beyond 0 and 1")
def rd_share_nl(rd_shift, rd_share_nl_reference):
    """The part of Dutch firms' R&D that is done in the Netherlands."""
    less = rd_share_nl_reference * np.exp(np.minimum(0, rd_shift))
    room = 1 - rd_share_nl_reference
    return less + room * (1 - np.exp(-np.maximum(0, rd_shift) * rd_share_nl_reference / room))


@auxiliary("1", axes=("segment",))
def rd_exposure(rd_share_nl, rd_share_nl_reference):
    """R&D in the Netherlands relative to the reference: what moved abroad meets no Dutch shortage."""
    return ratio(rd_share_nl, rd_share_nl_reference, 1)


@auxiliary(
    "1", axes=("cell",), source="Researchers go where research goes: assumption on their part of staff"
)
def rd_jobs(rd_exposure, rd_share_nl, rd_share_nl_reference, rd_staff_share, is_abroad, cells):
    """People at the same output relative to the reference, as research comes or goes."""
    elsewhere = ratio(1 - rd_share_nl, 1 - rd_share_nl_reference, 1)
    here = cells.spread(1 + rd_staff_share * (rd_exposure - 1), "segment")
    there = cells.spread(1 + rd_staff_share * (elsewhere - 1), "segment")
    return here + cells.spread(is_abroad, "place") * (there - here)


@auxiliary("MEUR/year", axes=("segment",))
def rd_done_nl(dutch_rd, rd_share_nl):
    """R&D of Dutch firms done in the Netherlands."""
    return dutch_rd * rd_share_nl


@auxiliary("1", axes=("segment",))
def made_share_nl(cell_share, is_abroad, cells):
    """The part of a segment's capacity that stands in the Netherlands."""
    return cells.total(cell_share * cells.spread(1 - is_abroad, "place"), "segment")


@auxiliary("1", axes=("segment",), source="Routine and residual profit: assumption, see parameters")
def profit_share_nl(made_share_nl, profit_routine_share, ip_share_nl, rd_exposure):
    """The part of profit booked in the Netherlands: routine profit where things are made, the rest by IP."""
    ip = np.minimum(1, ip_share_nl * rd_exposure)
    return profit_routine_share * made_share_nl + (1 - profit_routine_share) * ip


@auxiliary("MEUR/year", axes=("segment",))
def profit(dutch_total_sales_eur, operating_margin):
    """Operating profit of Dutch firms: sales with service times the margin."""
    return dutch_total_sales_eur * operating_margin


@auxiliary("MEUR/year", axes=("segment",))
def profit_nl(profit, profit_share_nl):
    """Profit booked in the Netherlands."""
    return profit * profit_share_nl


@auxiliary("MEUR/year", axes=("segment",))
def taxable_nl(profit_nl, box_relief, tax_relief, corporate_tax_rate):
    """Profit in the Netherlands that is taxed; relief counts as profit that is not taxed at the full rate."""
    return np.maximum(0, profit_nl - (box_relief + tax_relief) / corporate_tax_rate)
