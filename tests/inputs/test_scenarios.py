"""Composing: what reaches the run, what reaches its base, and what is refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from sim.inputs import instruments, resources
from sim.inputs.faults import Faults
from sim.inputs.finding import find_scenario
from sim.inputs.instruments import MODELLED
from sim.inputs.scenarios import Evidence, compose, known_scenarios, load_evidence

Write = Callable[[str, str], Path]
HEAD = 'title: {en: "Mine"}\nwhy: "a hypothesis"\n'


def message(raised: pytest.ExceptionInfo[Faults]) -> list[str]:
    return str(raised.value).splitlines()


def test_the_baseline_is_its_own_base(evidence: Evidence) -> None:
    request = compose("baseline", evidence=evidence)
    assert request.is_base
    assert request.changes == request.notes == request.warnings == ()


def test_the_scenario_reaches_the_run_alone_and_the_command_line_both(
    evidence: Evidence, write: Write
) -> None:
    write(
        "mine",
        HEAD
        + "parameters:\n  stay_rate: {other: 0.5}\ninstruments:\n  grant: {money: [[2024, 55], [2030, 0]]}\n",
    )
    request = compose("mine", parameter_overrides={"lag": 5}, evidence=evidence)
    assert request.run.parameters["lag"].at() == request.base.parameters["lag"].at() == 5
    assert request.run.parameters["stay_rate"].at("other") == 0.5
    assert request.base.parameters["stay_rate"].at("other") == 0.4
    assert request.run.instruments["grant"].money == ((2024.0, 55.0), (2030.0, 0.0))
    assert request.base.instruments["grant"].money == ((2024.0, 27.5), (2032.0, 0.0))
    assert not request.is_base
    assert request.base.name == "baseline"
    assert request.changes == (
        "parameters.stay_rate.other: 0.4 → 0.5 (unit 1)",
        "instruments.grant.money: [[2024, 27.5], [2032, 0]] → [[2024, 55], [2030, 0]]",
    )


def test_what_the_scenario_sets_itself_the_command_line_changes_in_the_run_alone(
    evidence: Evidence, write: Write
) -> None:
    write("mine", HEAD + "parameters:\n  stay_rate: {other: 0.5}\n")
    request = compose(
        "mine", parameter_overrides={"stay_rate": {"other": 0.45, "eu": 0.25}}, evidence=evidence
    )
    assert request.run.parameters["stay_rate"].at("other") == 0.45
    assert request.base.parameters["stay_rate"].at("other") == 0.4
    assert (
        request.run.parameters["stay_rate"].at("eu") == request.base.parameters["stay_rate"].at("eu") == 0.25
    )
    assert request.notes == (
        "parameters.stay_rate.other = 0.45: the scenario sets this itself, so it changes mine alone",
    )


def test_instruments_of_the_command_line_reach_the_run_alone(evidence: Evidence) -> None:
    request = compose("baseline", instrument_overrides={"grant": {"money": 0}}, evidence=evidence)
    assert not request.is_base
    assert request.run.instruments["grant"].money == ((2024.0, 0.0), (2032.0, 0.0))
    assert request.base.instruments["grant"].money != ()
    half = compose("baseline", instrument_overrides={"grant": {"money": 10}}, evidence=evidence)
    assert half.run.instruments["grant"].money == ((2024.0, 10.0), (2032.0, 0.0))
    off = compose("baseline", instrument_overrides={"grant": {"active": False}}, evidence=evidence)
    assert "grant" not in off.run.instruments
    assert off.changes == ("instruments.grant: in force → not in force",)


def test_parts_of_an_instrument_merge_and_lists_replace(evidence: Evidence) -> None:
    change = {"grant": {"targets": {"large_firms": 0.5}, "delivery": {"nominated_projects": 3}}}
    grant = compose("baseline", instrument_overrides=change, evidence=evidence).run.instruments["grant"]
    assert grant.targets == {
        "segment": {"lithography": 0.5, "chips": 0.4, "metrology": 0.1},
        "large_firms": 0.5,
    }
    assert grant.delivery["nominated_projects"] == 3
    assert grant.delivery["kind"] == "project_round"


def test_a_channel_without_a_model_is_said(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instruments, "MODELLED", ())
    request = compose("baseline", instrument_overrides={"box": {"money": 0}}, evidence=evidence)
    assert request.warnings == (
        "instruments.box: channel profit_box is not yet modelled, so this changes nothing",
    )
    assert not evidence.instruments["box"].modelled


def test_variants_build_on_a_parent(evidence: Evidence, write: Write) -> None:
    write(
        "parent",
        HEAD + "decided_until: 2024.0\n"
        "instruments:\n  grant: {money: [[2024, 50], [2030, 0]]}\nparameters: {lag: 5}\n",
    )
    write("child", HEAD + "base: parent\nparameters: {lag: 5.5}\n")
    request = compose("child", evidence=evidence)
    assert request.run.instruments["grant"].money == ((2024.0, 50.0), (2030.0, 0.0))
    assert request.run.parameters["lag"].at() == 5.5
    assert request.run.decided_until == 2024.0
    assert request.base.decided_until is None


def test_circles_are_refused(evidence: Evidence, write: Write) -> None:
    write("one", HEAD + "base: two\n")
    write("two", HEAD + "base: one\n")
    with pytest.raises(Faults) as raised:
        compose("one", evidence=evidence)
    path = "scenarios/one.yaml → scenarios/two.yaml → scenarios/one.yaml"
    assert message(raised)[0] == f"scenarios/two.yaml:3  base: goes in a circle: {path}"


def test_scenario_and_overlay_that_set_the_same_are_refused(write: Write) -> None:
    write("mine", HEAD + "parameters: {downturn_depth: 0.1}\n")
    with pytest.raises(Faults) as raised:
        compose("mine", ["downturn"])
    assert message(raised)[0] == (
        "configs/overlays/downturn.yaml:7  parameters.downturn_depth: is also set in scenarios/mine.yaml:3;"
        " keep one of the two"
    )


def test_an_overlay_reaches_both() -> None:
    request = compose("ipcei_boost", ["downturn"], {"downturn_depth": 0.33})
    for case in (request.run, request.base):
        assert case.parameters["downturn_depth"].at() == 0.33
        assert case.parameters["downturn_length"].at() == pytest.approx(18.5 / 12)
    assert request.notes == ("parameters.downturn_depth = 0.33: instead of what overlay downturn sets",)


def test_a_missing_scenario_is_said_with_where_they_are(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("mine", HEAD)
    shipped = len(list((resources.root() / "scenarios").rglob("*.yaml")))
    with pytest.raises(Faults) as raised:
        compose("ipcei_bost")
    assert message(raised) == [
        "Scenario 'ipcei_bost' does not exist. Did you mean 'ipcei_boost'?",
        f"  {shipped} scenarios in scenarios/, 1 in ./scenarios: python -m sim list scenarios",
        "1 fault; nothing was run.",
    ]


def test_two_files_with_one_name_are_an_error_that_names_both(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, evidence: Evidence
) -> None:
    own = write("mine", HEAD)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "mine.yaml").write_text(HEAD, encoding="utf-8")
    monkeypatch.setenv("SIM_SCENARIO_PATH", str(tmp_path / "more"))
    with pytest.raises(Faults) as raised:
        compose("mine", evidence=evidence)
    assert message(raised)[0] == (
        "Two scenarios are called 'mine': scenarios/mine.yaml and more/mine.yaml."
        " Rename one, or give the path of one"
    )
    assert compose(str(own), evidence=evidence).run.name == "mine"


def test_all_faults_of_a_file_in_one_list(evidence: Evidence, write: Write) -> None:
    write(
        "my_plan", HEAD + "instruments:\n  grant:\n    mony: 3\nparameters:\n  stay_rate:\n    other: 1.4\n"
    )
    with pytest.raises(Faults) as raised:
        compose("./scenarios/my_plan.yaml", evidence=evidence)
    assert message(raised) == [
        "scenarios/my_plan.yaml:5  instruments.grant.mony: unknown key. Did you mean 'money'?",
        "scenarios/my_plan.yaml:8  parameters.stay_rate.other = 1.4: beyond its limits, 0 to 1 (unit 1)",
        "2 faults; nothing was run.",
    ]


def test_there_is_one_baseline(evidence: Evidence, write: Write) -> None:
    own = write("baseline", HEAD)
    with pytest.raises(Faults) as raised:
        compose(str(own), evidence=evidence)
    assert "the name 'baseline' is taken" in message(raised)[0]


@pytest.mark.parametrize("text", ["title: ${oc.env:HOME}\nwhy: x\n", HEAD + "hydra: {run: {dir: x}}\n"])
def test_a_scenario_is_never_a_configuration(text: str, evidence: Evidence, write: Write) -> None:
    write("mine", text)
    with pytest.raises(Faults):
        compose("mine", evidence=evidence)


@pytest.mark.parametrize("name", sorted(known_scenarios()))
def test_every_shipped_scenario_composes_and_changes_something(name: str) -> None:
    request = compose(name)
    assert request.is_base == (name == "baseline")
    assert bool(request.changes) == (name != "baseline")
    assert request.warnings == ()


def test_every_shipped_instrument_has_its_grounds() -> None:
    for name, one in load_evidence().instruments.items():
        assert set(one.title) == {"nl", "en"}, name
        acts = one.effect or one.channel == "housing" or one.payer == "tariffs"  # MW stand in other entries
        assert one.channel not in MODELLED or not one.money or acts, name


def test_ipcei_is_the_money_of_the_letter() -> None:
    path = load_evidence().instruments["ipcei_me_ct"].money
    paid = sum(amount * (after[0] - date) for (date, amount), after in pairwise(path))
    assert paid == pytest.approx(220.5)


@pytest.mark.parametrize("make", [lambda path: path.symlink_to(path.name), os.mkfifo])
def test_what_is_no_file_is_not_opened(make: Callable[[Path], None], tmp_path: Path) -> None:
    """A link to itself, and a pipe, which would be waited for."""
    make(tmp_path / "plan.yaml")
    with pytest.raises(Faults, match=r"plan\.yaml is no file that can be read"):
        find_scenario(str(tmp_path / "plan.yaml"))
