"""The command `report`: the pictures and the page of a stored result drawn again, in either language."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.command.comparing import KINDS, faults_of_kind
from sim.inputs.faults import Fault, Faults, nearest
from sim.inputs.policies import LANGUAGES

if TYPE_CHECKING:
    from sim.report.redrawing import Kind

STAMP = len("20261128-131502-0f9833")
"""Letters at the end of a folder's name by which the newest stands last."""


def report(words: Sequence[str]) -> int:
    """`report RESULT… [--lang nl|en] [--to html|pdf]`: prints where each page is; raises `Faults` where one
    is absent, or is not to be had of such a result."""
    parser = argparse.ArgumentParser(prog="python -m sim report", add_help=False)
    parser.add_argument("results", nargs="+", metavar="RESULT")
    parser.add_argument("--lang", default="", metavar="|".join(LANGUAGES))
    parser.add_argument("--to", default="html", metavar="|".join(KINDS))
    asked = parser.parse_args(list(words))
    faults: list[Fault] = []
    if asked.lang and asked.lang not in LANGUAGES:
        faults.append(Fault(f"report: --lang {asked.lang}: must be one of {', '.join(LANGUAGES)}"))
    faults += faults_of_kind("report", asked.to)
    found = [one for text in asked.results if (one := _found(text, faults))]
    for folder, kind in found:
        if asked.to == "pdf" and kind.pdf is None:
            faults.append(Fault(f"{folder} is {kind.name}; --to pdf is for a run or a comparison"))
    if faults:
        raise Faults(faults)

    from sim.results.summary import shown_path

    for folder, kind in found:
        draw = kind.pdf if asked.to == "pdf" and kind.pdf else kind.page
        for path in draw(folder, asked.lang):
            print(shown_path(path))
    return 0


def _found(text: str, faults: list[Fault]) -> tuple[Path, Kind] | None:
    """The result folder that a text names, with its kind: its path or that of a file in it, or the newest
    under that folder or under ./results by that name (a scenario, comparisons)."""
    from sim.report.redrawing import KINDS as OF_RESULTS
    from sim.report.redrawing import kind_of, why_undrawn

    path = Path(text)
    path = path.parent if path.is_file() else path
    if kind := kind_of(path):
        return path, kind
    under = path if path.is_dir() else Path("results") / text
    there = [file.parent for mark in OF_RESULTS for file in under.glob(f"[!.]*/{mark}")]
    for folder in sorted(there, key=lambda one: one.name[-STAMP:], reverse=True)[:1]:
        if kind := kind_of(folder):
            return folder, kind
    if why := why_undrawn(path):
        faults.append(Fault(f"report: {path} is {why}"))
        return None
    names = sorted(one.name for one in Path("results").glob("[!.]*") if one.is_dir())
    near = nearest(text, names)
    hint = f" Did you mean '{near}'?" if near else ""
    kinds = " or ".join(kind.name for kind in OF_RESULTS.values())
    faults.append(Fault(f"'{text}' is no result: no folder of {kinds}, and no name in ./results.{hint}"))
    return None
