"""Every shipped scenario and overlay asks a question and marks each amount as record or hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.inputs.finding import find_overlay, find_scenario
from sim.inputs.marks import marks
from sim.inputs.scenarios import known_overlays, known_scenarios, load_overlay, load_scenario

Write = Callable[[str, str], Path]


@pytest.mark.parametrize("name", [name for name in known_scenarios() if name != "baseline"])
def test_a_shipped_scenario_marks_its_amounts(name: str) -> None:
    assert load_scenario(name).question.endswith("?")
    unmarked = [".".join(entry) for entry, mark in marks(find_scenario(name)).items() if not mark]
    assert unmarked == [], "write record or hypothesis in their source, why or a comment beside them"


@pytest.mark.parametrize("name", known_overlays())
def test_a_shipped_overlay_marks_its_amounts(name: str) -> None:
    overlay = load_overlay(name)
    assert overlay.question.endswith("?")
    found = marks(find_overlay(name))
    assert found or overlay.parts  # a bundle sets nothing itself: its scenarios carry the marks
    unmarked = [".".join(entry) for entry, mark in found.items() if not mark]
    assert unmarked == [], "write record or hypothesis in a comment beside them"


def test_marks_are_read_beside_the_amount_and_nowhere_else(write: Write) -> None:
    path = write(
        "mine",
        """title: {en: Mine}
why: record and hypothesis
instruments:
  one: {money: [[2025, 1]]}   # record
  # hypothesis: twice
  two:
    money: [[2025, 2]]
  three:
    money: [[2025, 3]]
    source: "a hypothesis on a record"
  four: {money: [[2025, 4]], source: recorded}
settings:
  grid_priority: societal  # Hypothesis
triggers:
  - name: act
    why: hypothesis
""",
    )
    assert marks(path) == {
        ("instruments", "one"): "record",
        ("instruments", "two"): "hypothesis",
        ("instruments", "three"): "record, hypothesis",
        ("instruments", "four"): "",
        ("settings", "grid_priority"): "hypothesis",
        ("triggers", "act"): "hypothesis",
    }
