"""Firms: start-ups grow into scale-ups and large firms, fail, or are sold abroad; lead firms stand apart.

The population holds the segments without a lead firm. A sale is an event: the head office and with it the
sales that count leave, people and site stay. What firms are worth here, relative to known until, moves the
Dutch standing in their segment. Public equity buys stakes: fewer sales, somewhat more growth, a return.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, driver, flow, initial, ratio, stock, total, valve

scaleups_sold = valve("firm/year", "Scale-ups sold abroad.", axes=("segment",), kind="quantity")
equity_paid = driver("MEUR/year", "Public money that buys stakes in firms.", axes=("segment",))


@flow("firm/year", axes=("segment",), source="About 300 firms in the letter: see parameter")
def startup_entry(firm_entry):
    """Firms founded."""
    return firm_entry


@flow("firm/year", axes=("segment",))
def startups_failed(startups, startup_failure_rate):
    """Start-ups that end."""
    return startups * startup_failure_rate


@flow("firm/year", axes=("segment",))
def startups_grown(startups, startup_growth_rate):
    """Start-ups that become scale-ups."""
    return startups * startup_growth_rate


@initial("firm", axes=("segment",))
def startups_initial(firm_entry, startup_failure_rate, startup_growth_rate):
    """As many as entry keeps up."""
    return firm_entry / (startup_failure_rate + startup_growth_rate)


startups = stock(
    "firm",
    "Start-ups.",
    axes=("segment",),
    initial="startups_initial",
    inflows=[startup_entry],
    outflows=[startups_failed, startups_grown],
)


@auxiliary("1", axes=("segment",), source="Size of a stake: see parameter")
def equity_coverage(public_equity, equity_stake, scaleups):
    """Part of scale-ups with public equity."""
    return np.minimum(1, ratio(public_equity / equity_stake, scaleups, 0))


@flow("firm/year", axes=("segment",))
def scaleups_grown(scaleups, scaleup_growth_rate, equity_growth, equity_coverage):
    """Scale-ups that become large; those with public equity somewhat sooner."""
    return scaleups * scaleup_growth_rate * (1 + equity_growth * equity_coverage)


@flow("firm/year", axes=("segment",))
def scaleups_failed(scaleups, scaleup_failure_rate):
    """Scale-ups that end."""
    return scaleups * scaleup_failure_rate


@auxiliary("firm/year", axes=("segment",), source="effect_parameters.csv equity_scaleup_retention")
def sale_rate(scaleups, scaleup_sale_rate, equity_scaleup_retention, equity_coverage):
    """How many scale-ups are sold a year on average; the sales themselves are events."""
    return scaleups * scaleup_sale_rate * (1 - equity_scaleup_retention * equity_coverage)


@initial("firm", axes=("segment",))
def scaleups_initial(
    startups_initial, startup_growth_rate, scaleup_growth_rate, scaleup_failure_rate, scaleup_sale_rate
):
    """As many as growth out of start-ups keeps up."""
    leaving = scaleup_growth_rate + scaleup_failure_rate + scaleup_sale_rate
    return startups_initial * startup_growth_rate / leaving


scaleups = stock(
    "firm",
    "Scale-ups in Dutch hands.",
    axes=("segment",),
    initial="scaleups_initial",
    inflows=[startups_grown],
    outflows=[scaleups_failed, scaleups_grown, scaleups_sold],
)


@flow("firm/year", axes=("segment",))
def large_ended(large_firms, large_exit_rate):
    """Large firms that end or shrink out of the class."""
    return large_firms * large_exit_rate


@initial("firm", axes=("segment",))
def large_initial(scaleups_initial, scaleup_growth_rate, large_exit_rate):
    """As many as growth out of scale-ups keeps up."""
    return scaleups_initial * scaleup_growth_rate / large_exit_rate


large_firms = stock(
    "firm",
    "Large firms beside the lead firms.",
    axes=("segment",),
    initial="large_initial",
    inflows=[scaleups_grown],
    outflows=[large_ended],
)


@flow("firm/year", axes=("segment",))
def sold_on_record(scaleups_sold, observing):
    """Sales before known until: the opening shares hold what they took."""
    return scaleups_sold * observing


@flow("firm/year", axes=("segment",))
def sold_since_known(scaleups_sold, observing):
    """Sales after known until: they take sales out of the headline."""
    return scaleups_sold * (1 - observing)


@flow("firm/year", axes=("segment",))
def old_sold_closed(sold_before, sold_exit_rate):
    """Sites of firms sold before known until that close or move away."""
    return sold_before * sold_exit_rate


@flow("firm/year", axes=("segment",))
def sold_closed(sold_since, sold_exit_rate):
    """Sites of firms sold after known until that close or move away."""
    return sold_since * sold_exit_rate


sold_before = stock(
    "firm",
    "Firms at work here that were sold abroad before known until.",
    axes=("segment",),
    initial="sold_at_start",
    inflows=[sold_on_record],
    outflows=[old_sold_closed],
)

sold_since = stock(
    "firm",
    "Firms at work here that were sold abroad after known until.",
    axes=("segment",),
    initial="sold_at_start",
    inflows=[sold_since_known],
    outflows=[sold_closed],
)


@auxiliary("MEUR2023", axes=("segment",))
def firm_value(startups, scaleups, large_firms, value_startup, value_scaleup, value_large):
    """What firms in Dutch hands are worth."""
    return startups * value_startup + scaleups * value_scaleup + large_firms * value_large


@auxiliary("MEUR2023", axes=("segment",))
def value_here(firm_value, sold_since, value_scaleup):
    """What firms at work here are worth, those sold since known until included."""
    return firm_value + sold_since * value_scaleup


@flow("MEUR2023/year", axes=("segment",))
def value_remembered(
    observing,
    startup_entry,
    startups_failed,
    startups_grown,
    scaleups_failed,
    scaleups_grown,
    scaleups_sold,
    large_ended,
    value_startup,
    value_scaleup,
    value_large,
):
    """The memory follows the value of firms until known until and stays there."""
    small = (startup_entry - startups_failed - startups_grown) * value_startup
    middle = (startups_grown - scaleups_failed - scaleups_grown - scaleups_sold) * value_scaleup
    return observing * (small + middle + (scaleups_grown - large_ended) * value_large)


@initial("MEUR2023", axes=("segment",))
def value_initial(
    startups_initial, scaleups_initial, large_initial, value_startup, value_scaleup, value_large
):
    """What firms in Dutch hands are worth at the start."""
    small = startups_initial * value_startup
    return small + scaleups_initial * value_scaleup + large_initial * value_large


value_then = stock(
    "MEUR2023",
    "Value of firms at known until.",
    axes=("segment",),
    initial="value_initial",
    inflows=[value_remembered],
)


@auxiliary("1", axes=("seller", "segment"), source="Elasticity: assumption, see parameter")
def firm_standing(value_here, value_then, firm_share_elasticity, standing_floor, is_dutch):
    """Log-odds that more or fewer firms than at known until bring to Dutch sellers."""
    grown = np.log(np.maximum(ratio(value_here, value_then, 1), standing_floor))
    return is_dutch * firm_share_elasticity * grown


@flow("MEUR2023/year", axes=("segment",))
def equity_bought(equity_paid, eur_price_index):
    """Public money that goes into stakes."""
    return equity_paid / eur_price_index


@flow("MEUR2023/year", axes=("segment",), source="Growth and sale of firms as in the population")
def equity_gained(
    public_equity, scaleup_growth_rate, equity_growth, value_large, value_scaleup, stake_kept,
    scaleup_sale_rate, equity_scaleup_retention, sale_premium,
):  # fmt: skip
    """What stakes gain: firms that grow to the next stage, and the price of those that are sold."""
    grown = scaleup_growth_rate * (1 + equity_growth) * (value_large / value_scaleup - 1) * stake_kept
    sold = scaleup_sale_rate * (1 - equity_scaleup_retention) * sale_premium
    return public_equity * (np.maximum(0, grown) + sold)


@flow("MEUR2023/year", axes=("segment",))
def equity_lost(public_equity, scaleup_failure_rate, fund_cost):
    """What stakes lose: firms that fail, and the cost of the fund."""
    return public_equity * (scaleup_failure_rate + fund_cost)


@flow("MEUR2023/year", axes=("segment",))
def equity_returned(public_equity, equity_holding_time):
    """Stakes sold again, the money back with the fund."""
    return public_equity / equity_holding_time


public_equity = stock(
    "MEUR2023",
    "Public stakes in firms, at their worth.",
    axes=("segment",),
    initial="equity_at_start",
    inflows=[equity_bought, equity_gained],
    outflows=[equity_lost, equity_returned],
)


@auxiliary("MEUR2023/year")
def equity_result(equity_gained, equity_lost):
    """Yearly gain of all public stakes, cost taken off."""
    return total(equity_gained - equity_lost, "segment")


@auxiliary("firm", axes=("segment",), source="Sizes of large firms by a power law: assumption")
def billion_firms(large_firms, value_large, billion, size_tail):
    """Firms above a billion that the number of large firms lets expect."""
    least = value_large * (size_tail - 1) / size_tail
    return large_firms * np.minimum(1, least / billion) ** size_tail
