"""The page of the benchmark says what was measured, whichever way it comes out, and what was not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("psutil")

from benchmarks.speed import aims, kept
from benchmarks.speed.inside import after_start
from benchmarks.speed.kept import Measured
from benchmarks.speed.page import SECTIONS, page
from benchmarks.speed.parts import PARTS

TOP = Path(__file__).resolve().parents[2]
PAGE = TOP / "docs" / "benchmarks.md"


def ran(members: int, workers: int, rate: float, start: float = 1.5, memory: float = 900.0) -> dict[str, Any]:
    """A run that takes its start and then goes at a rate."""
    seconds = start + members / rate
    used = {"processor": seconds * workers, "main": memory / 2, "all": memory}
    return {"members": members, "workers": workers, "seconds": seconds, "rate": rate, "start": start, **used}


def whole(members: int, seconds: float) -> dict[str, Any]:
    middle = {"seconds": seconds, "processor": 1.8 * seconds, "main": 0.2 * seconds, "memory": 600.0}
    each = {name: [value] for name, value in middle.items()}
    return {"words": f"members={members}", "members": members, "cores": 2, "each": each, **middle}


def found(*, well: bool) -> dict[str, Any]:
    """Figures of every part with which every aim is reached, or none."""
    slow, most = (1.0, 2_000.0) if well else (4.0, 5_000.0)
    cost = {"each": 0.035, "events": 0.017, "cells": 32}
    more = {"each": 0.039, "events": 0.018, "cells": 36}
    answers = [("python -m sim --help", 0.1), ("python -m sim list", 0.6)]
    return {
        "start": [{"command": name, "seconds": [slow * s] * 3, "processor": [s] * 3} for name, s in answers],
        "profile": {
            "numpy": {"events": 19.0, "equations": 33.0},
            "compiled": {"events": 17.0, "equations": 5.0},
        },
        "costs": {"as it is": cost, "no events": cost},
        "labels": [{"axis": "place", "like": "twente", "more": 1, **more}],
        "rates": [ran(1_000, 1, 28.0), ran(1_000, 2, 50.0)],
        "many-alone": [ran(10_000, 1, 28.0 / slow)],
        "many-shared": [ran(10_000, 2, 50.0 if well else 7.0)],
        "ahead": {
            "until": 2017,
            "runs": [ran(1_000, 2, 200.0), ran(100_000, 2, 200.0 / slow, memory=most)],
        },
        "commands": [whole(1_000, 20.0 * slow)],
        "largest": [whole(10_000, 100.0 * slow)],
        "memory": [{"members": 100_000, "until": 2013, "processor": 60.0, "main": most}],
        "pysd": {"reading": 25.0, "running": 30.0 / slow, "years": 29},
    }


def measured(parts: dict[str, Any], **more: Any) -> dict[str, Measured]:
    how = {
        "seconds": 60.0,
        "other_work": 0.01,
        "engine": "one",
        "machine": "2 cores",
        "quick": False,
        **more,
    }
    return {name: Measured(one, **how) for name, one in parts.items()}


@pytest.mark.parametrize(("well", "verdict"), [(True, "yes"), (False, "no")])
def test_an_aim_is_judged_by_its_figure_and_says_what_limits_it(well: bool, verdict: str) -> None:
    rows = list(aims.aims(found(well=well)))
    assert {row.verdict for row in rows} == {verdict}, [row for row in rows if row.verdict != verdict]
    limits = [line for line in aims.lines(found(well=well)) if line.startswith("- ")]
    assert len(limits) == (0 if well else len(rows))


def test_the_start_of_workers_does_not_make_few_members_slow() -> None:
    few, many = ran(1_000, 2, 200.0), ran(100_000, 2, 190.0)
    assert many["members"] / many["seconds"] > 1.2 * few["members"] / few["seconds"]
    row = next(
        it for it in aims.aims({"ahead": {"until": 2017, "runs": [few, many]}}) if "after the start" in it.aim
    )
    assert row.reached
    assert row.measured == "0.95 at 100,000 (1.23 with the start)"


def test_a_rate_after_the_start_is_that_of_blocks_that_come_steadily() -> None:
    blocks = [(2.0 + 0.5 * (at // 2 + 1), 64 * (at + 1)) for at in range(10)]  # two workers
    rate, start = after_start(blocks, blocks[-1][0], 2)
    assert rate == pytest.approx(2 * 64 / 0.5)
    assert start == pytest.approx(2.0)
    assert after_start(blocks[:7], blocks[6][0], 2) == (None, None)


def test_a_page_of_some_parts_names_what_is_lacking_and_judges_none_of_it() -> None:
    for part in PARTS:
        rest = {name: one for name, one in found(well=True).items() if name != part}
        text = page(measured(rest), "page.md")
        assert re.findall(r"^Not measured: (.*)\.$", text, re.MULTILINE) == [f"`{part}`"]
    assert page({}, "page.md").count("| not measured | – |") == len(list(aims.aims({})))
    assert {name for _, names, _ in SECTIONS for name in names} == set(PARTS)


def test_a_page_tells_of_other_work_and_of_parts_of_another_engine() -> None:
    parts = measured(found(well=True))
    text = page(parts, "page.md")
    assert "Other work took 1 % of the machine at most" in text
    assert "All measured the same engine and data" in text
    parts |= measured({"pysd": parts["pysd"].found}, other_work=0.4, engine="two")
    text = page(parts, "page.md")
    assert "while these parts were measured: `pysd` (40 %)" in text
    assert "NOT all measured the same engine" in text


def test_the_page_is_made_of_what_was_measured() -> None:
    data = PAGE.with_suffix(".json")
    if not data.exists():
        pytest.skip("nothing is kept beside the page")
    again = "python benchmarks/engine.py --page --write docs/benchmarks.md"
    assert page(kept.read(data), "docs/benchmarks.md") == PAGE.read_text(encoding="utf-8"), again


def test_the_readme_tells_what_each_command_and_each_part_measures() -> None:
    text = (TOP / "benchmarks" / "README.md").read_text(encoding="utf-8")
    commands = {
        path.name
        for path in (TOP / "benchmarks").glob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
    assert set(re.findall(r"`python benchmarks/(\w+\.py)", text)) == commands
