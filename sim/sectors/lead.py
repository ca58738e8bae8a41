"""Lead: how far Dutch technology is ahead of each rival's, and the pace by which that is counted in years.

Technology is knowledge since the start, as in competition. The pace is the growth of Dutch knowledge up to
known until, kept from there on: a slump in Dutch research must not lengthen a lead by shrinking the measure.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, flow, initial, ratio, stock, total


@auxiliary("1/year", axes=("segment",))
def dutch_knowledge_growth(rd_matured, imitation, obsolescence, knowledge, is_dutch):
    """Growth of Dutch knowledge now."""
    change = total(is_dutch * (rd_matured + imitation - obsolescence), "seller")
    return ratio(change, total(is_dutch * knowledge, "seller"), 0)


@flow(
    "1/year/year", axes=("segment",), source="A filter on the years with a record; nothing after known until"
)
def pace_learned(observing, dutch_knowledge_growth, knowledge_pace, lead_memory):
    """While observing, the pace follows the growth of Dutch knowledge slowly."""
    return observing * (dutch_knowledge_growth - knowledge_pace) / lead_memory


@initial("1/year", axes=("segment",))
def knowledge_pace_initial(past_growth, is_measured):
    """Growth in the years before the start, the same for every segment."""
    return past_growth * (is_measured + (1 - is_measured))


knowledge_pace = stock(
    "1/year",
    "Growth of Dutch knowledge over the years before known until.",
    axes=("segment",),
    initial="knowledge_pace_initial",
    inflows=[pace_learned],
    signed=True,
)


@auxiliary("1", axes=("seller", "segment"))
def knowledge_gained(knowledge, knowledge_reference, knowledge_floor):
    """Log of a seller's knowledge over that of the start."""
    return np.log(np.maximum(ratio(knowledge, knowledge_reference, 1), knowledge_floor))


@auxiliary("year", axes=("seller", "segment"), source="Lead at the start: assumption; change: knowledge")
def lead_in_years(lead_at_start, knowledge_gained, is_dutch, knowledge_pace, lead_pace_floor):
    """How long ago Dutch technology stood where a seller's stands now; below zero, how far that is ahead."""
    gained = total(is_dutch * knowledge_gained, "seller") - knowledge_gained
    return (1 - is_dutch) * lead_at_start + gained / np.maximum(knowledge_pace, lead_pace_floor)
