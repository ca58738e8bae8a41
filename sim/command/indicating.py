"""The command `indicators`: what an early year tells of where the share ends, from a stored result."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sim.command.comparing import the_result
from sim.inputs.faults import Fault, Faults, hint
from sim.inputs.policies import LANGUAGES

SHOWN = 12
LATE = 2035
"""The year told of unless --late says otherwise, or the last one where the result ends before it."""
LEAST = 8
"""Members from which on half of them can be judged by the others."""
HEADS = ("indicator", "good", "threshold", "unit", "right")


def indicators(words: Sequence[str]) -> int:
    """`indicators RESULT [--early YEAR] [--late YEAR] [--lang nl|en]`: the table, best first; raises
    `Faults`."""
    parser = argparse.ArgumentParser(prog="python -m sim indicators", add_help=False)
    parser.add_argument("result", metavar="RESULT")
    parser.add_argument("--early", type=int, default=None)
    parser.add_argument("--late", type=int, default=None)
    parser.add_argument("--lang", default="")
    asked = parser.parse_args(list(words))
    if asked.lang and asked.lang not in LANGUAGES:
        raise Faults([Fault(f"--lang {asked.lang}: unknown language.{hint(asked.lang, LANGUAGES)}")])
    folder = the_result(asked.result)

    from sim.hindcast.words import as_text
    from sim.results.leading import CHANGE, leading_frame
    from sim.results.store import read_run

    stored = read_run(folder).read_in(asked.lang)
    labels, info = stored.labels, stored.info
    early = info.base_year + 2 if asked.early is None else asked.early
    if info.members < LEAST:
        few = f"{info.members} members are too few to learn from half of them; at least {LEAST}"
        raise Faults([Fault(f"indicators: {few}")])
    late = min(LATE, stored.years[-1]) if asked.late is None else asked.late
    if early >= late:
        raise Faults([Fault(f"indicators: --early {early} must be before --late {late}")])
    table = leading_frame(stored, early, late)
    if not len(table):
        there = f"{stored.years[0]} to {stored.years[-1]}"
        raise Faults([Fault(f"indicators: --early {early} and --late {late} must be years of it, {there}")])
    told = {"scenario": info.scenario, "members": labels.number(info.members), "late": late}
    print(labels("indicators.head", early=early, **told))
    rows = [[labels(f"indicators.{name}") for name in HEADS]]
    for row in table.head(SHOWN).to_dict("records"):
        rate, error = (labels.number(100 * row[name]) for name in ("hit_rate", "se"))
        change = row["indicator"].endswith(CHANGE)
        outcome = labels.of("outcome", row["indicator"].removesuffix(CHANGE))
        rows.append(
            [
                labels("indicators.change_of", outcome=outcome) if change else outcome,
                labels(f"indicators.{row['side']}"),
                labels.exact(float(f"{row['threshold']:.4g}")),
                labels.of_unit(row["unit"]),
                f"{labels('number.percent', x=rate)} ± {error}",
            ]
        )
    print("\n".join(as_text(rows)))
    print(labels("indicators.explained"))
    return 0
