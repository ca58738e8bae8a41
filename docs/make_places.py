"""Fills the table of docs/model/places.md: what takes output in each place, of a run of the baseline.

    python docs/make_places.py [MEMBERS]

Run it where the package is installed; 128 members where no number is given. The same members give the same
table. What is between the two marks of the page is written anew, nothing else.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.inputs.scenarios import compose
from sim.results.binding import lost_by_cause
from sim.results.headline import by_place
from sim.run.engine import run_case
from sim.run.recorded import Recorded
from sim.run.settings import Settings

PAGE = Path(__file__).resolve().parent / "model" / "places.md"
MARKS = ("<!-- from here by docs/make_places.py -->", "<!-- up to here -->")
MEMBERS = 128
WINDOWS = ((2024, 2026), (2027, 2029), (2030, 2034))
LEAST = 1.0
"""Per cent of desired output below which a cause is left out of the table."""
NAMES = {
    "power": "grid",
    "capacity_grid": "grid",
    "capacity_slot": "grid",
    "capacity_money": "money",
    "capacity_land": "land",
    "capacity_builders": "builders",
    "capacity_permit": "permits",
    "capacity_nitrogen": "nitrogen",
    "capacity_build": "building",
    "capacity": "building",
    "people": "people",
    "people_homes": "homes",
    "people_places": "study places",
    "people_screening": "refusals",
    "demand": "demand",
    "access": "access",
}
"""By cause: the word of the table. Power that firms miss or wait for, and the slot of a crew, are one."""
ROWS = {
    "Brainport, lithography": ("brainport", "lithography", True),
    "Brainport, all others": ("brainport", "lithography", False),
    "Arnhem–Nijmegen": ("arnhem_nijmegen", "", True),
    "Almere": ("almere", "", True),
    "Twente": ("twente", "", True),
    "Delft": ("delft", "", True),
}
"""By row: the place, and a segment that it is alone or that it is without."""


def of_cells(run: Recorded, segment: str, alone: bool) -> Recorded:
    """The run with zero output and zero losses in the cells that are left out."""
    if not segment:
        return run
    is_it = np.array([label.endswith(f".{segment}") for label in run.labels.labels["cell"]])
    kept = (is_it == alone).astype(float)
    values = {}
    for name, value in run.values.items():
        shape = [1] * value.ndim
        if run.axes[name] == ("cell",):
            shape[[each == len(kept) for each in value.shape].index(True)] = len(kept)
            values[name] = value * kept.reshape(shape)
        else:
            values[name] = value
    return replace(run, values=values)


def cell(run: Recorded, place: str, first: int, last: int) -> str:
    """The causes that take the most of desired output in these years, with the members that each leads."""
    years = (run.years >= first) & (run.years <= last)
    at = run.labels.index("place", place)
    desired = by_place(run, "output_desired")[years, at]
    losses: dict[str, np.ndarray] = {}
    for cause, lost in lost_by_cause(run).items():
        word = NAMES[cause]
        losses[word] = losses.get(word, 0.0) + lost[years, at]
    stacked = np.stack(list(losses.values()))
    largest = np.where(stacked.max(axis=0) > 0, stacked.argmax(axis=0), -1)
    found = []
    for number, (word, lost) in enumerate(losses.items()):
        part = 100 * float(lost.mean() / desired.mean())
        found.append((part, f"{word} {part:.1f} ({100 * float((largest == number).mean()):.0f})"))
    return ", ".join(text for part, text in sorted(found, reverse=True) if part >= LEAST)


def table(members: int) -> str:
    """The table of a run of the baseline."""
    run = run_case(compose().run, Settings(members=members))
    head = ["place", *(f"{first}–{last}" for first, last in WINDOWS)]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for name, (place, segment, alone) in ROWS.items():
        part = of_cells(run, segment, alone)
        cells = [cell(part, place, first, last) for first, last in WINDOWS]
        lines.append("| " + " | ".join([name, *cells]) + " |")
    return "\n".join(lines)


def main() -> int:
    """Write the table between the marks."""
    members = int(sys.argv[1]) if len(sys.argv) > 1 else MEMBERS
    before, rest = PAGE.read_text(encoding="utf-8").split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    made = f"{MARKS[0]}\n\n{table(members)}\n\n{MARKS[1]}"
    PAGE.write_text(before + made + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
