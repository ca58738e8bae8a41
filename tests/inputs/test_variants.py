"""Variants of scenarios: found by parent.variant, built on that parent, refused under another name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.inputs.faults import Faults
from sim.inputs.scenarios import Evidence, compose, known_scenarios, parent_of

Write = Callable[[str, str], Path]
HEAD = 'title: {en: "Mine"}\nwhy: "a hypothesis"\n'


def fault(name: str, evidence: Evidence) -> str:
    with pytest.raises(Faults) as raised:
        compose(name, evidence=evidence)
    return str(raised.value).splitlines()[0]


def test_a_variant_is_found_by_name_and_builds_on_its_parent(evidence: Evidence, write: Write) -> None:
    write("plan", HEAD + "instruments:\n  grant: {money: [[2024, 50], [2030, 0]]}\n")
    write("variants/plan.late", HEAD + "base: plan\ninstruments:\n  grant: {delay_award: 1}\n")
    run = compose("plan.late", evidence=evidence).run
    assert run.name == "plan.late"
    assert run.instruments["grant"].money == ((2024.0, 50.0), (2030.0, 0.0))
    assert run.instruments["grant"].delay_award == 1.0
    known = list(known_scenarios())
    assert known.index("plan.late") == known.index("plan") + 1


@pytest.mark.parametrize("base", ["", "base: baseline\n", "base: planet\n"])
def test_a_variant_names_its_parent_as_base(base: str, evidence: Evidence, write: Write) -> None:
    write("plan", HEAD)
    write("planet", HEAD)
    write("variants/plan.late", HEAD + base)
    assert "is by its name a variant of 'plan'; write base: plan" in fault("plan.late", evidence)


def test_a_file_among_the_variants_carries_its_parents_name(evidence: Evidence, write: Write) -> None:
    write("variants/late", HEAD + "base: baseline\n")
    assert "is no name for a variant: write <parent>.<variant>.yaml" in fault("late", evidence)


@pytest.mark.parametrize("name", ["plan.late.later", "plan.", ".plan", "my plan"])
def test_other_names_are_refused(name: str, evidence: Evidence, write: Write) -> None:
    path = write(name, HEAD)
    assert "is no name for a scenario" in fault(str(path), evidence)


def test_the_nearest_name_may_be_a_variant(evidence: Evidence, write: Write) -> None:
    write("plan", HEAD)
    write("variants/plan.late", HEAD + "base: plan\n")
    assert "Did you mean 'plan.late'?" in fault("plan.lat", evidence)


def test_every_shipped_variant_has_its_parent() -> None:
    known = known_scenarios()
    variants = [name for name in known if parent_of(name)]
    assert variants
    assert {parent_of(name) for name in variants} <= set(known)
