"""The twenty questions as data: all there, each asks for what exists, and the page answers each."""

import sys
from pathlib import Path

import pytest
import yaml

DOCS = Path(__file__).resolve().parents[2] / "docs"
ALL = yaml.safe_load((DOCS / "questions.yaml").read_text(encoding="utf-8"))
QUESTIONS = {number: one for number, one in ALL.items() if number != "head"}
KINDS = ("level", "difference", "chance", "rank")


@pytest.fixture(scope="module")
def outcomes():
    from sim.sectors.outcomes import OUTCOMES

    return {name: it for module in OUTCOMES for name, it in vars(module).items() if hasattr(it, "unit")}


def test_twenty_each_with_a_reader_words_and_what_is_missing():
    assert list(QUESTIONS) == list(range(1, 21))
    for one in QUESTIONS.values():
        assert {"who", "question", "runs", "rows", "read", "missing"} == set(one)


@pytest.mark.parametrize("number", QUESTIONS)
def test_rows_ask_for_runs_outcomes_and_labels_that_exist(number, outcomes):
    from sim.inputs.axes import load_axes

    one, labels = QUESTIONS[number], load_axes().labels
    for row in one["rows"]:
        runs = row.get("of", [])
        for run in (runs if isinstance(runs, list) else [runs]) + [row.get("against", "")]:
            assert not run or run in one["runs"]
        for kind in KINDS:
            if kind in row:
                it = outcomes[row[kind]]
                assert "total" not in row or "/year" in it.unit
                for axis, label in row.get("at", {}).items():
                    assert label in labels[axis]
                    assert axis in it.axes or "cell" in it.axes


@pytest.mark.parametrize("number", QUESTIONS)
def test_words_of_every_run_are_in_order(number):
    from sim.command import preflight
    from sim.command.session import Session

    for words in QUESTIONS[number]["runs"].values():
        plain = [word for word in words if not word.startswith("equal_money")]
        plan = preflight.plan([*plain, "members=2"], multirun=False)
        assert not plan.faults
        Session(quiet=True).prepare(plan.points[0].values)


def test_the_page_answers_each_question():
    page = (DOCS / "questions.md").read_text(encoding="utf-8")
    for number, one in QUESTIONS.items():
        assert f"## {number}. {one['question']}\n" in page


def test_a_difference_within_its_error_gets_no_number():
    import numpy as np

    sys.path.insert(0, str(DOCS))
    try:
        from make_questions import Answers
    finally:
        sys.path.remove(str(DOCS))
    from sim.results.key_figures import difference

    members = np.arange(64)
    noise = np.random.default_rng(1).standard_normal(64)
    answers = Answers(64)
    assert "no difference found" in answers.told(difference(noise - noise.mean() + 0.01, members), 1.0, "")
    assert answers.told(difference(noise * 0.01 + 5, members), 1.0, " MW").startswith("+5.0")
