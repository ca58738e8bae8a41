"""Protection: how stolen knowledge reaches a rival, and what policy does to leakage and to foreign deals.

Thefts of material are events with a date; each carries a time of lead to the rival who has use of it. Policy
lowers their chance and the diffuse imitation of `knowledge.py`; its price is fewer deals, and slower hiring
(`migration.py`).
"""

import numpy as np

from sim.core.vocabulary import driver, flow

leakage_policy = driver("1", "Log change of leakage, diffuse and by theft, by policy.")
lead_leaked = driver("1", "Years of lead a year that stolen material carries to rivals.", axes=("segment",))
deals_deterred = driver("1", "Part of foreign deals in screened sectors that screening deters.")


@flow(
    "MUSD2023/year",
    axes=("seller", "segment"),
    source="effect_parameters.csv leakage_effect; who uses it: assumption",
)
def leaked(knowledge, lead_leaked, lead_pace, segment_leader, leak_use_time, is_chinese):
    """Knowledge that a rival gains from stolen material: a time of lead, never more than the distance.

    A year of lead is a year's growth of Dutch knowledge, at the pace by which the lead is counted.
    """
    gained = lead_leaked * lead_pace * knowledge
    return is_chinese * np.minimum(gained, np.maximum(0, segment_leader - knowledge) / leak_use_time)
