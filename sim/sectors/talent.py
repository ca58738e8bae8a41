"""Talent: from school-leavers to people who seek work in the sector, by place, level and origin.

Entrants study, graduate, stay or go home, and choose the sector or not; people in other work are drawn back
or retrain. Where graduates begin to seek stands in `first_job.py`; all who seek wait here until vacancies
find them (`labour_market.py`).
"""

import numpy as np

from sim.core.vocabulary import auxiliary, delay, driver, flow, initial, ratio, stock, total

stay_policy = driver("1", "Log change of the part of graduates who stay, by policy.", axes=("origin",))
training_places = driver(
    "person/year",
    "People whom policy brings to a degree, beyond those who would come.",
    axes=("place", "level"),
)
retraining_places = driver(
    "person/year", "People in other work whom policy retrains.", axes=("place", "level")
)
intake_policy = driver(
    "1", "Log change of the part of those who want to enrol who may, by rules.", axes=("level", "origin")
)
intake_season = driver("1", "Intake relative to an even one: the academic year begins in September.")
graduation_season = driver("1", "Diplomas relative to an even flow of them: most are given in summer.")
technical_policy = driver("1", "Log change of the odds that a technically trained person works as such.")


# School ---------------------------------------------------------------------------------------------------


@initial("person/year", axes=("place", "level", "origin"))
def school_interest_initial(entrants_initial, entrant_origin_mix):
    """School-leavers and foreign students who wanted to enrol at the start."""
    return entrants_initial * entrant_origin_mix


@flow(
    "person/year/year",
    axes=("place", "level", "origin"),
    source="talent_grid_parameters.csv tech_intake_trend_dutch",
)
def interest_trend(school_interest, enrolment_trend):
    """Yearly change of those who want to enrol."""
    return school_interest * enrolment_trend


school_interest = stock(
    "person/year",
    "People who want to enrol in technical programmes each year.",
    axes=("place", "level", "origin"),
    initial="school_interest_initial",
    inflows=[interest_trend],
)


@auxiliary("person/year", axes=("place", "level", "origin"))
def may_enrol(school_interest, intake_policy):
    """Those who want to enrol and may, by the rules on language and on intake from abroad."""
    return school_interest * np.exp(intake_policy)


@auxiliary("1", axes=("place", "level"), source="Numerus fixus and room limit intake: assumption on size")
def intake_room(may_enrol, entrants_initial, study_places_ratio):
    """The part of those who want to enrol and may for whom there is a place."""
    wanting = total(may_enrol, "origin")
    return np.minimum(1, ratio(study_places_ratio * entrants_initial, wanting, 1))


@auxiliary(
    "person/year",
    axes=("place", "level", "origin"),
    source="talent_grid_parameters.csv extra_grad_per_entrant_steady: a degree takes more than an entrant",
)
def entrants(may_enrol, intake_room, training_places, study_success, entrant_origin_mix):
    """Entrants a year: those who want, may and find a place, and as many as policy's degrees take."""
    return may_enrol * intake_room + ratio(training_places, study_success, 0) * entrant_origin_mix


@flow("person/year", axes=("place", "level", "origin"))
def enrolment(entrants, intake_season):
    """Entrants when the academic year begins."""
    return entrants * intake_season


@initial("person", axes=("place", "level", "origin"))
def freshers_initial(entrants, first_study_time):
    """Steady state of the first year."""
    return entrants * first_study_time


@flow(
    "person/year",
    axes=("place", "level", "origin"),
    source="talent_grid_parameters.csv wo_first_year_exit, …",
)
def dropout(freshers, first_study_time, study_success):
    """Students who will not finish; most leave early."""
    return freshers / first_study_time * (1 - study_success)


@flow("person/year", axes=("place", "level", "origin"))
def progression(freshers, first_study_time, study_success):
    """Students who go on after the first year and will finish."""
    return freshers / first_study_time * study_success


freshers = stock(
    "person",
    "Students in their first year.",
    axes=("place", "level", "origin"),
    initial="freshers_initial",
    inflows=[enrolment],
    outflows=[dropout, progression],
)


@auxiliary("year", axes=("level",))
def half_study_time(study_duration, first_study_time):
    """Half of the years of study after the first."""
    return (study_duration - first_study_time) / 2


halfway = delay("progression", time="half_study_time", order=1, words="Students halfway to their degree.")


@initial("person", axes=("place", "level", "origin"))
def finishing_initial(progression, half_study_time):
    """Steady state of the second half."""
    return progression * half_study_time


@flow("person/year", axes=("place", "level", "origin"))
def graduates(finishing, half_study_time, graduation_season):
    """Students who finish with a degree, most of them in summer."""
    return finishing / half_study_time * graduation_season


finishing = stock(
    "person",
    "Students in the second half of the years after the first.",
    axes=("place", "level", "origin"),
    initial="finishing_initial",
    inflows=["halfway"],
    outflows=[graduates],
)


@initial("person", axes=("place", "level", "origin"))
def graduated_initial(progression, choice_time):
    """Steady state of those who look around after their degree."""
    return progression * choice_time


# Stay or go, and where to work ------------------------------------------------------------------------------


@auxiliary("1", axes=("place", "origin"), source="Nuffic and CBS: stay rates by origin and by place of study")
def staying(stay_rate, stay_exponent, rent_pressure, rent_on_staying, stay_policy):
    """Part of graduates who stay: by origin, helped by place of study and policy, hindered by rents."""
    unhelped = stay_rate ** (stay_exponent * rent_pressure**rent_on_staying)
    return np.minimum(1, unhelped * np.exp(stay_policy))


@auxiliary(
    "1", axes=("place",), source="European Chips Skills Academy: 6 % of relevant graduates; wages: assumption"
)
def sector_choice(sector_choice_reference, wage_index, choice_wage_elasticity, technical_policy):
    """Part of graduates who look for work in the sector: odds that rise with its wages, and by policy."""
    usual = sector_choice_reference / (1 - sector_choice_reference)
    odds = usual * wage_index**choice_wage_elasticity * np.exp(technical_policy)
    return odds / (1 + odds)


@flow("person/year", axes=("place", "level"))
def directed_entrants(training_places):
    """Those who begin on places of policy and will finish; a memo of people who are among the entrants."""
    return training_places


directed = delay(
    "directed_entrants",
    time="study_duration",
    order=3,
    words="Degrees on places of policy, a memo: the same people as among the graduates.",
)


@auxiliary("1", axes=("place", "level", "origin"))
def directed_share(directed, entrant_origin_mix, finishing, half_study_time):
    """Part of graduates who studied on places of policy."""
    return np.minimum(1, ratio(directed * entrant_origin_mix, finishing / half_study_time, 0))


@auxiliary("1", axes=("place", "level", "origin"), source="The plan trains for the sector: size assumption")
def choice_of_graduates(sector_choice, directed_choice, directed_share):
    """Part of graduates who look for work in the sector; more of those trained for it."""
    return sector_choice * (1 - directed_share) + directed_choice * directed_share


@flow("person/year", axes=("place", "level", "origin"))
def graduates_home(graduated, choice_time, staying):
    """Graduates who leave the country."""
    return graduated / choice_time * (1 - staying)


@flow("person/year", axes=("place", "level", "origin"))
def choosing_sector(graduated, choice_time, staying, choice_of_graduates):
    """Graduates who stay and look for work in the sector, by origin."""
    return graduated / choice_time * staying * choice_of_graduates


@flow("person/year", axes=("place", "level", "origin"))
def choosing_other(graduated, choice_time, staying, choice_of_graduates):
    """Graduates who stay and take other work, by origin."""
    return graduated / choice_time * staying * (1 - choice_of_graduates)


graduated = stock(
    "person",
    "Graduates who look around.",
    axes=("place", "level", "origin"),
    initial="graduated_initial",
    inflows=[graduates],
    outflows=[graduates_home, choosing_sector, choosing_other],
)


@flow("person/year", axes=("place", "level"))
def graduates_outside(choosing_other):
    """The same people as choosing_other, added over origins: they work elsewhere."""
    return total(choosing_other, "origin")


# People in other work, and those who seek ------------------------------------------------------------------


@initial("person", axes=("place", "level"))
def outside_initial(trained_initial, trained_level_mix):
    """Technically trained people in other work at the start."""
    return trained_initial * trained_level_mix


@flow(
    "person/year", axes=("place", "level"), source="Job-to-job matching: same form as hiring; size assumption"
)
def returning(
    outside,
    vacancies_in_place,
    return_rate,
    openings_reference,
    matching_elasticity,
    wage_index,
    return_wage_elasticity,
    reach,
    search_time,
):
    """People in other work drawn to the sector: more openings each, better wages and more within reach."""
    openings = ratio(vacancies_in_place, outside * openings_reference, 0) ** (1 - matching_elasticity)
    drawn = return_rate * reach * openings * wage_index**return_wage_elasticity
    return outside * np.minimum(drawn, 1 / search_time)


@flow("person/year", axes=("place", "level"))
def retraining(outside, retraining_places, search_time):
    """People in other work who start to retrain on places that policy pays."""
    return np.minimum(retraining_places, outside / search_time / 2)


retrained = delay("retraining", time="retraining_time", order=1, words="People who finish retraining.")


@flow("person/year", axes=("place", "level"), source="talent_grid_parameters.csv retirement_rate")
def outside_retirement(outside, retirement_rate):
    """Technically trained people in other work who retire."""
    return outside * retirement_rate


@flow(
    "person/year",
    axes=("place", "level"),
    source="Netbeheer Nederland: 18,000 extra grid workers; size assumption",
)
def giving_up(seekers, give_up_rate, trades_draw, trades_demand, technical_policy):
    """Seekers who take other work, some of it in grid and building trades, which want the same people."""
    return seekers * (give_up_rate * np.exp(-technical_policy) + trades_draw * trades_demand)


@auxiliary("1", axes=("place",), source="More building wants more of the same people: size assumption")
def trades_demand(homes_started, homes_built, trades_response):
    """People whom building trades of a place want, relative to its usual pace of building."""
    return ratio(homes_started, homes_built, 1) ** trades_response


@flow("person/year", axes=("place", "level"))
def seekers_emigrating(seekers, emigration_rate):
    """Seekers who leave the country."""
    return seekers * emigration_rate


@initial("person", axes=("place", "level"))
def seekers_initial(normal_openings, normal_seekers_per_vacancy):
    """Seekers at the start: as many as fill the vacancies of steady growth in normal time."""
    return normal_openings * normal_seekers_per_vacancy


outside = stock(
    "person",
    "Technically trained people in other work.",
    axes=("place", "level"),
    initial="outside_initial",
    inflows=[graduates_outside, giving_up, "quits"],
    outflows=[returning, retraining, outside_retirement],
)
seekers = stock(
    "person",
    "People who seek work in the sector.",
    axes=("place", "level"),
    initial="seekers_initial",
    inflows=["graduates_seeking", "migrant_arrivals", returning, "retrained", "laid_off"],
    outflows=["hired_locally", giving_up, seekers_emigrating],
)
