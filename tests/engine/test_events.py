"""Each kind of event moves an outcome; rounds award what the record says; draws are keyed by event."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sim.ensemble.streams import Streams
from sim.inputs.scenarios import Case
from sim.processes.waits import Numbers
from sim.results.binding import lost_by_cause
from sim.results.headline import by_place
from sim.run.block import simulate
from sim.run.recorded import Recorded
from sim.run.settings import Settings
from sim.run.words import EVENTS
from tests.engine.conftest import figure, in_year

Run = Callable[..., Recorded]


def without(what: str) -> dict[str, bool]:
    return {each: each != what for each in EVENTS}


def test_without_projects_nothing_waits_for_a_permit(recorded: Run) -> None:
    base, off = recorded(), recorded(events=without("projects"))
    assert (figure(base, "capacity_waits_permit").max(axis=0) > 0).all()
    assert (figure(base, "capacity_waits_nitrogen").max(axis=0) > 0).all()
    assert figure(off, "capacity_waits_permit").max() == 0
    assert figure(off, "capacity_waits_nitrogen").max() == 0
    assert figure(off, "expansion_lost").max() == 0


def test_without_grid_nobody_queues_for_power(recorded: Run) -> None:
    base, off = recorded(), recorded(events=without("grid"))
    assert (figure(base, "mw_queued")[in_year(base, 2030)] > 0).all()
    assert figure(off, "mw_queued").max() < 1e-6


def test_without_grid_nothing_lost_is_put_down_to_it(recorded: Run) -> None:
    """Power that is missing with its project goes to what the project waits for; causes add up to the gap."""
    base, off = recorded(), recorded(events=without("grid"))
    for run in (base, off):
        causes = lost_by_cause(run)
        gap = by_place(run, "output_desired") - by_place(run, "output")
        told = sum(causes.values(), np.zeros(1))
        np.testing.assert_allclose(told, gap, atol=1e-6 * by_place(run, "output").max())
        assert all((part >= -1e-9).all() for part in causes.values())
    assert (lost_by_cause(base)["capacity_grid"].sum(axis=(0, 1)) > 0).all()
    lost, limited = lost_by_cause(off), by_place(off, "output_lost_power").sum()
    assert limited > 0, "power is a limit there too"
    assert lost["capacity_grid"].max() < 1e-6
    assert lost["power"].sum() < 1e-5 * limited, "hardly any power is short beyond its projects"


def test_without_subsidies_less_rd_is_caused(recorded: Run) -> None:
    base, off = recorded(), recorded(events=without("subsidies"))
    at = in_year(base, 2025)
    assert (figure(base, "rd_caused")[at] > figure(off, "rd_caused")[at]).all()


def test_the_round_of_the_letter_awards_and_pays_what_it_says(recorded: Run) -> None:
    base = recorded()
    log = base.events
    awards = log[(log["kind"] == "awarded") & log["identity"].str.startswith("ipcei_me_ct")]
    each = awards.groupby("member")["amount"].sum()
    assert len(each) == len(base.members)
    np.testing.assert_allclose(each, 220.5, rtol=0, atol=1e-9)
    paid = base.money["ipcei_me_ct"].amounts["paid"][: in_year(base, 2032) + 1].sum(axis=0)
    np.testing.assert_allclose(paid, 220.5, rtol=0, atol=1e-9)


def building_times(log: pd.DataFrame) -> pd.Series:
    """Years that building takes, by member and project: it begins when power, and then a crew, is there."""
    moments = log[log["kind"].isin(["connected", "building_begun", "commissioned"])]
    table = moments.pivot_table(index=["member", "identity"], columns="kind", values="time")
    table = table.dropna(subset=["connected", "commissioned"])
    return table["commissioned"] - table["building_begun"].fillna(table["connected"])


def test_events_are_keyed_by_what_they_are(
    case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With subsidies off, project k of a cell draws the same for its permit and takes as long to build."""
    original = Streams.uniform
    drawn: list[dict[tuple[str, int, int], float]] = []

    def noted(self: Streams, name: str, member: int, ordinal: int) -> float:
        value = original(self, name, member, ordinal)
        drawn[-1][name, member, ordinal] = value
        return value

    asked = Numbers.__call__

    def noted_by_position(self: Numbers, member: int, ordinal: int) -> float:
        value = asked(self, member, ordinal)
        drawn[-1][self._name, member, ordinal] = value
        return value

    monkeypatch.setattr(Streams, "uniform", noted)
    monkeypatch.setattr(Numbers, "__call__", noted_by_position)
    logs = []
    columns = ["member", "time", "kind", "identity", "place", "segment", "amount", "unit"]
    for events in (without(""), without("subsidies")):
        drawn.append({})
        result = simulate(case(), Settings(events=events), range(4))
        logs.append(pd.DataFrame(result.events, columns=columns))
    permits = [{key: u for key, u in one.items() if key[0].startswith("permit/")} for one in drawn]
    common = permits[0].keys() & permits[1].keys()
    assert len(common) > 0.9 * len(permits[0])
    assert all(permits[0][key] == permits[1][key] for key in common)
    assert not any(name.startswith(("call_to_award", "drop_out")) for name, _, _ in drawn[1])
    one, other = (building_times(log) for log in logs)
    both = one.index.intersection(other.index)
    assert len(both) > 0.9 * len(one)
    np.testing.assert_allclose(one[both], other[both], rtol=0, atol=1e-9)
