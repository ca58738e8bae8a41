"""Workforce: known answers an equation a line; matching, moves, the limit on hires, wages and the record."""

import numpy as np
import pytest

from sim.core.axes import AXES, DIMENSIONS, Cells
from sim.core.vocabulary import Equation
from sim.sectors import labour_market, workforce
from tests.sectors.region_model import build, growing, inputs, simulate

TWO = Cells(np.array([0, 0]), np.array([0, 1]), 1, 2)
"""One place with a lead firm's segment and a supplier's."""


def along(axis: str, *values: float) -> np.ndarray:
    """An eight-dimensional array that varies along one axis."""
    shape = [1] * DIMENSIONS
    shape[AXES.index(axis)] = len(values)
    return np.array(values, dtype=float).reshape(shape)


LEAD = along("segment", 1, 0)


@pytest.mark.parametrize(
    ("equation", "arguments", "answer"),
    [
        (workforce.novice_share_initial, (0.25, 1), 0.2),
        (workforce.staff_of_level, (100, 400), 500),
        (workforce.staff_needed_for_record, (1000, 100, 950, 700, 0.5, 2), 1150),
        (workforce.staff_needed_for_record, (0, 0, 950, 700, 0.5, 2), 700),
        (workforce.staff_target, (1000, np.log(2)), 2000),
        (workforce.maturing, (100, 0.5), 200),
        (workforce.retirement, (1000, 0.019), 19),
        (labour_market.wage_adjustment, (1, 0.135, 0.035, 0.6, 1.5, 0), 0.04),
        (labour_market.wage_adjustment, (1.06, 0.035, 0.035, 0.6, 1.5, 0), -0.04),
        (labour_market.wage_adjustment, (1, 0.5, 0.035, 0.6, 1.5, 1), 0),
    ],
)
def test_known_answers(equation: Equation, arguments: tuple[float, ...], answer: float) -> None:
    assert float(equation(*arguments)) == pytest.approx(answer)


@pytest.mark.parametrize(
    ("seekers", "vacancies", "abroad", "answer"),
    [
        (100, 100, 0, 2.0),
        (50, 100, 0, 2 * 0.5**0.6),
        (1, 100, 0, 0.04),
        (1000, 100, 0, 4.0),
        (0, 100, 0, 0.0),
        (100, 0, 0, 2.0),
        (0, 100, 1, 2.0),
    ],
)
def test_filling_rate(seekers: float, vacancies: float, abroad: float, answer: float) -> None:
    rate = labour_market.filling_rate(
        seekers, np.array(float(vacancies)), 1, 0.6, 0.5, 0.25, np.array(abroad)
    )
    assert float(rate) == pytest.approx(answer)


def test_matching_has_constant_returns() -> None:
    once = labour_market.filling_rate(70, np.array(90.0), 1, 0.6, 0.5, 0.25, np.array(0)) * 90
    twice = labour_market.filling_rate(140, np.array(180.0), 1, 0.6, 0.5, 0.25, np.array(0)) * 180
    assert twice == pytest.approx(2 * once)


def test_sums_over_levels_and_cells() -> None:
    novices, experienced = along("level", 10, 20, 30), along("level", 100, 200, 300)
    assert workforce.effective_staff(novices, experienced, 0.5).item() == pytest.approx(630)
    assert workforce.staff(novices + experienced).item() == pytest.approx(660)
    assert workforce.sector_staff(along("cell", 500, 300), TWO).item() == 800
    assert workforce.sector_staff_initial(along("cell", 500, 300), TWO).item() == 800
    assert labour_market.vacancies_in_place(along("cell", 50, 30), TWO).item() == 80
    assert labour_market.openings_share(along("level", 20, 20, 40), 720).item() == pytest.approx(0.1)


def test_start_is_steady_growth() -> None:
    hiring = workforce.normal_hiring(along("segment", 0.04, 0.06), along("segment", 0.08, 0.02), 0.02, TWO)
    assert hiring.ravel().tolist() == pytest.approx([0.14, 0.10])
    level = along("segment", 0.5, 0.2)
    assert workforce.normal_openings(
        along("cell", 1000, 500), hiring, level, 0.5, TWO
    ).item() == pytest.approx(40)
    assert workforce.novices_initial(along("cell", 1000, 500), level, 0.1, TWO).ravel().tolist() == [50, 10]
    assert workforce.experienced_initial(along("cell", 1000, 500), level, 0.1, TWO).ravel().tolist() == [
        450,
        90,
    ]


def test_vacancies_replace_and_close_the_gap_and_no_more_than_can_be_taken_in() -> None:
    def open_for(target: float) -> float:
        quitting = along("segment", 0.05, 0.05)
        found = workforce.vacancies(
            along("cell", target, 0),
            along("segment", 1, 1),
            along("cell", 1000, 100),
            along("cell", 900, 90),
            quitting,
            0.02,
            0.01,
            0.5,
            0.25,
            1,
            TWO,
        )
        return float(found.ravel()[0])

    assert open_for(1000) == pytest.approx(39)
    assert open_for(1100) == pytest.approx(139)
    assert open_for(900) == 0
    assert open_for(9000) == pytest.approx(250)


def test_layoffs_only_above_the_number_wanted() -> None:
    rates = workforce.layoff_rate(
        along("cell", 900, 600), along("segment", 1, 1), along("cell", 1000, 500), 0.5, TWO
    )
    assert rates.ravel().tolist() == pytest.approx([0.2, 0])


def test_people_sufficiency_forgives_the_normal_time_to_fill() -> None:
    cells, place = along("cell", 500, 500), along("level", 100, 0, 0)
    assert labour_market.people_sufficiency(900, place, 2, 0.5, cells, TWO).item() == pytest.approx(1)
    assert labour_market.people_sufficiency(900, place, 1, 0.5, cells, TWO).item() == pytest.approx(0.95)
    assert labour_market.people_sufficiency(400, 0 * place, 2, 0.5, cells, TWO).item() == pytest.approx(0.4)


def test_moves_to_the_lead_firm_conserve_people_and_end_at_the_limit() -> None:
    vacancies, staff, experienced = along("cell", 100, 50), along("cell", 1000, 500), along("cell", 900, 400)
    demand = labour_market.lead_demand(vacancies, staff, LEAD, 0.1, 0.5, 0.3, TWO)
    assert demand.ravel().tolist() == pytest.approx([20, 0])
    wished = labour_market.lead_demand_in_place(demand, TWO)
    suppliable = labour_market.suppliable(experienced, LEAD, TWO)
    assert suppliable.item() == 400
    for limit, moved in ((0.1, 20), (0.01, 4)):
        rate = labour_market.poaching_rate(wished, suppliable, limit)
        gone = labour_market.leaving_for_lead(experienced, LEAD, rate, TWO)
        come = labour_market.joining_lead(demand, wished, rate, suppliable, TWO)
        assert gone.ravel().tolist() == pytest.approx([0, moved])
        assert come.ravel().tolist() == pytest.approx([moved, 0])


def test_hiring_is_limited_by_onboarding() -> None:
    vacancies, staff, none = along("cell", 100, 50), along("cell", 1000, 100), along("cell", 0, 0)
    free = labour_market.hiring(vacancies, along("place", 2), staff, none, 10, TWO)
    assert free.ravel().tolist() == pytest.approx([200, 100])
    full = labour_market.hiring(vacancies, along("place", 2), staff, along("cell", 20, 0), 0.1, TWO)
    assert full.ravel().tolist() == pytest.approx([80, 10])
    assert labour_market.hired_locally(full, along("place", 0), TWO).item() == pytest.approx(90)
    assert labour_market.hired_locally(full, along("place", 1), TWO).item() == 0


def test_leaving_splits_into_quits_layoffs_and_emigration() -> None:
    staff, layoff = along("cell", 1000, 100), along("cell", 0.1, 0)
    quitting = workforce.quit_rate(along("segment", 0.05, 0.1), 0, along("place", 0), TWO)
    emigrating = workforce.emigration_rate_of_cell(along("place", 0.02), along("place", 0), TWO)
    lost = workforce.experienced_lost(staff, quitting, layoff, emigrating)
    assert lost.ravel().tolist() == pytest.approx([170, 12])
    assert workforce.novices_lost(staff, quitting, layoff, emigrating).ravel().tolist() == pytest.approx(
        [170, 12]
    )
    quits = workforce.quits(staff, quitting, along("place", 0), TWO).item()
    laid = workforce.laid_off(staff, layoff, along("place", 0), TWO).item()
    assert (quits, laid) == (pytest.approx(60), pytest.approx(100))
    assert quits + laid + (staff * emigrating).sum() == pytest.approx(lost.sum())


def test_level_mix_adds_to_one() -> None:
    model = build()
    given = inputs(model)
    assert given["level_mix"].sum(axis=5) == pytest.approx(1)
    assert given["entrant_origin_mix"].sum(axis=6) == pytest.approx(1)
    assert given["migrant_origin_mix"].sum() == pytest.approx(1)
    assert given["trained_level_mix"].sum() == pytest.approx(1)


def test_gross_hires_stay_within_the_limit() -> None:
    _, _, run = simulate(growing(0.4))
    for step in run.seen:
        hired = (step["hiring"] + step["joining_lead"]).sum(axis=5)
        assert (hired <= 0.28 * step["staff"].reshape(hired.shape) * (1 + 1e-9)).all()


def test_staff_follows_its_record_and_the_residual_fades_without_a_cut() -> None:
    """ASML's jobs in NL: 8,264 (2014), 12,376 (2018), 22,860 (2023), within five per cent."""
    model = build()
    cell = model.axes.index("cell", "brainport.lithography")
    years, logs = [2010, 2015, 2018, 2019, 2024], np.log([5245, 8264, 10000, 12376, 22860])

    def only_there(times: np.ndarray, values: np.ndarray) -> np.ndarray:
        series = np.zeros((len(times), *model.axes.shape(("cell",))))
        series[(slice(None), *[0] * AXES.index("cell"), cell)] = values.reshape(
            -1, *[1] * (series.ndim - AXES.index("cell") - 2)
        )
        return series

    def record(times: np.ndarray) -> np.ndarray:
        return only_there(times, np.exp(np.interp(times.ravel(), years, logs)))

    def slope(times: np.ndarray) -> np.ndarray:
        t = times.ravel()
        level = np.exp(np.interp(t, years, logs))
        return only_there(
            times, level * (np.interp(t + 1 / 16, years, logs) - np.interp(t, years, logs)) * 16
        )

    _, clock, run = simulate(
        growing(0.09),
        drivers={"recorded_staff": record, "recorded_staff_slope": slope},
        observing_until=2024.0,
    )
    for year, jobs in ((2015, 8264), (2019, 12376), (2024, 22860)):
        step = round((year - 2010) / clock.dt)
        assert run.seen[step]["staff"].ravel()[cell] == pytest.approx(jobs, rel=0.06)
    edge = round(14 / clock.dt)
    before, after = (run.seen[k]["staff_target"].ravel()[cell] for k in (edge - 1, edge + 1))
    assert after == pytest.approx(before, rel=0.03)
    residual = [run.seen[k]["staff_residual"].ravel()[cell] for k in (edge, edge + 48)]
    assert 0 < abs(residual[1]) < abs(residual[0])


def test_shortage_raises_wages_and_wages_return() -> None:
    def spurt(times: np.ndarray, staff: np.ndarray) -> np.ndarray:
        return staff * np.exp(0.12 * (np.minimum(times, 2020) - 2010))

    model, clock, run = simulate(spurt)
    place = model.axes.index("place", "brainport")
    wage = [run.seen[k]["wage_index"].ravel()[place] for k in (0, round(10 / clock.dt), len(run.seen) - 1)]
    assert wage[1] > 1.02
    assert abs(wage[2] - 1) < 0.02
