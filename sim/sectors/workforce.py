"""Workforce: the people at work in each cell, how many are wanted, and who leaves.

Vacancies replace who leaves and close the gap to the people wanted, as far as a firm can train newcomers,
who are novices first. Where staff is on record, a correction makes firms want the people who were there. Who
fills the vacancies stands in `labour_market.py`.
"""

import numpy as np

from sim.core.vocabulary import auxiliary, correction, driver, flow, initial, ratio, stock, total

recorded_staff = driver("person", "Staff on record.", axes=("cell",), source="data/record: ASML jobs in NL")
recorded_staff_slope = driver("person/year", "Yearly change of staff on record.", axes=("cell",))


# Start: steady growth from parameters alone -----------------------------------------------------------------


@auxiliary("1/year", axes=("cell",))
def normal_hiring(attrition_rate, staff_growth_initial, retirement_rate, cells):
    """Gross hires as a part of staff in the steady growth before the start."""
    return cells.spread(attrition_rate + staff_growth_initial, "segment") + retirement_rate


@auxiliary("person", axes=("place",))
def sector_staff_initial(staff_2010, cells):
    """Staff of a place at the start."""
    return cells.total(staff_2010, "place")


@auxiliary("person", axes=("place", "level"), source="Little's law: openings are hires a year × time to fill")
def normal_openings(staff_2010, normal_hiring, level_mix, vacancy_fill_time, cells):
    """Vacancies of the steady growth before the start."""
    return (
        cells.total(staff_2010 * normal_hiring * cells.spread(level_mix, "segment"), "place")
        * vacancy_fill_time
    )


@auxiliary("1", axes=("cell",))
def novice_share_initial(normal_hiring, onboarding_time):
    """Part of staff that is still novice in steady growth."""
    return normal_hiring * onboarding_time / (1 + normal_hiring * onboarding_time)


@initial("person", axes=("cell", "level"))
def novices_initial(staff_2010, level_mix, novice_share_initial, cells):
    """Novices in steady growth."""
    return staff_2010 * cells.spread(level_mix, "segment") * novice_share_initial


@initial("person", axes=("cell", "level"))
def experienced_initial(staff_2010, level_mix, novice_share_initial, cells):
    """Experienced staff in steady growth."""
    return staff_2010 * cells.spread(level_mix, "segment") * (1 - novice_share_initial)


# Staff present and wanted -----------------------------------------------------------------------------------


@auxiliary("person", axes=("cell", "level"))
def staff_of_level(novices, experienced):
    """People at work, novices included."""
    return novices + experienced


@auxiliary("person", axes=("cell",))
def staff(staff_of_level):
    """People at work in a cell, all levels."""
    return total(staff_of_level, "level")


@auxiliary("person", axes=("place",))
def sector_staff(staff, cells):
    """People at work in the sector in a place."""
    return cells.total(staff, "place")


@auxiliary("person", axes=("cell",), source="Onboarding: Omroep Brabant Jul 2023; size assumption")
def effective_staff(novices, experienced, novice_productivity):
    """People at work, novices counted at their productivity."""
    return total(experienced + novice_productivity * novices, "level")


@auxiliary("person", axes=("cell",))
def staff_needed_for_record(
    recorded_staff, recorded_staff_slope, staff, staff_wanted, vacancy_fill_time, staff_record_gain
):
    """People that firms must have wanted for staff to follow its record, hiring being slow."""
    ahead = recorded_staff_slope * vacancy_fill_time + staff_record_gain * (recorded_staff - staff)
    return np.where(recorded_staff > 0, recorded_staff + ahead, staff_wanted)


staff_residual = correction(
    "staff_wanted",
    needed="staff_needed_for_record",
    where="has_staff_record",
    words="Log residual that keeps staff on its record; fades after known until.",
)


@auxiliary("person", axes=("cell",))
def staff_target(staff_wanted, staff_residual):
    """People wanted, with the residual of the record."""
    return staff_wanted * np.exp(staff_residual)


@auxiliary("1/year", axes=("cell", "level"), source="Layoffs are slow: assumption")
def layoff_rate(staff_target, level_mix, staff_of_level, layoff_time, cells):
    """Part of staff that is laid off each year where there are more people than wanted."""
    wanted = staff_target * cells.spread(level_mix, "segment")
    return np.maximum(0, 1 - ratio(wanted, staff_of_level, 1)) / layoff_time


@auxiliary("1/year", axes=("cell",), source="talent_grid_parameters.csv attrition_*")
def quit_rate(attrition_rate, technical_policy, is_abroad, cells):
    """Part of staff who take other work each year; a policy that keeps people in technical work lowers it."""
    kept = np.exp(-(1 - is_abroad) * technical_policy)
    return cells.spread(attrition_rate, "segment") * cells.spread(kept, "place")


@auxiliary("1/year", axes=("cell",))
def emigration_rate_of_cell(emigration_rate, is_abroad, cells):
    """Part of a cell's staff that leaves the country each year."""
    return cells.spread((1 - is_abroad) * emigration_rate, "place")


@auxiliary(
    "person", axes=("cell", "level"), source="Sterman 2000 ch. 19: vacancies replace losses and close the gap"
)
def vacancies(
    staff_target,
    level_mix,
    staff_of_level,
    experienced,
    quit_rate,
    retirement_rate,
    emigration_rate_of_cell,
    vacancy_fill_time,
    hiring_limit,
    posting_horizon,
    cells,
):
    """Open vacancies: the gap to the people wanted and who leaves meanwhile, as far as one can take in."""
    gap = staff_target * cells.spread(level_mix, "segment") - staff_of_level
    losses = staff_of_level * (quit_rate + emigration_rate_of_cell) + experienced * retirement_rate
    intake = hiring_limit * staff_of_level * posting_horizon
    return np.minimum(np.maximum(0, gap + losses * vacancy_fill_time), intake)


# Leaving ----------------------------------------------------------------------------------------------------


@flow("person/year", axes=("cell", "level"))
def maturing(novices, onboarding_time):
    """Novices who become fully productive."""
    return novices / onboarding_time


@flow("person/year", axes=("cell", "level"), source="talent_grid_parameters.csv retirement_rate")
def retirement(experienced, retirement_rate):
    """Experienced people who retire."""
    return experienced * retirement_rate


@flow("person/year", axes=("cell", "level"))
def novices_lost(novices, quit_rate, layoff_rate, emigration_rate_of_cell):
    """Novices who quit, are laid off or leave the country."""
    return novices * (quit_rate + layoff_rate + emigration_rate_of_cell)


@flow("person/year", axes=("cell", "level"))
def experienced_lost(experienced, quit_rate, layoff_rate, emigration_rate_of_cell):
    """Experienced people who quit, are laid off or leave the country."""
    return experienced * (quit_rate + layoff_rate + emigration_rate_of_cell)


@flow("person/year", axes=("place", "level"), source="talent_grid_parameters.csv attrition_*")
def quits(staff_of_level, quit_rate, is_abroad, cells):
    """Those of the lost who take other work."""
    return (1 - is_abroad) * cells.total(staff_of_level * quit_rate, "place")


@flow("person/year", axes=("place", "level"))
def laid_off(staff_of_level, layoff_rate, is_abroad, cells):
    """Those of the lost who are laid off and seek again."""
    return (1 - is_abroad) * cells.total(staff_of_level * layoff_rate, "place")


novices = stock(
    "person",
    "Staff not yet fully productive.",
    axes=("cell", "level"),
    initial="novices_initial",
    inflows=["hiring"],
    outflows=[maturing, novices_lost],
)
experienced = stock(
    "person",
    "Staff fully productive.",
    axes=("cell", "level"),
    initial="experienced_initial",
    inflows=[maturing, "joining_lead"],
    outflows=[retirement, experienced_lost, "leaving_for_lead"],
)
