"""Lead: how far Dutch knowledge is ahead of each rival's, counted in years of growth of Dutch knowledge."""

import numpy as np

from sim.core.vocabulary import auxiliary, ratio, total


@auxiliary("1", axes=("seller", "segment"))
def knowledge_gained(knowledge, knowledge_reference, knowledge_floor):
    """Log of a seller's knowledge over that of the start."""
    return np.log(np.maximum(ratio(knowledge, knowledge_reference, 1), knowledge_floor))


@auxiliary("year", axes=("seller", "segment"), source="Log of the ratio of knowledge over its growth a year")
def lead_in_years(knowledge, is_dutch, lead_pace, knowledge_floor):
    """How long ago Dutch knowledge stood where a seller's stands now; below zero, how far that is ahead."""
    ahead = ratio(total(is_dutch * knowledge, "seller"), knowledge, 1)
    return np.log(np.maximum(ahead, knowledge_floor)) / lead_pace
