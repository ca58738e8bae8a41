"""First jobs: where graduates who chose the sector begin to seek, in the place of study or elsewhere.

A part of them looks in the whole country, and goes where there are openings, wages and homes. Those who move
stay so many; people with experience do not move for work between places (`docs/model/talent.md` says why).
"""

from sim.core.vocabulary import auxiliary, flow, ratio, total


@auxiliary("person/year", axes=("place", "level"), source="NRC 2019 and I&O Research 2012: alumni of Twente")
def looking_everywhere(choosing_sector, mobile_share, is_abroad):
    """Graduates who chose the sector and look in the whole country, by place of study."""
    return (1 - is_abroad) * total(choosing_sector, "origin") * mobile_share


@auxiliary(
    "person",
    axes=("place", "level"),
    source="Venhorst, Van Dijk & Van Wissen 2011: a large labour market draws and keeps graduates",
)
def draw_of_place(
    vacancies_in_place, wage_index, moving_wage_elasticity, rent_pressure, rent_on_moving, is_abroad
):
    """Vacancies of a place as they draw graduates: more at high wages, less at high rents."""
    draw = wage_index**moving_wage_elasticity * rent_pressure ** (-rent_on_moving)
    return (1 - is_abroad) * vacancies_in_place * draw


@auxiliary("1", axes=("place", "level"))
def draw_share(draw_of_place):
    """Part of those who look everywhere whom a place draws; zero everywhere where nothing is open at all."""
    return ratio(draw_of_place, total(draw_of_place, "place"), 0)


@auxiliary("person/year", axes=("place", "level"))
def first_jobs_elsewhere(looking_everywhere, draw_share):
    """Where those who look everywhere begin to seek; where nothing is open at all they stay."""
    staying_put = looking_everywhere * (1 - total(draw_share, "place"))
    return total(looking_everywhere, "place") * draw_share + staying_put


@flow("person/year", axes=("place", "level"))
def graduates_seeking(choosing_sector, looking_everywhere, first_jobs_elsewhere):
    """The same people as choosing_sector, added over origins, in the place where they begin to seek."""
    return total(choosing_sector, "origin") - looking_everywhere + first_jobs_elsewhere
