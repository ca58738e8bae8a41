"""Talent: known answers an equation a line, and books of people that close."""

import numpy as np
import pytest

from sim.core.axes import AXES, DIMENSIONS
from sim.core.loop import Clock
from sim.core.vocabulary import Equation
from sim.sectors import first_job, kept_away, migration, talent
from tests.sectors.region_model import growing, simulate


def along(axis: str, *values: float) -> np.ndarray:
    """An eight-dimensional array that varies along one axis."""
    shape = [1] * DIMENSIONS
    shape[AXES.index(axis)] = len(values)
    return np.array(values, dtype=float).reshape(shape)


@pytest.mark.parametrize(
    ("equation", "arguments", "answer"),
    [
        (talent.school_interest_initial, (1000, 0.2), 200),
        (talent.interest_trend, (1000, -0.02), -20),
        (talent.may_enrol, (1000, np.log(0.8)), 800),
        (talent.entrants, (1000, 0.9, 30, 0.5, 0.5), 930),
        (talent.choice_of_graduates, (0.2, 0.6, 0.25), 0.3),
        (talent.enrolment, (930, 12), 11160),
        (talent.freshers_initial, (930, 1), 930),
        (talent.dropout, (930, 1, 0.7), 279),
        (talent.progression, (930, 1, 0.7), 651),
        (talent.half_study_time, (6, 1), 2.5),
        (talent.graduates, (1000, 2.5, 4), 1600),
        (talent.graduated_initial, (600, 0.5), 300),
        (talent.staying, (0.3, 0.592, 1, 0.3, 0), 0.3**0.592),
        (talent.staying, (1, 0.592, 1.2, 0.3, 0), 1),
        (talent.staying, (0.4, 1, 1, 0.3, np.log(1.25)), 0.5),
        (talent.staying, (0.8, 1, 1, 0.3, np.log(2)), 1),
        (talent.sector_choice, (0.2, 1, 2.5, 0), 0.2),
        (talent.sector_choice, (0.2, 2, 1, 0), 1 / 3),
        (talent.sector_choice, (0.2, 1, 2.5, np.log(2)), 1 / 3),
        (talent.graduates_home, (300, 0.5, 0.4), 360),
        (talent.choosing_sector, (300, 0.5, 0.4, 0.25), 60),
        (talent.choosing_other, (300, 0.5, 0.4, 0.25), 180),
        (migration.migrants_willing, (1000, 1.2, 0.5, 1, 1.5, 0, 0, 0.4, 0), 600),
        (migration.migrants_willing, (1000, 1.2, 0.5, 1, 1.5, np.log(2), 0, 0.4, 0), 1200),
        (migration.migrants_willing, (1000, 1.2, 0.5, 1, 1.5, 0, 100, 0.4, 0), 640),
        (migration.migrants_willing, (1000, 1.2, 0.5, 1, 1.5, 0, 100, 0.4, 1), 0),
        (migration.migrants_applying, (600, 2, 1, 0.93), 279),
        (migration.migrant_exit_hazard, (0.12, 4, 0.5), 0.24),
        (migration.migrants_leaving, (1000, 0.12), 120),
        (migration.migrants_settling, (1000, 8), 125),
        (migration.migrants_present_initial, (5000, 0.06, 0), 300),
        (talent.outside_initial, (95000, 0.16), 15200),
        (talent.returning, (10000, 100, 0.01, 0.01, 0.6, 1, 2.5, 1, 0.25), 100),
        (talent.returning, (10000, 3200, 0.01, 0.01, 0.6, 1, 2.5, 1, 0.25), 400),
        (talent.returning, (10000, 0, 0.01, 0.01, 0.6, 1, 2.5, 1, 0.25), 0),
        (talent.returning, (10000, 100, 0.01, 0.01, 0.6, 1, 2.5, 1.03, 0.25), 103),
        (talent.retraining, (10000, 200, 0.25), 200),
        (talent.retraining, (10, 500, 0.25), 20),
        (talent.outside_retirement, (10000, 0.02), 200),
        (talent.giving_up, (1000, 0.35, 0.2, 1, 0), 550),
        (talent.giving_up, (1000, 0.35, 0.2, 2, np.log(1.4)), 650),
        (talent.trades_demand, (8000, 4000, 0.5), 2**0.5),
        (migration.arrival_time, (0.5, 0.6, 0.115), 0.569),
        (migration.approval, (0.93, 0.5, 0.02), 0.9207),
        (talent.seekers_emigrating, (1000, 0.03), 30),
        (talent.seekers_initial, (250, 1.5), 375),
        (kept_away.refusals_forgotten, (100, 0.1), 10),
    ],
)
def test_known_answers(equation: Equation, arguments: tuple[float, ...], answer: float) -> None:
    assert equation(*arguments) == pytest.approx(answer)


def test_intake_room_is_what_places_leave() -> None:
    wanting = along("origin", 900, 400, 300)
    assert talent.intake_room(wanting, 1000, 1.2).item() == pytest.approx(0.75)
    assert talent.intake_room(wanting, 1000, 2).item() == 1
    assert talent.intake_room(0 * wanting, 0, 1.2).item() == 1


def test_the_directed_part_of_graduates_is_at_most_all() -> None:
    finishing, mix = along("origin", 225, 25, 0), along("origin", 0.9, 0.1, 0)
    assert talent.directed_share(10, mix, finishing, 2.5).ravel() == pytest.approx([0.1, 0.1, 0])
    assert talent.directed_share(500, mix, finishing, 2.5).ravel() == pytest.approx([1, 1, 0])
    assert talent.directed_share(0, mix, 0 * finishing, 2.5).ravel() == pytest.approx([0, 0, 0])


def test_totals_over_origin_and_level_lose_nobody() -> None:
    people = along("origin", 1, 2, 3) * along("level", 1, 10, 100)
    assert talent.graduates_outside(people).ravel().tolist() == [6, 60, 600]
    assert migration.migrant_arrivals(people).ravel().tolist() == [6, 60, 600]
    assert migration.migrants_joining(people).ravel().tolist() == [111, 222, 333]


def test_movers_go_where_the_draw_is_and_nobody_is_lost() -> None:
    """Ten of a hundred look everywhere; nine vacancies here and one there draw nine of them and one."""
    chosen = along("origin", 60, 30, 10) * along("place", 1, 2)
    looking = first_job.looking_everywhere(chosen, 0.1, 0)
    assert looking.ravel() == pytest.approx([10, 20])
    draw = first_job.draw_of_place(along("place", 9, 1), 1, 2.5, 1, 0.9, 0)
    elsewhere = first_job.first_jobs_elsewhere(looking, first_job.draw_share(draw))
    assert elsewhere.ravel() == pytest.approx([27, 3])
    assert first_job.graduates_seeking(chosen, looking, elsewhere).ravel() == pytest.approx([117, 183])


def test_where_nothing_is_open_graduates_stay_and_nobody_goes_abroad() -> None:
    looking = along("place", 10, 20)
    assert first_job.first_jobs_elsewhere(
        looking, first_job.draw_share(0 * looking)
    ).ravel() == pytest.approx([10, 20])
    draw = first_job.draw_of_place(along("place", 4, 50), 1.1, 2, 1.2, 1, along("place", 0, 1))
    assert draw.ravel() == pytest.approx([4 * 1.1**2 / 1.2, 0])


def test_emigration_never_exceeds_the_hazard() -> None:
    present, leaving, seekers = (
        along("origin", 0, 50, 50),
        along("origin", 0, 5, 5),
        along("level", 10, 10, 10),
    )
    assert migration.emigration_rate(leaving, present, 470, seekers).item() == pytest.approx(0.02)
    assert migration.emigration_rate(leaving, present, 0, 0 * seekers).item() == pytest.approx(0.1)
    assert migration.emigration_rate(0 * leaving, 0 * present, 0, 0 * seekers).item() == 0


def test_leavers_are_graduates_and_workers() -> None:
    home = along("level", 1, 2, 3) * along("origin", 0, 1, 1)
    assert migration.leavers(home, 0.02, 900, along("level", 20, 30, 50), 0).item() == pytest.approx(12 + 20)


def test_people_kept_away_are_counted_by_cause() -> None:
    willing = along("origin", 0, 100, 100)
    approval = along("origin", 1, 1, 0.9)
    assert kept_away.refused(willing, approval).item() == pytest.approx(10)
    present, rate = along("origin", 0, 50, 50), along("origin", 0, 0.1, 0.1)
    deterred = kept_away.deterred_by_rents(
        willing, approval, willing * approval * 0.8, present * rate, present, rate
    )
    assert deterred.item() == pytest.approx(38)
    assert kept_away.exit_rate(along("level", 1, 2, 3), 100, 0.02, 0.03).item() == pytest.approx(0.11)
    lost = kept_away.lost_to_school(
        along("origin", 100, 0, 0),
        along("origin", 80, 0, 0),
        0.9,
        along("level", 0.5, 0.5, 1),
        along("origin", 1, 0, 0),
        0.2,
    )
    assert lost.ravel() == pytest.approx((100 - 80 * 0.9) * np.array([0.5, 0.5, 1]) * 0.2)
    study, share = along("place", 10, 20), along("place", 0.9, 0.1)
    assert kept_away.turned_away(study, 0.5, share, 0).ravel() == pytest.approx([5 + 13.5, 10 + 1.5])
    assert kept_away.turned_away(study, 0.5, 0 * share, 0).ravel() == pytest.approx([10, 20])


PEOPLE = [
    "freshers",
    "halfway__1",
    "finishing",
    "graduated",
    "migrants__1",
    "outside",
    "retrained__1",
    "seekers",
    "novices",
    "experienced",
]
COME = ("enrolment", "migrants_applying")
GO = ("dropout", "graduates_home", "seekers_emigrating", "outside_retirement", "retirement")


def test_books_of_people_close_and_nobody_is_below_zero() -> None:
    """Start + in − out, in the Netherlands: people come and go by declared flows, and no other way."""
    model, clock, run = simulate(
        lambda times, staff: staff * np.exp(np.where(times < 2020, 0.08, -0.05) * (times - 2010)),
        drivers={
            "training_places": lambda t: np.where(t > 2015, 300.0, 0.0),
            "retraining_places": lambda t: np.where(t > 2015, 100.0, 0.0),
        },
    )
    home = model.axes.cells.place != model.axes.index("place", "abroad")

    def count(values: dict[str, np.ndarray], name: str) -> float:
        array = values[name]
        if "cell" in model.declarations[name].axes:
            return float(array[:, :, :, :, home].sum())
        return float(array[:, :, :-1].sum())

    abroad = model.axes.index("place", "abroad")
    assert abroad == len(model.axes.labels["place"]) - 1
    net = 0.0
    for step in run.seen:
        staff_gone = step["emigration_rate_of_cell"] * step["staff_of_level"]
        emigrated = float(staff_gone[:, :, :, :, home].sum())
        come = sum(count(step, name) for name in COME)
        net += clock.dt * (come - sum(count(step, name) for name in GO) - emigrated)
    start = sum(count(run.seen[0], name) for name in PEOPLE)
    end = sum(count(run.closed[-1], name) for name in PEOPLE)
    assert end - start == pytest.approx(net, abs=1e-9 * start)
    assert max(float(step["laid_off"].max()) for step in run.seen) > 0
    assert max(float(step["retrained"].max()) for step in run.seen) > 0
    for step in run.closed:
        for name in (*PEOPLE, "migrants_present", "school_interest"):
            assert step[name].min() >= 0, name


@pytest.mark.parametrize(
    "changes",
    [
        {"entrants_initial": 0.0},
        {"migrants_per_vacancy": 0.0},
        {"trained_initial": 0.0},
        {"entrants_initial": 0.0, "migrants_per_vacancy": 0.0, "trained_initial": 0.0},
        {"hiring_limit": 0.0},
        {"rent_response": 40.0},
        {"study_places_ratio": 0.0},
    ],
)
def test_extremes_stay_finite_and_above_zero(changes: dict[str, float]) -> None:
    model, _, run = simulate(growing(0.15), changes=changes)
    for name, it in model.of(type(model.declarations["seekers"])).items():
        for step in run.closed:
            assert np.isfinite(step[name]).all(), name
            if not it.signed:
                assert step[name].min() >= 0, name


def test_nothing_jumps_at_the_start() -> None:
    """Steady growth: staff wanted that grows as before the start leaves flows where they are."""
    _, _, run = simulate(lambda times, staff: staff * np.exp(0.03 * (times - 2010)))
    for name in ("graduates", "enrolment", "maturing", "retirement"):
        first, later = run.seen[0][name], run.seen[4][name]
        assert abs(later.sum() / first.sum() - 1) < 0.03, name


def test_more_training_means_more_graduates_and_seekers() -> None:
    _, _, less = simulate(growing(0.06))
    _, _, more = simulate(
        growing(0.06), drivers={"training_places": lambda t: np.where(t > 2015, 500.0, 0.0)}
    )
    assert more.seen[-1]["graduates"].sum() > less.seen[-1]["graduates"].sum()
    assert more.seen[-1]["staff"].sum() > less.seen[-1]["staff"].sum()


def test_pull_policy_brings_migrants() -> None:
    _, _, base = simulate(growing(0.06))
    _, _, pulled = simulate(
        growing(0.06), drivers={"migration_pull_policy": lambda t: np.where(t > 2020, 0.3, 0.0)}
    )
    assert pulled.seen[200]["migrants"].sum() > base.seen[200]["migrants"].sum()


def test_retraining_brings_people_sooner_than_school() -> None:
    """After a year and a half of 500 places more most retrained people seek, and few of those at school."""
    gained = []
    base = simulate(growing(0.06), clock=Clock(2010.0, 2017.5, 0.0625))[2]
    for name in ("training_places", "retraining_places"):
        places = {name: lambda t: np.where(t > 2016, 500.0, 0.0)}
        more = simulate(growing(0.06), drivers=places, clock=Clock(2010.0, 2017.5, 0.0625))[2]
        gained.append(
            sum(step["retrained"].sum() + step["choosing_sector"].sum() for step in more.seen)
            - sum(step["retrained"].sum() + step["choosing_sector"].sum() for step in base.seen)
        )
    assert gained[1] > 3 * gained[0] > 0, gained
