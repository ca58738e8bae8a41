"""The past stands: no scenario or variant that is shipped changes anything before known until."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sim.inputs.scenarios import Case, Evidence, compose, known_scenarios
from sim.run.engine import run_case
from sim.run.recorded import Recorded
from sim.run.settings import Settings

SHORT = Settings(members=2, workers=1, end=2026.0)
NAMES = sorted(known_scenarios())


def changed_before(run: Recorded, base: Recorded, until: float) -> Iterator[str]:
    """Outcomes and money that differ in a year before `until`, in any member, by any bit."""
    past = run.years < until
    for name, series in run.values.items():
        if not np.array_equal(series[past], base.values[name][past]):
            yield name
    for name in run.money.keys() | base.money.keys():
        amounts = [one.money[name].amounts for one in (run, base) if name in one.money]
        paid = [one["paid"][past] for one in amounts]
        if not np.array_equal(paid[0], paid[1] if len(paid) == 2 else 0 * paid[0]):
            yield f"money of {name}"


@pytest.fixture(scope="module")
def bases() -> dict[str, Recorded]:
    """Runs by what they are of, each once."""
    return {}


def ran(bases: dict[str, Recorded], case: Case) -> Recorded:
    if case.name not in bases:
        bases[case.name] = run_case(case, SHORT)
    return bases[case.name]


@pytest.mark.parametrize("name", NAMES)
def test_the_past_stands(name: str, evidence: Evidence, bases: dict[str, Recorded]) -> None:
    request = compose(name, evidence=evidence)
    base = ran(bases, request.base)
    assert list(changed_before(run_case(request.run, SHORT), base, SHORT.known_until)) == []


def test_what_changes_the_past_is_seen(evidence: Evidence, bases: dict[str, Recorded]) -> None:
    """So that the test above can fail: more money in a round awarded in 2023."""
    more = {"ipcei_me_ct": {"money": [[2024, 55.125], [2032, 0]]}}
    request = compose("baseline", instrument_overrides=more, evidence=evidence)
    found = set(changed_before(run_case(request.run, SHORT), ran(bases, request.base), SHORT.known_until))
    assert {"rd_caused", "paid", "money of ipcei_me_ct"} <= found


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("ipcei_me_ct: {money: [[2024, 55.125], [2032, 0]]}", True),
        ("ipcei_me_ct: {targets: {large_firms: 0.0}}", True),
        ("chips_ju: {money: [[2023, 40]]}", True),
        ("chips_ju: {money: [[2023, 35], [2024, 135]]}", False),
        ("ipcei_second_call: {money: [[2027, 30], [2035, 0]]}", False),
    ],
)
def test_a_file_that_changes_the_past_is_told(
    entry: str, says: bool, evidence: Evidence, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"title: Mine\nwhy: hypothesis\ninstruments:\n  {entry}\n", encoding="utf-8")
    told = [one for one in compose(str(file), evidence=evidence).warnings if "before 2024" in one]
    assert bool(told) == says
