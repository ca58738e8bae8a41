"""The command `indicators`: what an early year tells of where the share ends, from a stored result."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sim.command.comparing import the_result
from sim.inputs.faults import Fault, Faults

SHOWN = 12
LEAST = 8
"""Members from which on half of them can be judged by the others."""


def indicators(words: Sequence[str]) -> int:
    """`indicators RESULT [--early YEAR] [--late YEAR]`: prints the table, best first; raises `Faults`."""
    parser = argparse.ArgumentParser(prog="python -m sim indicators", add_help=False)
    parser.add_argument("result", metavar="RESULT")
    parser.add_argument("--early", type=int, default=None)
    parser.add_argument("--late", type=int, default=2035)
    asked = parser.parse_args(list(words))
    folder = the_result(asked.result)

    from sim.results.leading import leading_frame
    from sim.results.store import read_run

    stored = read_run(folder)
    early = stored.info.base_year + 2 if asked.early is None else asked.early
    if stored.info.members < LEAST:
        words = f"{stored.info.members} members are too few to learn from half of them; at least {LEAST}"
        raise Faults([Fault(f"indicators: {words}")])
    if early >= asked.late:
        raise Faults([Fault(f"indicators: --early {early} must be before --late {asked.late}")])
    table = leading_frame(stored, early, asked.late)
    if not len(table):
        raise Faults([Fault(f"indicators: the result has no year {early} or {asked.late}")])
    print(
        f"{stored.info.scenario} · {stored.info.members} members: does a member's share in {asked.late} end"
        f" above the median? What {early} says."
    )
    print(f"{'indicator':<34}{'good':>7}{'threshold':>14} {'unit':<14}{'right':>7}")
    for row in table.head(SHOWN).to_dict("records"):
        print(
            f"{row['indicator']:<34}{row['side']:>7}{row['threshold']:>14.4g} {row['unit']:<14}"
            f"{100 * row['hit_rate']:>5.0f} % ± {100 * row['se']:.0f}"
        )
    print(
        "Right: members of the other half of the draws on the side that the threshold says; 50 % is chance."
    )
    return 0
