"""Labour market: who fills the vacancies of a place, moves from suppliers to lead firms, and wages.

Vacancies find seekers by a matching function, and no firm takes in more than it can train. Lead firms draw on
suppliers of their place. Wages answer shortage and return to their reference when it ends.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, flow, ratio, stock, total


@auxiliary("person", axes=("place", "level"))
def vacancies_in_place(vacancies, cells):
    """Open vacancies in a place."""
    return cells.total(vacancies, "place")


@auxiliary("1", axes=("place",))
def openings_share(vacancies_in_place, sector_staff):
    """Vacancies as a part of all posts, filled or not."""
    open_posts = total(vacancies_in_place, "level")
    return ratio(open_posts, open_posts + sector_staff, 0)


@auxiliary(
    "1/year", axes=("place", "level"), source="Petrongolo & Pissarides 2001: Cobb–Douglas, constant returns"
)
def filling_rate(
    seekers,
    vacancies_in_place,
    normal_seekers_per_vacancy,
    matching_elasticity,
    vacancy_fill_time,
    search_time,
    is_abroad,
):
    """Part of vacancies filled each year: matching in relative form; abroad in normal time."""
    each = ratio(seekers, vacancies_in_place, normal_seekers_per_vacancy)
    matched = (each / normal_seekers_per_vacancy) ** matching_elasticity / vacancy_fill_time
    here = np.minimum(matched, np.minimum(each, 1) / search_time)
    return np.where(is_abroad > 0, 1 / vacancy_fill_time, here)


@auxiliary("1", axes=("place",))
def people_sufficiency(
    sector_staff, vacancies_in_place, filling_rate, vacancy_fill_time, staff_target, cells
):
    """The part of the people wanted who are there, or come in no more than the normal time to fill."""
    posts = np.maximum(cells.total(staff_target, "place"), sector_staff + total(vacancies_in_place, "level"))
    coming = total(vacancies_in_place * np.minimum(1, filling_rate * vacancy_fill_time), "level")
    return ratio(sector_staff + coming, posts, 1)


@auxiliary(
    "person/year", axes=("cell", "level"), source="talent_grid_parameters.csv attrition_suppliers (moves)"
)
def lead_demand(
    vacancies, staff_of_level, is_measured, poached_share, vacancy_fill_time, hiring_limit, cells
):
    """Experienced people whom lead firms would like to hire away from suppliers of their place."""
    hires = np.minimum(vacancies / vacancy_fill_time, hiring_limit * staff_of_level)
    return cells.spread(is_measured * poached_share, "segment") * hires


@auxiliary("person/year", axes=("place", "level"))
def lead_demand_in_place(lead_demand, cells):
    """What lead firms of a place would like to hire away."""
    return cells.total(lead_demand, "place")


@auxiliary("1/year", axes=("place", "level"))
def poaching_rate(lead_demand_in_place, suppliable, poaching_limit):
    """Part of the suppliers' experienced staff that moves to lead firms each year."""
    return np.minimum(poaching_limit, ratio(lead_demand_in_place, suppliable, 0))


@auxiliary("person", axes=("place", "level"))
def suppliable(experienced, is_measured, cells):
    """Experienced staff outside the lead firms of a place."""
    return cells.total(experienced * cells.spread(1 - is_measured, "segment"), "place")


@flow("person/year", axes=("cell", "level"))
def leaving_for_lead(experienced, is_measured, poaching_rate, cells):
    """Experienced people who leave suppliers for lead firms of their place."""
    return experienced * cells.spread(1 - is_measured, "segment") * cells.spread(poaching_rate, "place")


@flow("person/year", axes=("cell", "level"))
def joining_lead(lead_demand, lead_demand_in_place, poaching_rate, suppliable, cells):
    """The same people as leaving_for_lead, where they arrive."""
    moved = ratio(poaching_rate * suppliable, lead_demand_in_place, 0)
    return lead_demand * cells.spread(moved, "place")


@flow(
    "person/year", axes=("cell", "level"), source="Gross hires at most 30 % of staff: Omroep Brabant Jul 2023"
)
def hiring(vacancies, filling_rate, staff, joining_lead, hiring_limit, cells):
    """Vacancies filled by seekers, as far as a firm can take in and train newcomers."""
    offered = vacancies * cells.spread(filling_rate, "place")
    room = np.maximum(0, hiring_limit * staff - total(joining_lead, "level"))
    return offered * np.minimum(1, ratio(room, total(offered, "level"), 1))


@flow("person/year", axes=("place", "level"))
def hired_locally(hiring, is_abroad, cells):
    """The same people as hiring, where they sought; abroad they come from outside the model."""
    return (1 - is_abroad) * cells.total(hiring, "place")


@flow("1/year", axes=("place",), source="Wages answer shortage: size assumption")
def wage_adjustment(
    wage_index, openings_share, openings_share_reference, wage_response, wage_adjustment_time, is_abroad
):
    """Real wages move to what the part of open posts means for them."""
    shortage = (1 - is_abroad) * (openings_share - openings_share_reference)
    return (1 + wage_response * shortage - wage_index) / wage_adjustment_time


wage_index = stock(
    "1",
    "Real wage relative to its reference.",
    axes=("place",),
    initial="wage_reference",
    inflows=[wage_adjustment],
)
