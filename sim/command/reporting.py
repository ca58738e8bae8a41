"""The command `report`: the pictures and the report of a stored result drawn again, in either language."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sim.command.comparing import result_folder
from sim.inputs.faults import Fault, Faults
from sim.inputs.policies import LANGUAGES


def report(words: Sequence[str]) -> int:
    """`report RESULT… [--lang nl|en]`: prints where each report is; raises `Faults` where one is absent."""
    parser = argparse.ArgumentParser(prog="python -m sim report", add_help=False)
    parser.add_argument("results", nargs="+", metavar="RESULT")
    parser.add_argument("--lang", default="", metavar="|".join(LANGUAGES))
    asked = parser.parse_args(list(words))
    faults: list[Fault] = []
    if asked.lang and asked.lang not in LANGUAGES:
        faults.append(Fault(f"report: --lang {asked.lang}: must be one of {', '.join(LANGUAGES)}"))
    folders = [result_folder(text, faults) for text in asked.results]
    if faults:
        raise Faults(faults)

    from sim.report.report import redraw
    from sim.results.summary import shown_path

    for folder in folders:
        print(shown_path(redraw(folder, asked.lang)))
    return 0
