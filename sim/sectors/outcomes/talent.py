"""People: vacancies, graduates, migrants, leavers, those trained and needed, wages."""

from sim.core.vocabulary import outcome, ratio, total


@outcome("person", axes=("place", "level"))
def vacancies(vacancies_in_place):
    """Open vacancies by place and level."""
    return vacancies_in_place


@outcome("1", axes=("place",))
def unfilled_share(vacancies_in_place, sector_staff):
    """Open vacancies as a part of all jobs of the sector."""
    open_jobs = total(vacancies_in_place, "level")
    return ratio(open_jobs, open_jobs + sector_staff, 0)


@outcome("year", axes=("place",), source="Little's law")
def time_to_fill(vacancies_in_place, hired_locally):
    """Vacancies over hires a year."""
    return ratio(total(vacancies_in_place, "level"), total(hired_locally, "level"), 0)


@outcome("person/year", axes=("place", "level"))
def graduates(graduates):
    """Diplomas of programmes that matter for the sector."""
    return total(graduates, "origin")


@outcome("person/year", axes=("place",))
def graduates_moving(first_jobs_elsewhere, looking_everywhere):
    """Graduates who come from other places for a first job in the sector, less those who go."""
    return total(first_jobs_elsewhere - looking_everywhere, "level")


@outcome("person/year", axes=("place",))
def migrants(migrant_arrivals):
    """Skilled migrants who arrive to look for work in the sector."""
    return total(migrant_arrivals, "level")


@outcome("person/year", axes=("place",))
def leavers(leavers):
    """People who leave the Netherlands: graduates who go home and migrants who leave."""
    return leavers


@outcome("person", axes=("place", "level"))
def people_trained(trained_since):
    """People trained for the sector since known until: graduates who choose it and people retrained."""
    return trained_since


@outcome("person", axes=("place", "level"))
def people_needed(staff_target, staff_then, level_mix, is_abroad, cells):
    """People whom firms want beyond those at work at known until."""
    more = (staff_target - staff_then) * cells.spread(level_mix, "segment")
    return (1 - is_abroad) * cells.total(more, "place")


@outcome("person", axes=("place", "level"))
def people_to_replace(left_since):
    """People who retired, took other work or left the country since known until."""
    return left_since


@outcome("person/year", axes=("level", "origin"))
def entrants(enrolment):
    """New students of programmes that matter for the sector."""
    return total(enrolment, "place")


@outcome("1/year", axes=("cell",), source="Omroep Brabant Jul 2023: at most 30 % of staff a year")
def gross_hires(hiring, joining_lead, staff):
    """People hired, from suppliers too, over staff."""
    return ratio(total(hiring + joining_lead, "level"), staff, 0)


@outcome("person", axes=("place",))
def kept_away_homes(kept_away_by_homes):
    """People who are not there because of rents."""
    return kept_away_by_homes


@outcome("person", axes=("place",))
def kept_away_screening(kept_away_by_screening):
    """People who are not there because they were refused."""
    return kept_away_by_screening


@outcome("person", axes=("place",))
def kept_away_places(kept_away_by_places):
    """People who are not there for lack of a study place, or because they might not enrol."""
    return kept_away_by_places


@outcome("1", axes=("place",))
def wage_index(wage_index):
    """Real wages relative to the reference."""
    return wage_index
