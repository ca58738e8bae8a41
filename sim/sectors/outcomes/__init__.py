"""What a reader sees: outcomes by their fixed names, from yearly figures, a file a subject.

A flow's yearly figure is its mean over the year, a level's its value at the year's end; a share is a ratio
of yearly sums. Nothing in the model reads an outcome; it may carry the name of the variable that it shows.
"""

from sim.sectors.outcomes import (
    accounts,
    activity,
    binding,
    exposure,
    firms,
    grid,
    location,
    money,
    place,
    protection,
    resilience,
    sector,
    security,
    share,
    talent,
)

OUTCOMES = (
    share,
    activity,
    location,
    talent,
    grid,
    place,
    binding,
    exposure,
    security,
    protection,
    resilience,
    sector,
    firms,
    money,
    accounts,
)
