"""The sums of the talent plan since known until: people trained, people wanted more, people who left.

The national plan counts 33,000 people to be trained against 38,000 needed from 2024 through 2030. Nothing in
the model depends on these counts.
"""

from sim.core.vocabulary import flow, stock, total


@flow("person/year", axes=("place", "level"))
def trained_for_sector(choosing_sector, retrained, observing):
    """Graduates who choose the sector and people who finish retraining, after known until."""
    return (1 - observing) * (total(choosing_sector, "origin") + retrained)


trained_since = stock(
    "person",
    "People trained for the sector since known until.",
    axes=("place", "level"),
    initial="nobody_trained",
    inflows=[trained_for_sector],
)


@flow("person/year", axes=("place", "level"))
def left_for_good(retirement, novices_lost, experienced_lost, laid_off, is_abroad, observing, cells):
    """People who retire, take other work or leave the country, after known until: they must be replaced."""
    lost = cells.total(retirement + novices_lost + experienced_lost, "place")
    return (1 - observing) * ((1 - is_abroad) * lost - laid_off)


left_since = stock(
    "person",
    "People who left the sector since known until, those laid off not counted: they seek again.",
    axes=("place", "level"),
    initial="nobody_trained",
    inflows=[left_for_good],
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
