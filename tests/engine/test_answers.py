"""What each scenario answers is pinned, so that a change which moves an answer is seen in review."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks import answers

PINNED = yaml.safe_load(answers.PINNED.read_text(encoding="utf-8"))
CASES = [(name, figure) for name in PINNED for figure in PINNED[name].get("bound", {})]


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, answers.Answer]]:
    return answers.answers()


def test_every_scenario_has_a_bound_and_a_reason() -> None:
    assert list(PINNED) == answers.scenarios()
    for name, one in PINNED.items():
        assert one["bound"], name
        assert len(one["why"]) > 20, name


def test_no_answer_has_moved_untold(found: dict[str, dict[str, answers.Answer]]) -> None:
    assert answers.moves(found, PINNED) == [], 'python benchmarks/answers.py --write "why"'


@pytest.mark.parametrize(("name", "figure"), CASES)
def test_an_answer_is_within_what_reason_allows(
    name: str, figure: str, found: dict[str, dict[str, answers.Answer]]
) -> None:
    low, high = PINNED[name]["bound"][figure]
    assert low <= found[name][figure].value <= high, PINNED[name]["why"]


def test_a_move_is_told_and_the_file_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {"share": answers.Answer(-0.02, 0.001)}
    pinned: dict[str, Any] = {
        "x": {"bound": {"share": [-1, 0]}, "why": "y", "share": {"value": -0.01, "error": 0.001}}
    }
    (line,) = answers.moves({"x": figures}, pinned)
    assert line == "x: share from -0.01 to -0.02 percentage points (± 0.001)"
    renewed = answers.renewed({"x": figures}, pinned)
    assert renewed["x"]["bound"] == {"share": [-1, 0]}
    assert answers.moves({"x": figures}, renewed) == []
    assert answers.moves({"x": {"share": answers.Answer(-0.0101, 0.001)}}, pinned) == []
    told = tmp_path / "answers.md"
    told.write_text("# Answers\n\n<!-- newest first -->\n")
    monkeypatch.setattr(answers, "TOLD", told)
    answers.tell([line], "a reason")
    assert f": a reason\n\n- {line}\n" in told.read_text()
