"""Expansion in the Netherlands: what waits for money, land, permit, nitrogen, power, a slot and builders.

Projects are events (`sim/processes`): they move quantities between these stocks by valves. What waits too
long is given up, made smaller or goes abroad, by the cause that it waits for; who has power stays.
"""

from sim.core.vocabulary import auxiliary, flow, initial, stock, valve

proposed = valve("MUSD2023/year/year", "Expansion proposed.", axes=("cell",), kind="quantity")
financed = valve("MUSD2023/year/year", "Expansion for which there is money.", axes=("cell",), kind="quantity")
sited = valve("MUSD2023/year/year", "Expansion that has a site.", axes=("cell",), kind="quantity")
permitted = valve("MUSD2023/year/year", "Expansion that got its permit.", axes=("cell",), kind="quantity")
stopped_by_nitrogen = valve(
    "MUSD2023/year/year", "Found in order, and stopped for nitrogen.", axes=("cell",), kind="quantity"
)
permitted_after_stop = valve(
    "MUSD2023/year/year", "Expansion that got its permit after a stop.", axes=("cell",), kind="quantity"
)
power_granted = valve(
    "MUSD2023/year/year", "Expansion that was granted power.", axes=("cell",), kind="quantity"
)
works_begun = valve(
    "MUSD2023/year/year", "Expansion for which a crew builds the connection.", axes=("cell",), kind="quantity"
)
connected = valve("MUSD2023/year/year", "Expansion that got power.", axes=("cell",), kind="quantity")
connected_flexible = valve(
    "MUSD2023/year/year", "Of these, on a flexible contract: a memo.", axes=("cell",), kind="quantity"
)
building_begun = valve(
    "MUSD2023/year/year", "Expansion of which building has begun.", axes=("cell",), kind="quantity"
)
commissioned = valve("MUSD2023/year/year", "Expansion taken into use.", axes=("cell",), kind="quantity")
dropped_at_money = valve(
    "MUSD2023/year/year", "Given up, waiting for money.", axes=("cell",), kind="quantity"
)
dropped_at_land = valve(
    "MUSD2023/year/year", "Given up, waiting for a site.", axes=("cell",), kind="quantity"
)
dropped_at_permit = valve(
    "MUSD2023/year/year", "Given up, waiting for a permit.", axes=("cell",), kind="quantity"
)
dropped_at_nitrogen = valve(
    "MUSD2023/year/year", "Given up, stopped for nitrogen.", axes=("cell",), kind="quantity"
)
dropped_at_grid = valve("MUSD2023/year/year", "Given up, waiting for power.", axes=("cell",), kind="quantity")
shrunk_at_money = valve(
    "MUSD2023/year/year", "Parts given up, waiting for money.", axes=("cell",), kind="quantity"
)
shrunk_at_land = valve(
    "MUSD2023/year/year", "Parts given up, waiting for a site.", axes=("cell",), kind="quantity"
)
shrunk_at_permit = valve(
    "MUSD2023/year/year", "Parts given up, waiting for a permit.", axes=("cell",), kind="quantity"
)
shrunk_at_nitrogen = valve(
    "MUSD2023/year/year", "Parts given up, stopped for nitrogen.", axes=("cell",), kind="quantity"
)
shrunk_at_grid = valve(
    "MUSD2023/year/year", "Parts given up, waiting for power.", axes=("cell",), kind="quantity"
)
abroad_at_money = valve(
    "MUSD2023/year/year", "Gone abroad, waiting for money.", axes=("cell",), kind="quantity"
)
abroad_at_land = valve(
    "MUSD2023/year/year", "Gone abroad, waiting for a site.", axes=("cell",), kind="quantity"
)
abroad_at_permit = valve(
    "MUSD2023/year/year", "Gone abroad, waiting for a permit.", axes=("cell",), kind="quantity"
)
abroad_at_nitrogen = valve(
    "MUSD2023/year/year", "Gone abroad, stopped for nitrogen.", axes=("cell",), kind="quantity"
)
abroad_at_grid = valve(
    "MUSD2023/year/year", "Gone abroad, waiting for power.", axes=("cell",), kind="quantity"
)
land_issued = valve("hectare/year", "Land that a place issues.", axes=("place",), kind="quantity")
land_given_back = valve("hectare/year", "Land that projects do without.", axes=("place",), kind="quantity")
land_taken = valve("hectare/year", "Land that projects take.", axes=("place",), kind="quantity")
land_sold_elsewhere = valve("hectare/year", "Land that other firms buy.", axes=("place",), kind="quantity")


@initial("hectare", axes=("place",), source="Places keep land of some years")
def land_free_initial(land_issued_a_year, land_kept_time):
    """At the start a place has what it keeps."""
    return land_issued_a_year * land_kept_time


land_free = stock(
    "hectare",
    "Land issued that firms of the sector may take.",
    axes=("place",),
    initial="land_free_initial",
    inflows=[land_issued, land_given_back],
    outflows=[land_taken, land_sold_elsewhere],
)


@flow("MUSD2023/year/year", axes=("cell",))
def capacity_ordering(ordering, projects_live, is_abroad, cells):
    """Investment that has to ask for a site, a permit and power."""
    return ordering * projects_live * cells.spread(1 - is_abroad, "place")


investment_pending = stock(
    "MUSD2023/year",
    "Investment decided, not yet a whole project.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[capacity_ordering],
    outflows=[proposed],
)
waiting_money = stock(
    "MUSD2023/year",
    "Expansion that waits for money: the firm's own, or the award of a subsidy.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[proposed],
    outflows=[financed, dropped_at_money, shrunk_at_money, abroad_at_money],
)
waiting_land = stock(
    "MUSD2023/year",
    "Expansion that waits for a site.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[financed],
    outflows=[sited, dropped_at_land, shrunk_at_land, abroad_at_land],
)
waiting_permit = stock(
    "MUSD2023/year",
    "Expansion that waits for a permit.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[sited],
    outflows=[permitted, stopped_by_nitrogen, dropped_at_permit, shrunk_at_permit, abroad_at_permit],
)
waiting_nitrogen = stock(
    "MUSD2023/year",
    "Expansion that is stopped for nitrogen.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[stopped_by_nitrogen],
    outflows=[permitted_after_stop, dropped_at_nitrogen, shrunk_at_nitrogen, abroad_at_nitrogen],
)
waiting_grid = stock(
    "MUSD2023/year",
    "Expansion that waits for power.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[permitted, permitted_after_stop],
    outflows=[power_granted, dropped_at_grid, shrunk_at_grid, abroad_at_grid],
)
waiting_slot = stock(
    "MUSD2023/year",
    "Expansion that has power granted and waits for a crew to connect it.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[power_granted],
    outflows=[works_begun],
)
connecting = stock(
    "MUSD2023/year",
    "Expansion of which the connection is being built.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[works_begun],
    outflows=[connected],
)
waiting_builders = stock(
    "MUSD2023/year",
    "Expansion that waits for builders.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[connected],
    outflows=[building_begun],
)
under_construction = stock(
    "MUSD2023/year",
    "Expansion being built.",
    axes=("cell",),
    initial="projects_at_start",
    inflows=[building_begun],
    outflows=[commissioned],
)


@auxiliary("MUSD2023/year", axes=("cell",))
def expansion_waiting(
    waiting_money,
    waiting_land,
    waiting_permit,
    waiting_nitrogen,
    waiting_grid,
    waiting_slot,
    connecting,
    waiting_builders,
):
    """Expansion proposed of which building has not begun."""
    papers = waiting_money + waiting_land + waiting_permit + waiting_nitrogen
    return papers + waiting_grid + waiting_slot + connecting + waiting_builders


@auxiliary("MUSD2023/year/year", axes=("cell",))
def expansion_abroad(abroad_at_money, abroad_at_land, abroad_at_permit, abroad_at_nitrogen, abroad_at_grid):
    """Expansion that goes abroad, whatever it waited for."""
    return abroad_at_money + abroad_at_land + abroad_at_permit + abroad_at_nitrogen + abroad_at_grid


@auxiliary("MUSD2023/year/year", axes=("cell",))
def expansion_shrunk(shrunk_at_money, shrunk_at_land, shrunk_at_permit, shrunk_at_nitrogen, shrunk_at_grid):
    """Parts of expansion given up, whatever it waited for."""
    return shrunk_at_money + shrunk_at_land + shrunk_at_permit + shrunk_at_nitrogen + shrunk_at_grid


@auxiliary("MUSD2023/year/year", axes=("cell",))
def expansion_gone(sent_by_money, sent_by_land, sent_by_permit, sent_by_nitrogen, sent_by_grid):
    """Expansion that a place loses: given up, cut down or gone abroad."""
    return sent_by_money + sent_by_land + sent_by_permit + sent_by_nitrogen + sent_by_grid
