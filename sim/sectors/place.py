"""Place: homes built, homes needed, and the pressure of rents that a shortage of homes brings.

People follow homes: rent pressure slows migration and retention in the talent sector. Land, permits and
nitrogen room are waits of single projects and stand in the processes.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, delay, driver, flow, initial, stock

reach_policy = driver(
    "1", "Log change by policy of the people and homes within reach of a place's sites.", axes=("place",)
)
homes_policy = driver("home/year", "Homes started because of policy, on top of the rest.", axes=("place",))
homes_lifted = driver("1", "1 where rents keep nobody away any more (a relief run).", axes=("place",))


@initial("home", axes=("place",))
def homes_base_need_initial(homes_initial, homes_short_reference):
    """Homes needed at the start: the stock and the shortage of that moment."""
    return homes_initial / (1 - homes_short_reference)


@flow(
    "home/year",
    axes=("place",),
    source="Population growth: talent_grid_parameters.csv population_growth_2040",
)
def homes_base_need_growth(homes_need_growth):
    """Homes that population and smaller households need each year, without the sector's growth."""
    return homes_need_growth


homes_base_need = stock(
    "home",
    "Homes needed without the growth of the sector.",
    axes=("place",),
    initial="homes_base_need_initial",
    inflows=[homes_base_need_growth],
)


@auxiliary("home", axes=("place",), source="Workers who come from elsewhere need a home: assumption")
def homes_needed(homes_base_need, sector_staff, sector_staff_initial, homes_per_worker, is_abroad):
    """Homes needed, with a part of a home for each worker that the sector has gained."""
    return homes_base_need + (1 - is_abroad) * homes_per_worker * (sector_staff - sector_staff_initial)


@flow("home/year", axes=("place",), source="CPB Discussion Paper 87: supply is almost fully inelastic")
def homes_started(homes_built, rent_pressure, home_supply_elasticity, homes_policy, homes_policy_realised):
    """Homes of which building starts: the usual number, a little more at high rents, and those of policy."""
    return homes_built * rent_pressure**home_supply_elasticity + homes_policy_realised * homes_policy


homes_completed = delay("homes_started", time="home_build_time", order=2, words="Homes delivered.")

homes = stock(
    "home",
    "Homes that stand.",
    axes=("place",),
    initial="homes_initial",
    inflows=["homes_completed"],
)


@auxiliary("home", axes=("place",))
def homes_short(homes_needed, homes):
    """Homes needed and not there."""
    return np.maximum(0, homes_needed - homes)


@auxiliary("1", axes=("place",), source="Beethoven: accessibility is its largest named sum; size assumption")
def reach(reach_policy):
    """People and homes within reach of the sites of a place, relative to the roads and rails of 2023."""
    return np.exp(reach_policy)


@auxiliary("1", axes=("place",), source="Rents answer scarcity: NVM price series; size assumption")
def rent_pressure(
    homes_short, homes_needed, homes_short_reference, rent_response, reach, is_abroad, homes_lifted
):
    """Rents relative to the reference: they rise with the part of needed homes missing within reach.

    Where homes are lifted, rents never stand above their reference, at which they keep nobody away.
    """
    missing = homes_short / np.maximum(homes_short, homes_needed) / reach
    rents = np.exp((1 - is_abroad) * rent_response * (missing - homes_short_reference))
    return (1 - homes_lifted) * rents + homes_lifted * np.minimum(1, rents)


@auxiliary("home/year", axes=("place",), source="Metropoolregio Eindhoven: 8,000 needed a year, 4,000 built")
def homes_needed_a_year(homes_need_growth, homes_short, homes_catch_up_time):
    """Homes that would have to be built each year to keep up and to end the shortage in time."""
    return homes_need_growth + homes_short / homes_catch_up_time
