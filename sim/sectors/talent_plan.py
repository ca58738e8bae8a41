"""The sums of the talent plan: people trained for the sector and people needed, since known until.

The national plan counts 33,000 people to be trained against 38,000 needed from 2024 through 2030. Nothing in
the model depends on these counts.
"""

from sim.core.vocabulary import flow, stock, total


@flow("person/year", axes=("place",))
def trained_for_sector(choosing_sector, retrained, observing):
    """Graduates who choose the sector and people who finish retraining, after known until."""
    return (1 - observing) * (total(choosing_sector, "level", "origin") + total(retrained, "level"))


trained_since = stock(
    "person",
    "People trained for the sector since known until.",
    axes=("place",),
    initial="nobody_trained",
    inflows=[trained_for_sector],
)


@flow("person/year", axes=("cell",))
def staff_remembered(observing, staff, staff_then, correction_time):
    """The count of people at work follows staff until known until and stays there."""
    return observing * (staff - staff_then) / correction_time


staff_then = stock(
    "person",
    "People at work at known until.",
    axes=("cell",),
    initial="staff",
    inflows=[staff_remembered],
)
