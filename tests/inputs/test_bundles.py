"""Bundles of policy: overlays of several scenarios, which reach the run alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.command.identity import content_key
from sim.inputs import resources
from sim.inputs.faults import Faults
from sim.inputs.scenarios import compose

Write = Callable[[str, str], Path]
HEAD = 'title: {en: "Mine"}\nwhy: "a hypothesis"\n'


@pytest.fixture
def overlay(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Writes the overlay 'bundle' into a copy of what is shipped."""
    shipped = resources.root()
    for folder in ("configs", "scenarios"):
        shutil.copytree(shipped / folder, tmp_path / "home" / folder)
    monkeypatch.setenv("SIM_HOME", str(tmp_path / "home"))

    def write_overlay(text: str) -> None:
        path = tmp_path / "home" / "configs" / "overlays" / "bundle.yaml"
        path.write_text(HEAD + text, encoding="utf-8")

    return write_overlay


def test_a_bundle_adds_its_scenarios_to_the_run_alone(overlay: Callable[[str], None]) -> None:
    overlay("scenarios: [grid_first, ipcei_boost.delay_12]\n")
    both = compose("baseline", ["bundle", "downturn"])
    apart = [compose(name) for name in ("grid_first", "ipcei_boost.delay_12")]
    assert set(both.changes) == {change for one in apart for change in one.changes}
    assert content_key(both.base) == content_key(compose("baseline", ["downturn"]).run)
    assert not both.is_base
    assert both.run.name == "baseline"
    assert both.notes == (
        "what grid_first, ipcei_boost, ipcei_boost.delay_12 set reaches the run alone, not its base",
    )


def test_a_bundle_takes_what_a_scenario_says_and_not_what_it_builds_on(
    overlay: Callable[[str], None], write: Write
) -> None:
    write("after", HEAD + "base: letter_only\ninstruments:\n  chips_ju: {money: [[2023, 70]]}\n")
    overlay("scenarios: [after]\n")
    run = compose("baseline", ["bundle"]).run
    assert run.instruments["chips_ju"].money == ((2023.0, 70.0),)
    assert run.decided_until is None


def test_what_the_scenario_is_already_is_not_added_twice(overlay: Callable[[str], None]) -> None:
    overlay("scenarios: [grid_first, talent_push]\n")
    assert compose("grid_first", ["bundle"]).changes == compose("talent_push", ["bundle"]).changes


@pytest.mark.parametrize(
    ("scenario", "bundle", "says"),
    [
        (
            "mine",
            "grid_first",
            "mine and grid_first both set instruments.grid_reinforcement_brainport.quantity",
        ),
        (
            "baseline",
            "grid_first, mine",
            "grid_first and mine both set instruments.grid_reinforcement_brainport",
        ),
        ("baseline", "baseline", "the baseline changes nothing; leave it out"),
        ("baseline", "grid_frist", "Did you mean 'grid_first'?"),
    ],
)
def test_is_refused(
    scenario: str, bundle: str, says: str, overlay: Callable[[str], None], write: Write
) -> None:
    write("mine", HEAD + "instruments:\n  grid_reinforcement_brainport: {quantity: [[2031, 600]]}\n")
    overlay(f"scenarios: [{bundle}]\n")
    with pytest.raises(Faults) as raised:
        compose(scenario, ["bundle"])
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("parameters: {downturn_depth: 0.1}\nmoney_cap: 500\n", "only a bundle of policy has money to cap"),
        ("scenarios: [grid_first]\nmoney_cap: -5\n", "must be above 0"),
        ("scenarios: [grid_first]\nmoney_cap: much\n", "must be a number"),
    ],
)
def test_a_cap_that_is_none_is_refused(text: str, says: str, overlay: Callable[[str], None]) -> None:
    overlay(text)
    with pytest.raises(Faults) as raised:
        compose("baseline", ["bundle"])
    assert says in str(raised.value)


@pytest.mark.parametrize("text", ["", "scenarios: [grid_first]\nparameters: {downturn_depth: 0.1}\n"])
def test_an_overlay_is_a_future_or_a_bundle(text: str, overlay: Callable[[str], None]) -> None:
    overlay(text)
    with pytest.raises(Faults) as raised:
        compose("baseline", ["bundle"])
    assert "either parameters (a future) or scenarios (a bundle of policy)" in str(raised.value)
