"""Homes, rents, and expansion that a place loses."""

from sim.core.vocabulary import outcome


@outcome("MUSD2023/year/year", axes=("place",))
def expansion_lost(expansion_gone, cells):
    """Expansion in the Netherlands given up, cut down or gone abroad, as output a year."""
    return cells.total(expansion_gone, "place")


@outcome("project/year", axes=("place",), source="The part that a project gives up when it shrinks counts")
def projects_lost(expansion_gone, project_size, cells):
    """Expansion projects dropped, moved abroad or cut down, whatever they waited for."""
    return cells.total(expansion_gone / project_size, "place")


@outcome("project/year", axes=("place",))
def projects_lost_to_grid(sent_by_grid, project_size, cells):
    """Of these, for want of power."""
    return cells.total(sent_by_grid / project_size, "place")


@outcome("project/year", axes=("place",))
def projects_moved_abroad(expansion_abroad, project_size, cells):
    """Expansion projects that are built abroad instead."""
    return cells.total(expansion_abroad / project_size, "place")


@outcome("project/year", axes=("place",))
def projects_shrunk(expansion_shrunk, project_size, cells):
    """What expansion projects give up when they shrink to what their firm, or their site, carries."""
    return cells.total(expansion_shrunk / project_size, "place")


@outcome("project", axes=("place",))
def projects_without_money(waiting_money, project_size, cells):
    """Expansion projects that wait for money."""
    return cells.total(waiting_money / project_size, "place")


@outcome("project", axes=("place",))
def projects_without_site(waiting_land, project_size, cells):
    """Expansion projects that wait for a site."""
    return cells.total(waiting_land / project_size, "place")


@outcome("project", axes=("place",))
def projects_without_slot(waiting_slot, project_size, cells):
    """Expansion projects that have power granted and wait for a crew to connect them."""
    return cells.total(waiting_slot / project_size, "place")


@outcome("project", axes=("place",))
def projects_without_builders(waiting_builders, project_size, cells):
    """Expansion projects that wait for builders."""
    return cells.total(waiting_builders / project_size, "place")


@outcome("hectare", axes=("place",))
def land_free(land_free):
    """Land issued that firms of the sector may take."""
    return land_free


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
