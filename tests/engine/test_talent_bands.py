"""People and the sector in their bands, or the difference that docs/model/talent.md explains."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.core.axes import Array
from sim.run.recorded import Recorded
from tests.engine.conftest import figure, in_year

Run = Callable[..., Recorded]


def at(run: Recorded, name: str, year: int, **labels: str) -> Array:
    result: Array = figure(run, name, **labels)[in_year(run, year)]
    return result


def middle(values: Array) -> float:
    return float(np.median(values))


def band(values: Array) -> tuple[float, float]:
    """The middle 80 %."""
    low, high = np.quantile(values, [0.1, 0.9])
    return float(low), float(high)


def test_fifty_thousand_jobs_in_2023(recorded: Run) -> None:
    jobs = at(recorded(), "jobs_nl", 2023)
    assert 45_000 <= middle(jobs) <= 55_000, middle(jobs)


def test_turnover_is_below_what_firms_book_here_and_value_added_half_of_it(recorded: Run) -> None:
    """Over 30 bn is booked by all firms with 50,000 people (RVO), suppliers among them: more than is made
    here and less than that and what ASML makes abroad and books here; suppliers' sales are in all three."""
    run = recorded()
    turnover = at(run, "turnover_nl", 2023)
    here, world = (at(run, "output", 2023, cell=f"{place}.lithography") for place in ("brainport", "abroad"))
    made_abroad = world / (here + world) * at(run, "sales_with_service", 2023, segment="lithography")
    assert middle(turnover) <= 30_000 <= middle(turnover + made_abroad), middle(turnover)
    assert 22_000 <= middle(turnover), "by more than this a firm is missing"
    suppliers = sum(
        at(run, "output", 2023, cell=f"{place}.supply_chain") for place in ("brainport", "twente", "delft")
    )
    assert middle(suppliers) > 4_000
    part = at(run, "value_added_nl", 2023) / turnover
    assert 0.4 <= middle(part) <= 0.6, middle(part)


def test_the_lead_firm_in_its_region(recorded: Run) -> None:
    """22 % in 2025, as statistics count it; where the work is done it is somewhat less."""
    part = at(recorded(), "lead_share_of_region", 2025, place="brainport")
    assert 0.16 <= middle(part) <= 0.23, middle(part)
    assert at(recorded(), "lead_share_of_region", 2025, place="twente").max() == 0


def test_people_of_the_lead_firm(recorded: Run) -> None:
    """22,860 here in 2023, within 2 %; growth of 11 and 13 % a year within 3 and 2 points.

    The record leaps by 24 % in 2018, which no firm of the model can take in within a year: hiring lags, so
    the first growth comes out lower and the second higher. In the world 42,400, with those in service.
    """
    run = recorded()
    here = figure(run, "jobs_nl", cell="brainport.lithography")
    at_ = {year: here[in_year(run, year)] for year in (2014, 2018, 2023)}
    assert 22_860 * 0.98 <= middle(at_[2023]) <= 22_860 * 1.02
    assert 0.08 <= middle((at_[2018] / at_[2014]) ** (1 / 4) - 1) <= 0.14
    assert 0.11 <= middle((at_[2023] / at_[2018]) ** (1 / 5) - 1) <= 0.15
    service = at(run, "service_jobs", 2023, segment="lithography")
    assert 10_000 <= middle(service) <= 42_416 - 22_860


def test_no_firm_hires_more_than_it_can_take_in(recorded: Run) -> None:
    """Each member's own limit, in every cell and year; it is at most 30 % of staff in nine of ten members."""
    run = recorded()
    limit = run.inputs["hiring_limit"].to_numpy()
    hires = run.values["gross_hires"].reshape(-1, len(limit))
    assert (hires.max(axis=0) <= limit * (1 + 1e-9)).all()
    assert hires.max() > 0.5 * limit.min()
    assert np.quantile(limit, 0.9) <= 0.30


def test_half_a_year_to_fill_a_vacancy_by_littles_law(recorded: Run) -> None:
    """Open vacancies over hires a year, in the mean of 2010–2023: 3.5 to 9 months in the evidence."""
    run = recorded()
    until = in_year(run, 2023) + 1
    open_ = figure(run, "vacancies", place="brainport")[:until]
    waits = figure(run, "time_to_fill", place="brainport")[:until]
    hires = open_ / waits
    assert 3.5 / 12 <= middle(open_.sum(axis=0) / hires.sum(axis=0)) <= 9 / 12


def test_the_national_plan_lies_between_what_firms_want_more_and_whom_they_must_hire(recorded: Run) -> None:
    """38,000 needed in 2024–2030: more than growth alone, within the band of growth and replacement."""
    run = recorded()
    more = at(run, "people_needed", 2030)
    gross = more + at(run, "people_to_replace", 2030)
    low, high = band(gross)
    assert middle(more) < 38_000 < high, (middle(more), high)
    assert low < 38_000
    assert 0.5 * 38_000 <= middle(gross) <= 1.5 * 38_000, middle(gross)


def test_fewer_are_trained_than_the_plan_says_and_no_fewer_than_its_doubt(recorded: Run) -> None:
    """33,000 by 2030 is the aim; 40 to 100 % of it the range in which the evidence sees it come true."""
    trained = at(recorded(), "people_trained", 2030)
    assert 0.4 * 33_000 <= middle(trained) <= 33_000, middle(trained)
    low, high = band(trained)
    assert low < 0.65 * 33_000 < high, (low, high)


def test_the_gap_is_open_in_most_futures(recorded: Run) -> None:
    """Question 9: trained people alone do not meet the need; migrants and people from other work fill it."""
    run = recorded()
    gross = at(run, "people_needed", 2030) + at(run, "people_to_replace", 2030)
    short = gross > at(run, "people_trained", 2030)
    assert 0.6 <= short.mean() <= 0.98, short.mean()


def test_more_than_half_of_the_technically_trained_work_outside_the_sector(recorded: Run) -> None:
    """1,870 thousand trained people in 2016, 45 % of them in technical work of all kinds; the sector: 3 %."""
    run = recorded()
    trained = run.inputs.filter(like="trained_initial[").sum(axis=1).to_numpy()
    assert (figure(run, "jobs_nl")[in_year(run, 2016)] < 0.05 * trained).all()
