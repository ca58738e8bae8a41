"""The sectors: a module of equations each, which imports the vocabulary and nothing else of ours."""

from sim.sectors import (
    accounts,
    capacity,
    competition,
    credibility,
    grid,
    investment,
    kept_away,
    knowledge,
    labour_market,
    location,
    market,
    migration,
    on_record,
    output,
    place,
    public_research,
    talent,
    talent_plan,
    workforce,
)
from sim.sectors.outcomes import OUTCOMES

SECTORS = (
    market,
    competition,
    on_record,
    knowledge,
    public_research,
    location,
    credibility,
    investment,
    capacity,
    output,
    talent,
    migration,
    labour_market,
    workforce,
    kept_away,
    talent_plan,
    place,
    grid,
    accounts,
    *OUTCOMES,
)
"""All sectors, in the order in which the model book tells them."""
