"""Homes, rents, and expansion that a place loses."""

from sim.core.vocabulary import outcome


@outcome("MUSD2023/year/year", axes=("place",))
def expansion_lost(dropped_at_permit, dropped_at_grid, abroad_at_permit, abroad_at_grid, cells):
    """Expansion in the Netherlands given up or gone abroad, as output a year."""
    return cells.total(dropped_at_permit + dropped_at_grid + abroad_at_permit + abroad_at_grid, "place")


@outcome("home", axes=("place",))
def homes_short(homes_short):
    """Homes needed and not there."""
    return homes_short


@outcome("1", axes=("place",))
def rent_pressure(rent_pressure):
    """Rents relative to the reference."""
    return rent_pressure
