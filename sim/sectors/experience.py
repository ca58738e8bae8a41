"""Experience and cluster: two reinforcing loops, both relative to known until, both small.

Output made brings experience, experience lowers cost, and lower cost wins orders: for every seller by the
same equation. Whether a cluster makes its inventors more productive is contested: a switch, off unless asked.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, flow, initial, ratio, stock, total


@flow("MUSD2023/year", axes=("seller", "segment"))
def output_made(shipments, price_index):
    """Output shipped, at 2023 prices."""
    return total(shipments, "market") / price_index


@initial("MUSD2023", axes=("seller", "segment"))
def experience_initial(backlog_initial, normal_delivery_time, price_index, output_growth_before):
    """Steady growth: all that was made before, when output grew at its usual rate."""
    return total(backlog_initial, "market") / normal_delivery_time / price_index / output_growth_before


experience = stock(
    "MUSD2023",
    "All output ever made.",
    axes=("seller", "segment"),
    initial="experience_initial",
    inflows=[output_made],
)


@flow("MUSD2023/year", axes=("seller", "segment"))
def experience_remembered(observing, output_made):
    """The memory follows experience until known until and stays there."""
    return observing * output_made


experience_then = stock(
    "MUSD2023",
    "All output made by known until.",
    axes=("seller", "segment"),
    initial="experience_initial",
    inflows=[experience_remembered],
)


@auxiliary("MUSD2023", axes=("seller", "segment"), source="effect_parameters.csv learning_own_vs_other")
def experience_counted(experience, learning_spills, learning_own_vs_other):
    """Own experience and, where learning spills, that of all others at its lesser weight."""
    others = total(experience, "seller") - experience
    return experience + learning_spills * others / learning_own_vs_other


@auxiliary("MUSD2023", axes=("seller", "segment"))
def experience_counted_then(experience_then, learning_spills, learning_own_vs_other):
    """The same as it was at known until."""
    others = total(experience_then, "seller") - experience_then
    return experience_then + learning_spills * others / learning_own_vs_other


@auxiliary("1", source="Wright's law: cost falls by the learning rate per doubling")
def learning_elasticity(learning_rate, learning_carried, price_sensitivity):
    """Log-odds per log of experience: cost learnt, the part that outlives a generation, response to price."""
    return np.log(1 / (1 - learning_rate)) / np.log(2) * learning_carried * price_sensitivity


@auxiliary("1", axes=("seller", "segment"), source="effect_parameters.csv learning_rate_chips")
def experience_standing(experience_counted, experience_counted_then, learning_elasticity):
    """Log-odds that experience made since known until brings."""
    return learning_elasticity * np.log(ratio(experience_counted, experience_counted_then, 1))


@flow("person/year", axes=("place",))
def cluster_remembered(observing, sector_staff, cluster_then, cluster_memory_time):
    """The memory follows a place's people until known until and stays there."""
    return observing * (sector_staff - cluster_then) / cluster_memory_time


cluster_then = stock(
    "person",
    "People of a place at known until.",
    axes=("place",),
    initial="sector_staff",
    inflows=[cluster_remembered],
)


@auxiliary("1", axes=("place",), source="effect_parameters.csv cluster_inventor_elasticity: contested")
def cluster_factor(sector_staff, cluster_then, cluster_effect, cluster_inventor_elasticity, is_nl):
    """Output of an inventor relative to known until, by the size of the cluster."""
    grown = np.maximum(0, ratio(sector_staff, cluster_then, 1)) ** cluster_inventor_elasticity
    return 1 + cluster_effect * is_nl * (grown - 1)


@auxiliary("1", axes=("segment",))
def cluster_gain(staff, cluster_factor, cells):
    """What the size of clusters adds to a segment's R&D work, over the places where it is done."""
    more = cells.total(staff * (cells.spread(cluster_factor, "place") - 1), "segment")
    return ratio(more, cells.total(staff, "segment"), 0)
