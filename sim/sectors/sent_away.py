"""Sent away: a memo of expansion that a queue made firms give up or build abroad, by the queue that did it.

Capacity that is missing because a project left stays with the cause that sent it away, for as long as the
capacity would have lasted. Nothing in the model depends on this count.
"""

from sim.core.vocabulary import auxiliary, flow, stock


@flow("MUSD2023/year/year", axes=("cell",))
def sent_by_money(dropped_at_money, shrunk_at_money, abroad_at_money):
    """Expansion given up, made smaller or gone abroad while it waited for money."""
    return dropped_at_money + shrunk_at_money + abroad_at_money


@flow("MUSD2023/year/year", axes=("cell",))
def sent_by_land(dropped_at_land, shrunk_at_land, abroad_at_land):
    """Expansion given up, made smaller or gone abroad while it waited for a site."""
    return dropped_at_land + shrunk_at_land + abroad_at_land


@flow("MUSD2023/year/year", axes=("cell",))
def sent_by_permit(dropped_at_permit, shrunk_at_permit, abroad_at_permit):
    """Expansion given up, made smaller or gone abroad while it waited for a permit."""
    return dropped_at_permit + shrunk_at_permit + abroad_at_permit


@flow("MUSD2023/year/year", axes=("cell",))
def sent_by_nitrogen(dropped_at_nitrogen, shrunk_at_nitrogen, abroad_at_nitrogen):
    """Expansion given up, made smaller or gone abroad while it was stopped for nitrogen."""
    return dropped_at_nitrogen + shrunk_at_nitrogen + abroad_at_nitrogen


@flow("MUSD2023/year/year", axes=("cell",))
def sent_by_grid(dropped_at_grid, shrunk_at_grid, abroad_at_grid):
    """Expansion given up, made smaller or gone abroad while it waited for power."""
    return dropped_at_grid + shrunk_at_grid + abroad_at_grid


@flow("MUSD2023/year/year", axes=("cell",))
def money_forgotten(sent_away_by_money, capacity_life):
    """What would have worn out by now."""
    return sent_away_by_money / capacity_life


@flow("MUSD2023/year/year", axes=("cell",))
def land_forgotten(sent_away_by_land, capacity_life):
    """What would have worn out by now."""
    return sent_away_by_land / capacity_life


@flow("MUSD2023/year/year", axes=("cell",))
def permit_forgotten(sent_away_by_permit, capacity_life):
    """What would have worn out by now."""
    return sent_away_by_permit / capacity_life


@flow("MUSD2023/year/year", axes=("cell",))
def nitrogen_forgotten(sent_away_by_nitrogen, capacity_life):
    """What would have worn out by now."""
    return sent_away_by_nitrogen / capacity_life


@flow("MUSD2023/year/year", axes=("cell",))
def grid_forgotten(sent_away_by_grid, capacity_life):
    """What would have worn out by now."""
    return sent_away_by_grid / capacity_life


sent_away_by_money = stock(
    "MUSD2023/year",
    "Capacity that is not there because the wait for money sent it away.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[sent_by_money],
    outflows=[money_forgotten],
)
sent_away_by_land = stock(
    "MUSD2023/year",
    "Capacity that is not there because the wait for a site sent it away.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[sent_by_land],
    outflows=[land_forgotten],
)
sent_away_by_permit = stock(
    "MUSD2023/year",
    "Capacity that is not there because the wait for a permit sent it away.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[sent_by_permit],
    outflows=[permit_forgotten],
)
sent_away_by_nitrogen = stock(
    "MUSD2023/year",
    "Capacity that is not there because a stop for nitrogen sent it away.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[sent_by_nitrogen],
    outflows=[nitrogen_forgotten],
)
sent_away_by_grid = stock(
    "MUSD2023/year",
    "Capacity that is not there because the wait for power sent it away.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[sent_by_grid],
    outflows=[grid_forgotten],
)


@auxiliary("person", axes=("place",))
def people_short(staff_target, staff, is_abroad, cells):
    """People whom firms want and do not have."""
    return (1 - is_abroad) * cells.total(staff_target - staff, "place")
