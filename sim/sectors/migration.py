"""Migration: who comes for the sector's vacancies, who leaves, and what homes and screening do to it.

Migrants come for vacancies, pulled by wages and policy, slowed by rents; screening takes time and refuses
some. Those present leave with a chance that rents raise, until they settle.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, delay, driver, flow, initial, ratio, stock, total

migration_pull_policy = driver("1", "Log change of the pull on migrants by policy.", axes=("origin",))
invited = driver("person/year", "People invited by an exchange.", axes=("place", "level", "origin"))
checked_share = driver(
    "1", "Part of migrants whose knowledge and post are checked before they may start.",
    axes=("level", "origin"),
)  # fmt: skip


@auxiliary(
    "person/year",
    axes=("place", "level", "origin"),
    source="talent_grid_parameters.csv migrant_elasticity_tax",
)
def migrants_willing(
    vacancies_in_place,
    migrants_per_vacancy,
    migrant_origin_mix,
    wage_index,
    migrant_wage_elasticity,
    migration_pull_policy,
    invited,
    staying,
    is_abroad,
):
    """Migrants who would come for the vacancies, by wages and policy, were there homes and no refusals.

    Of those invited by an exchange the part counts that stays, as of foreign graduates.
    """
    pull = wage_index**migrant_wage_elasticity * np.exp(migration_pull_policy)
    called = vacancies_in_place * migrants_per_vacancy * migrant_origin_mix * pull
    return (1 - is_abroad) * (called + invited * staying)


@auxiliary("year", axes=("level", "origin"), source="effect_parameters.csv knowledge_security_delay")
def arrival_time(screening_time, checked_share, knowledge_security_delay):
    """Time from application to arrival: permit and move, and the check of those who need one."""
    return screening_time + checked_share * knowledge_security_delay


@auxiliary("1", axes=("level", "origin"))
def approval(screening_approval, checked_share, check_refusal):
    """Part of applications that is approved, after permit and check."""
    return screening_approval * (1 - checked_share * check_refusal)


@flow(
    "person/year", axes=("place", "level", "origin"), source="CPB 2006: people follow homes; size assumption"
)
def migrants_applying(migrants_willing, rent_pressure, rent_on_migration, approval):
    """Migrants who apply and will be let in: fewer where rents are high."""
    return migrants_willing * rent_pressure ** (-rent_on_migration) * approval


migrants = delay("migrants_applying", time="arrival_time", order=1, words="Migrants who arrive.")


@flow("person/year", axes=("place", "level"))
def migrant_arrivals(migrants):
    """The same people as migrants, added over origins: they begin to seek."""
    return total(migrants, "origin")


@flow("person/year", axes=("place", "origin"))
def migrants_joining(migrants):
    """The same people as migrants, added over levels, for the count of migrants present."""
    return total(migrants, "level")


@auxiliary("1/year", axes=("place", "origin"), source="CBS Statistische Trends 2025: exit of labour migrants")
def migrant_exit_hazard(migrant_exit_rate, rent_pressure, rent_on_exit):
    """Yearly chance that a migrant leaves: higher where rents are high."""
    return migrant_exit_rate * rent_pressure**rent_on_exit


@flow("person/year", axes=("place", "origin"))
def migrants_leaving(migrants_present, migrant_exit_hazard):
    """Migrants present who leave the country."""
    return migrants_present * migrant_exit_hazard


@flow(
    "person/year",
    axes=("place", "origin"),
    source="Assumption: after some years a migrant leaves like anybody",
)
def migrants_settling(migrants_present, migrant_settling_time):
    """Migrants who settle or change to other work, and no longer count as such."""
    return migrants_present / migrant_settling_time


@initial("person", axes=("place", "origin"))
def migrants_present_initial(sector_staff_initial, migrant_share_initial, is_abroad):
    """Migrants in the sector's staff at the start."""
    return (1 - is_abroad) * sector_staff_initial * migrant_share_initial


migrants_present = stock(
    "person",
    "Migrants present who may still leave: a memo of people who are counted among staff and seekers.",
    axes=("place", "origin"),
    initial="migrants_present_initial",
    inflows=[migrants_joining],
    outflows=[migrants_leaving, migrants_settling],
)


@auxiliary("1/year", axes=("place",))
def emigration_rate(migrants_leaving, migrants_present, sector_staff, seekers):
    """Part of staff and seekers who leave the country each year; never above the hazard itself."""
    people = sector_staff + total(seekers, "level")
    return ratio(total(migrants_leaving, "origin"), np.maximum(people, total(migrants_present, "origin")), 0)


@auxiliary("person/year", axes=("place",))
def leavers(graduates_home, emigration_rate, sector_staff, seekers, is_abroad):
    """People who leave the country: graduates who go home, and migrants among staff and seekers."""
    workers = (1 - is_abroad) * emigration_rate * (sector_staff + total(seekers, "level"))
    return total(graduates_home, "level", "origin") + workers
