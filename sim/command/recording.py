"""The command `record`: a stored result beside the record, figure by figure, and what must hold of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from sim.command.comparing import the_result
from sim.inputs.faults import Fault, Faults

MISSED = 1


def record(words: Sequence[str]) -> int:
    """`record [RESULT]`: prints the table and the checks; 0 when all hold, else 1; raises `Faults`."""
    parser = argparse.ArgumentParser(prog="python -m sim record", add_help=False)
    parser.add_argument("result", nargs="?", metavar="RESULT")
    asked = parser.parse_args(list(words)).result
    folder, base = (the_result(asked), False) if asked else _newest()

    from sim.inputs.record import load_record
    from sim.results.against_record import TOLERANCE, beside, checks, last_year
    from sim.results.store import read_run

    run, known = read_run(folder), load_record()
    if base and not run.has_base:
        raise Faults([Fault(f"record: {folder} has no base to set beside the record")])
    info, year = run.info, last_year(known)
    whose = f"{info.base}, base of {info.scenario}" if base else info.scenario
    print(f"{whose} · {info.members} members · known until {info.known_until} · {folder}")
    print(f"{'':<32}{'median of members':>20}{'record':>12}{'difference':>13}")
    for one in beside(run, known, base=base):
        figure, digits = one.figure, one.figure.digits
        name = f"{figure.words} ({figure.shown}){' *' if figure.must else ''}"
        mark = f"  beyond {100 * TOLERANCE:.0f} %" if one.beyond else ""
        print(
            f"{name:<36}{one.engine:>16,.{digits}f}{one.record:>12,.{digits}f}"
            f"{100 * one.difference:>+11.1f} %{mark}"
        )
    if info.known_until > year:
        print(f"Up to {year} the run is led along the record: to be near it is no proof of foresight.")
    found = checks(run, known, base=base)
    for check in found:
        print(f"{'yes' if check.holds else 'NO ':<4}{check.words}: {check.why}")
    return 0 if all(check.holds for check in found) else MISSED


def _newest() -> tuple[Path, bool]:
    """The newest baseline under ./results and False, or else the newest result, whose base is meant."""
    found = [
        file.parent
        for file in Path("results").glob("*/*/run.json")
        if not any(part.startswith(".") for part in file.parts)
    ]
    newest = sorted(found, key=lambda folder: folder.name)
    baselines = [folder for folder in newest if folder.parent.name == "baseline"]
    if baselines:
        return baselines[-1], False
    if newest:
        return newest[-1], True
    raise Faults([Fault("record: there is no result in ./results; python -m sim makes one of the baseline")])
