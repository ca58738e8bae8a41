"""Opens a stored comparison again: its results side by side as they were when it was made."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from sim.inputs.faults import Fault, Faults, Gathering
from sim.results.accepting import accept_about, accept_fields, accept_text
from sim.results.compared import Compared, Comparison
from sim.results.store import Stored, read_run

ABOUT, RUNS = "comparison.json", "runs.csv"
NEEDED = ("run", "overrides", "status", "folder")
"""Columns of the table of runs that tell which results it stands for."""


@dataclass(frozen=True)
class About:
    """What a comparison says about itself (comparison.json). Folders of results, and of a base that is common
    to all, are given from the folder above that of the comparison; `lang` is the language of its pages, empty
    in what older versions wrote: that of the first result."""

    command: str
    unpaired: str
    results: Sequence[str]
    base: str | None
    lang: str = ""

    def write(self, folder: Path) -> None:
        """Write comparison.json into a folder."""
        (folder / ABOUT).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class _Table:
    """The rows of runs.csv, all text."""

    runs: Sequence[Mapping[str, str]]


def read_comparison(folder: Path, lang: str = "") -> tuple[Comparison, str]:
    """A stored comparison, read in `lang` (empty: the language of its pages), and the language of its pages.

    Its numbers come from the results that it stands on. Raises `Faults` where one of them is not there any
    more, or what the comparison says about itself cannot be read.
    """
    about, rows = _about(folder), _rows(folder / RUNS)
    gathering = Gathering()
    found: list[tuple[Mapping[str, str], Stored]] = []
    for row in rows:
        if row["folder"] and (one := _result(row["folder"], folder, gathering)):
            found.append((row, one))
    base = None if about.base is None else _result(about.base, folder, gathering)
    if gathering.faults:
        text = "a page is drawn from the results of a comparison, which must stand where they stood"
        gathering.add(f"{text}; made again by: {about.command}" if about.command else text, str(folder))
    gathering.finish()
    if not found:
        raise Faults([Fault("names no result", str(folder / RUNS))])
    own = about.lang or found[0][1].labels.lang
    said = lang or own
    results = tuple(
        Compared(row["run"], one.read_in(said), base.read_in(said) if base else None, row["overrides"])
        for row, one in found
    )
    failed = tuple((row["run"], row["status"].partition(": ")[2]) for row in rows if not row["folder"])
    return Comparison(folder, results, failed, about.unpaired, about.command), own


def _result(place: str, folder: Path, gathering: Gathering) -> Stored | None:
    path = Path(os.path.normpath(Path(os.path.abspath(folder)).parent / place))
    if not (path / "run.json").is_file():
        gathering.add(f"its result {path} is not there any more", str(folder))
        return None
    with gathering.also():
        return read_run(path)
    return None


def _about(folder: Path) -> About:
    stored = accept_about(folder / ABOUT, About)
    return About(**{one.name: stored[one.name] for one in fields(About) if one.name in stored})


def _rows(path: Path) -> list[dict[str, str]]:
    text = accept_text(path)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Faults([Fault(f"cannot be read as CSV: {error}", str(path))]) from None
    kept = [{name: row.get(name) for name in NEEDED} for row in rows]
    if any(value is None for row in kept for value in row.values()):
        raise Faults([Fault(f"must have the columns {', '.join(NEEDED)}", str(path))])
    accept_fields({"runs": kept}, _Table, path)
    return [{name: value or "" for name, value in row.items()} for row in kept]
