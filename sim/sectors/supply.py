"""Supply of inputs: stocks at the nodes of the chain, what an outage leaves of supply, and what needs it.

An outage stands still a supply on which a part of the sellers (`hit`) depends. A second source replaces part
of what they miss, their stock the rest for as long as it lasts; what is left cannot be made.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, driver, flow, initial, ratio, stock, total

outage = driver("1", "Part of a step in which a supply stands still.", axes=("seller", "node"))
missed = driver("day", "Days of supply that a step misses.", axes=("seller", "node"))
hit = driver("1", "Part of a seller's output that depends on the supply that stops.", axes=("seller", "node"))
cover_asked = driver("day", "Days of cover that policy asks of Dutch firms.", axes=("node",))
second_source_asked = driver("1", "Part of a stopped supply that policy can replace.", axes=("node",))
material_price_rise = driver("1", "Rise of material prices for Dutch buyers, as a part of the usual price.")


@auxiliary("day", axes=("seller", "node"))
def cover_wanted(cover_usual, cover_asked, is_dutch):
    """Days of cover that firms hold of themselves, or that policy asks where that is more."""
    return np.maximum(cover_usual, is_dutch * cover_asked)


@auxiliary("1", axes=("seller", "node"))
def not_replaced(second_source, second_source_asked, is_dutch):
    """Part of a stopped supply that no second source replaces."""
    return np.maximum(0, 1 - second_source - is_dutch * second_source_asked)


@flow("day/year", axes=("seller", "node"), source="A stock cannot give more than it holds, whatever the step")
def stock_drawn(cover, outage, missed, not_replaced, days_per_year):
    """Stock used up in an outage: all that is missed, or all that is there."""
    lasts = np.minimum(1, ratio(cover, missed * not_replaced, 1))
    return days_per_year * outage * not_replaced * lasts


@flow("day/year", axes=("seller", "node"))
def stock_filled(cover, cover_wanted, outage, cover_fill_time):
    """Filling towards the cover wanted; nothing comes in while the supply stands still."""
    return np.where(outage > 0, 0, 1) * np.maximum(0, cover_wanted - cover) / cover_fill_time


@flow("day/year", axes=("seller", "node"))
def stock_released(cover, cover_wanted, outage, cover_fill_time):
    """Stock above the cover wanted that is used up, but not in an outage."""
    return np.where(outage > 0, 0, 1) * np.maximum(0, cover - cover_wanted) / cover_fill_time


@initial("day", axes=("seller", "node"))
def cover_initial(cover_wanted):
    """The cover wanted."""
    return cover_wanted


cover = stock(
    "day",
    "Stock of inputs of those who depend on a node, in days of their use.",
    axes=("seller", "node"),
    initial="cover_initial",
    inflows=[stock_filled],
    outflows=[stock_drawn, stock_released],
)


@auxiliary("1", axes=("seller", "node"))
def short_of(outage, hit, not_replaced, stock_drawn, days_per_year):
    """Part of a node's supply that a seller goes without."""
    return hit * np.maximum(0, outage * not_replaced - stock_drawn / days_per_year)


@auxiliary("1", axes=("seller", "segment"))
def supplied(short_of, output_needs_node):
    """Part of output for which all inputs are there; shortages at two nodes meet different output first."""
    return np.maximum(0, 1 - total(output_needs_node * short_of, "node"))


@auxiliary("1", axes=("segment",))
def supplied_at_home(supplied, is_dutch, access_lifted):
    """Part of Dutch output for which all inputs are there; all of it where that limit is lifted."""
    return (1 - access_lifted) * total(is_dutch * supplied, "seller") + access_lifted


@auxiliary("MUSD2023/year", axes=("cell",))
def output_lost_inputs(makeable_output, supplied_at_home, cells):
    """Output that everything else allows and that missing inputs take."""
    return makeable_output * (1 - cells.spread(supplied_at_home, "segment"))


@auxiliary("MEUR2023/year", axes=("node",), source="A stock costs what money tied up in it costs")
def stock_cost(
    cover,
    cover_usual,
    is_dutch,
    dutch_output,
    output_needs_node,
    node_cost_share,
    carrying_cost,
    days_per_year,
    price_index,
    real_usd_per_eur,
):
    """What stock beyond the usual costs Dutch firms a year."""
    extra = np.maximum(0, total(is_dutch * (cover - cover_usual), "seller")) / days_per_year
    worth = total(dutch_output * output_needs_node, "segment") * node_cost_share
    return carrying_cost * extra * worth / price_index / real_usd_per_eur
