"""The command `report`: the pictures and the report of a stored result drawn again, in either language."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from sim.command.comparing import KINDS, faults_of_kind, result_folder
from sim.inputs.faults import Fault, Faults
from sim.inputs.policies import LANGUAGES


def report(words: Sequence[str]) -> int:
    """`report RESULT… [--lang nl|en] [--to html|pdf]`: prints where each report is; raises `Faults` where one
    is absent."""
    parser = argparse.ArgumentParser(prog="python -m sim report", add_help=False)
    parser.add_argument("results", nargs="+", metavar="RESULT")
    parser.add_argument("--lang", default="", metavar="|".join(LANGUAGES))
    parser.add_argument("--to", default="html", metavar="|".join(KINDS))
    asked = parser.parse_args(list(words))
    faults: list[Fault] = []
    if asked.lang and asked.lang not in LANGUAGES:
        faults.append(Fault(f"report: --lang {asked.lang}: must be one of {', '.join(LANGUAGES)}"))
    faults += faults_of_kind("report", asked.to)
    folders = [result_folder(text, faults) for text in asked.results]
    if faults:
        raise Faults(faults)

    from sim.results.summary import shown_path

    for folder in folders:
        for path in _write(folder, asked.lang, asked.to):
            print(shown_path(path))
    return 0


def _write(folder: Path, lang: str, to: str) -> list[Path]:
    if to == "html":
        from sim.report.report import redraw

        return [redraw(folder, lang)]
    from sim.report.pdf import write_pdf
    from sim.results.store import read_run

    return write_pdf(read_run(folder), lang)
