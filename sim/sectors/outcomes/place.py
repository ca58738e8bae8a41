"""Homes, rents, and expansion that a place loses."""

from sim.core.vocabulary import outcome


@outcome("MUSD2023/year/year", axes=("place",))
def expansion_lost(expansion_gone, cells):
    """Expansion in the Netherlands given up, cut down or gone abroad, as output a year."""
    return cells.total(expansion_gone, "place")


@outcome("project/year", axes=("place",), source="The part that a project gives up when it shrinks counts")
def projects_lost(expansion_gone, project_size, cells):
    """Expansion projects dropped, moved abroad or cut down, for want of a permit or of power."""
    return cells.total(expansion_gone / project_size, "place")


@outcome("project/year", axes=("place",))
def projects_lost_to_grid(sent_by_grid, project_size, cells):
    """Of these, for want of power."""
    return cells.total(sent_by_grid / project_size, "place")


@outcome("project/year", axes=("place",))
def projects_moved_abroad(abroad_at_permit, abroad_at_nitrogen, abroad_at_grid, project_size, cells):
    """Expansion projects that are built abroad instead."""
    gone = abroad_at_permit + abroad_at_nitrogen + abroad_at_grid
    return cells.total(gone / project_size, "place")


@outcome("project/year", axes=("place",))
def projects_shrunk(shrunk_at_permit, shrunk_at_nitrogen, shrunk_at_grid, project_size, cells):
    """What expansion projects give up when they shrink to what their site carries."""
    gone = shrunk_at_permit + shrunk_at_nitrogen + shrunk_at_grid
    return cells.total(gone / project_size, "place")


@outcome("project", axes=("place",))
def permits_waiting(waiting_permit, waiting_nitrogen, project_size, cells):
    """Expansion projects that wait for a permit, in hand, under appeal or stopped for nitrogen."""
    return cells.total((waiting_permit + waiting_nitrogen) / project_size, "place")


@outcome("home", axes=("place",))
def homes_short(homes_short):
    """Homes needed and not there."""
    return homes_short


@outcome("1", axes=("place",))
def rent_pressure(rent_pressure):
    """Rents relative to the reference."""
    return rent_pressure
