"""Kept away: a memo of people who would work in the sector were there homes, no refusals, or study places.

It shares the output lost for lack of people among homes, screening, places and the rest. Those kept away
would have left again at the rate of people present; nothing in the model depends on this count.
"""

from sim.core.vocabulary import auxiliary, flow, ratio, stock, total


@auxiliary("1/year", axes=("place",))
def exit_rate(quits, sector_staff, retirement_rate, emigration_rate):
    """Part of people present who leave the sector each year."""
    return ratio(total(quits, "level"), sector_staff, 0) + retirement_rate + emigration_rate


@flow("person/year", axes=("place",))
def deterred_by_rents(
    migrants_willing,
    approval,
    migrants_applying,
    migrants_leaving,
    migrants_present,
    migrant_exit_rate,
):
    """Migrants whom rents keep from coming or make leave; negative where rents are low."""
    not_come = total(migrants_willing * approval - migrants_applying, "level", "origin")
    return not_come + total(migrants_leaving - migrants_present * migrant_exit_rate, "origin")


@flow("person/year", axes=("place",))
def refused(migrants_willing, approval):
    """Migrants who would come and are not let in."""
    return total(migrants_willing * (1 - approval), "level", "origin")


@auxiliary("person/year", axes=("place", "level"))
def lost_to_school(school_interest, may_enrol, intake_room, study_success, staying, sector_choice):
    """Those without a study place who would have chosen the sector, by the place where they applied."""
    lost = (school_interest - may_enrol * intake_room) * study_success
    return total(lost * staying, "origin") * sector_choice


@flow("person/year", axes=("place",))
def turned_away(lost_to_school, mobile_share, draw_share, is_abroad):
    """The same people where they would have begun to seek, counted when they applied."""
    looking = (1 - is_abroad) * lost_to_school * mobile_share
    moved = total(looking, "place") * draw_share - looking * total(draw_share, "place")
    return total(lost_to_school + moved, "level")


@flow("person/year", axes=("place",))
def rents_forgotten(kept_away_by_homes, exit_rate):
    """Those kept away by rents who would have left by now."""
    return kept_away_by_homes * exit_rate


@flow("person/year", axes=("place",))
def refusals_forgotten(kept_away_by_screening, exit_rate):
    """Those refused who would have left by now."""
    return kept_away_by_screening * exit_rate


@flow("person/year", axes=("place",))
def places_forgotten(kept_away_by_places, exit_rate):
    """Those without a study place who would have left by now."""
    return kept_away_by_places * exit_rate


kept_away_by_homes = stock(
    "person",
    "People who are not there because of rents; below zero where rents are under their reference.",
    axes=("place",),
    initial="nobody_kept_away",
    inflows=[deterred_by_rents],
    outflows=[rents_forgotten],
    signed=True,
)
kept_away_by_screening = stock(
    "person",
    "People who are not there because they were refused.",
    axes=("place",),
    initial="nobody_kept_away",
    inflows=[refused],
    outflows=[refusals_forgotten],
)
kept_away_by_places = stock(
    "person",
    "People who are not there for lack of a study place.",
    axes=("place",),
    initial="nobody_kept_away",
    inflows=[turned_away],
    outflows=[places_forgotten],
)
