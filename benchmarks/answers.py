"""What each scenario answers, on a small ensemble with a fixed seed, beside what tests/answers.yaml pins.

    python benchmarks/answers.py                        prints both; exit code 1 where one has moved
    python benchmarks/answers.py --write "WHY"          renews the file, and tells the move in docs/answers.md

An answer has moved when it lies farther from what is pinned than `MOVED_PART` of it and `MOVED_ERRORS` of
its standard error. Its bounds and their reason are written by hand and stay as they are.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.inputs.scenarios import Evidence, compose, load_evidence
from sim.results.headline import headline
from sim.results.statistics import standard_error
from sim.run.engine import run_case
from sim.run.recorded import Recorded
from sim.run.settings import Settings

TOP = Path(__file__).resolve().parent.parent
PINNED = TOP / "tests" / "answers.yaml"
TOLD = TOP / "docs" / "answers.md"
ENSEMBLE = Settings(members=16, seed=1, workers=1)
FIGURES = {
    "share": ("percentage points", 100.0),
    "value_added_nl": ("EUR2023 m a year", 1.0),
    "paid": ("EUR m", 1.0),
}
"""Outcomes of the last year that are pinned, each with its unit and what a figure is multiplied by for it."""
MOVED_PART, MOVED_ERRORS = 0.02, 0.5
"""Moved: by more than a fiftieth of what is pinned and more than half of its standard error."""


@dataclass(frozen=True)
class Answer:
    """A mean over members and its standard error: of the level in the baseline, else of the difference."""

    value: float
    error: float


def scenarios() -> list[str]:
    """The scenarios that are shipped, variants left out, the baseline first."""
    names = sorted(path.stem for path in (TOP / "scenarios").glob("*.yaml"))
    return sorted(names, key=lambda name: name != "baseline")


def answers(evidence: Evidence | None = None) -> dict[str, dict[str, Answer]]:
    """Every scenario's answers, each paired with its own base."""
    evidence, bases = evidence or load_evidence(), dict[str, Recorded]()
    found = {}
    for name in scenarios():
        request = compose(name, evidence=evidence)
        base = bases.setdefault(request.base.name, run_case(request.base, ENSEMBLE))
        found[name] = _figures(base if request.is_base else run_case(request.run, ENSEMBLE), base)
    return found


def _figures(run: Recorded, base: Recorded) -> dict[str, Answer]:
    mine, theirs = headline(run), headline(base)
    found = {}
    for name, (_, factor) in FIGURES.items():
        members = factor * (mine[name][-1] if run is base else mine[name][-1] - theirs[name][-1])
        if name == "paid" and run is not base:  # what is paid differs year by year: its sum tells
            members = factor * (mine[name] - theirs[name]).sum(axis=0)
        found[name] = Answer(float(np.mean(members)), float(standard_error(members, run.members)))
    return found


def moved(now: Answer, pinned: Mapping[str, Any]) -> bool:
    """Whether an answer is no longer the one that is pinned."""
    step = abs(now.value - pinned["value"])
    return step > MOVED_PART * abs(pinned["value"]) and step > MOVED_ERRORS * pinned["error"]


def moves(found: Mapping[str, Mapping[str, Answer]], pinned: Mapping[str, Any]) -> list[str]:
    """A line for each answer that has moved, is new or is gone."""
    lines = []
    for name, figures in found.items():
        if name not in pinned:
            lines.append(f"{name}: new")
            continue
        for figure, now in figures.items():
            was = pinned[name][figure]
            if moved(now, was):
                unit = FIGURES[figure][0]
                values = f"from {was['value']:.4g} to {now.value:.4g} {unit} (± {now.error:.2g})"
                lines.append(f"{name}: {figure} {values}")
    return lines + [f"{name}: gone" for name in pinned if name not in found]


def renewed(found: Mapping[str, Mapping[str, Answer]], pinned: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be pinned now: new figures, and the bounds and reasons that are there."""
    new: dict[str, Any] = {}
    for name, figures in found.items():
        known = pinned.get(name, {"bound": {}, "why": "to be written"})
        new[name] = {key: one for key, one in known.items() if key not in FIGURES}
        for figure, one in figures.items():
            new[name][figure] = {"value": float(f"{one.value:.4g}"), "error": float(f"{one.error:.2g}")}
    return new


def tell(lines: list[str], why: str) -> None:
    """Put the move on top of the changelog of answers."""
    from sim import __version__

    text = TOLD.read_text(encoding="utf-8")
    mark = "<!-- newest first -->\n"
    entry = f"\n### {__version__}: {why}\n\n" + "".join(f"- {line}\n" for line in lines)
    TOLD.write_text(text.replace(mark, mark + entry, 1), encoding="utf-8")


def main() -> int:
    """Print what is answered and what has moved; 1 where something has and is not written."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", metavar="WHY")
    chosen = parser.parse_args()
    text = PINNED.read_text(encoding="utf-8")
    pinned = yaml.safe_load(text) or {}
    found = answers()
    for name, figures in found.items():
        shown = [f"{figure} {one.value:+.4g} ± {one.error:.2g}" for figure, one in figures.items()]
        print(f"{name:<20}{' · '.join(shown)}")
    lines = moves(found, pinned)
    print("\n".join(["", *(lines or ["no answer has moved"])]))
    if chosen.write and lines:
        head = "".join(line + "\n" for line in text.splitlines() if line.startswith("#"))
        body = yaml.safe_dump(renewed(found, pinned), sort_keys=False, allow_unicode=True, width=110)
        PINNED.write_text(head + body, encoding="utf-8")
        tell(lines, chosen.write)
        return 0
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
