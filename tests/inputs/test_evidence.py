"""Parameters name rows of the evidence that exist, and keep to them or say why not."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import yaml

from sim.inputs import resources
from sim.inputs.checks import CONFIDENCE

EVIDENCE = resources.root() / "data" / "evidence"
RECORD = resources.root() / "data" / "record"
NAME_COLUMN = {
    "effect_parameters.csv": "parameter",
    "talent_grid_parameters.csv": "parameter",
    "talent_grid_history.csv": "metric",
}
# from the unit of a row to that of the engine; a unit that is not here is not compared
FACTOR = {
    "percent": 0.01,
    "percent/yr": 0.01,
    "months": 1 / 12,
    "EUR thousand": 0.001,  # to MEUR
    "kW/home": 0.001,  # to MW
    **dict.fromkeys(
        ("share", "elasticity", "ratio", "EUR per EUR", "per year", "years", "homes/yr", "MW/request"), 1.0
    ),
}
SPELT = re.compile(r"(effect_parameters|talent_grid_parameters)\.csv[ :]+([a-z][a-z0-9]*_[a-z0-9_]+)(\*?)")


@cache
def rows(file: str) -> dict[str, dict[str, str]]:
    """The rows of a file of the evidence or the record, by name."""
    folder = EVIDENCE if (EVIDENCE / file).is_file() else RECORD
    with (folder / file).open(encoding="utf-8", newline="") as text:
        return {one[NAME_COLUMN[file]]: one for one in csv.DictReader(text)}


def entries() -> dict[str, dict[str, Any]]:
    """Every parameter as it is written."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((resources.root() / "configs" / "parameters").glob("*.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


ENTRIES = entries()
REFERRING = {name: one for name, one in ENTRIES.items() if "evidence" in one}


def references(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """File and row of each reference: `file.csv:row`, more of them after a comma."""
    for one in str(entry["evidence"]).split(", "):
        file, _, row = one.partition(":")
        yield file, row


def labels(value: Any, bounds: Any) -> Iterator[tuple[float, Any]]:
    """Each number of a parameter with its range, None where it has none."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            below = bounds[key] if isinstance(bounds, Mapping) and "ratio" not in bounds else bounds
            yield from labels(one, below)
    elif isinstance(bounds, Mapping):
        yield float(value), [value * one for one in bounds["ratio"]]
    else:
        yield float(value), bounds if isinstance(bounds, list) else None


def agrees(value: float, bounds: Any, row: Mapping[str, str]) -> bool:
    """Whether value and range are those of the row, to the rounding of a published figure."""
    factor = FACTOR.get(row.get("unit", ""))
    if factor is None or bounds is None or not row.get("central"):
        return False
    given = [float(row[column]) * factor for column in ("low", "central", "high")]
    return [bounds[0], value, bounds[1]] == pytest.approx(given, rel=0.01, abs=1e-9)


def keeps_to_its_rows(entry: Mapping[str, Any]) -> bool:
    """Whether each of its numbers is that of one of the rows."""
    mine = [rows(file)[row] for file, row in references(entry)]
    return "value" in entry and all(
        any(agrees(value, bounds, row) for row in mine)
        for value, bounds in labels(entry["value"], entry.get("range"))
    )


@pytest.mark.parametrize("name", REFERRING)
def test_the_rows_are_there(name: str) -> None:
    for file, row in references(REFERRING[name]):
        assert file in NAME_COLUMN, f"{name}: {file} is no file of the evidence"
        assert row in rows(file), f"{name}: {file} has no row {row}"


@pytest.mark.parametrize("name", REFERRING)
def test_numbers_are_those_of_the_row_or_the_note_says_why_not(name: str) -> None:
    entry = REFERRING[name]
    if keeps_to_its_rows(entry):
        return
    words = f"{entry.get('note', '')} {entry.get('assumption', {}).get('why', '')}"
    assert any(row in words for _, row in references(entry)), (
        f"{name} differs from its row; say why in its note or assumption, with the row's name"
    )


@pytest.mark.parametrize("name", REFERRING)
def test_numbers_of_a_row_are_no_surer_than_the_row(name: str) -> None:
    entry = REFERRING[name]
    if keeps_to_its_rows(entry):
        row = max(CONFIDENCE.index(rows(file)[row]["confidence"]) for file, row in references(entry))
        assert CONFIDENCE.index(entry["confidence"]) >= row


@pytest.mark.parametrize("name", ENTRIES)
def test_rows_that_are_named_in_words_are_there(name: str) -> None:
    for file, row, star in SPELT.findall(yaml.safe_dump(ENTRIES[name], allow_unicode=True, width=10_000)):
        known = rows(f"{file}.csv")
        assert row in known or (star and any(one.startswith(row) for one in known)), f"{name}: no row {row}"


def test_the_reading_of_a_reference_fails_where_it_should() -> None:
    row = {"unit": "months", "low": "6", "central": "12", "high": "24"}
    assert agrees(1.0, [0.5, 2.0], row)
    assert not agrees(1.0, [0.5, 1.9], row)
    assert not agrees(12.0, [6, 24], row)
    assert not agrees(1.0, None, row)
