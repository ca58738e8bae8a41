"""What is done in the Netherlands and abroad: value added, jobs, R&D, orders."""

from sim.core.vocabulary import outcome, total


@outcome("MEUR2023/year", axes=("place",))
def value_added_nl(value_added, is_abroad):
    """Value added in the Netherlands by place."""
    return value_added * (1 - is_abroad)


@outcome("person", axes=("cell",))
def jobs_nl(staff, is_abroad, cells):
    """People at work in the Netherlands by cell."""
    return staff * cells.spread(1 - is_abroad, "place")


@outcome("person")
def jobs_abroad(sector_staff, is_abroad):
    """People at work abroad for Dutch firms."""
    return total(sector_staff * is_abroad, "place")


@outcome("MEUR/year", axes=("segment",))
def rd(dutch_rd, with_purchases):
    """R&D budgets of Dutch firms; one that is bought brings its own."""
    return dutch_rd * with_purchases


@outcome("MEUR/year", axes=("segment",))
def rd_caused(rd_caused):
    """R&D that would not have been done without public money."""
    return rd_caused


@outcome("MEUR", axes=("segment",))
def backlog(dutch_backlog_eur):
    """Orders of Dutch firms not yet delivered."""
    return dutch_backlog_eur
