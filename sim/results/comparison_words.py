"""What a comparison says, in sentences made from its numbers; every word comes from the labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.results.compared import Comparison
from sim.results.equal_money import Rate, rate
from sim.results.key_figures import start_and_end
from sim.results.labels import Labels
from sim.results.pairs import pairs_frame, ranking
from sim.results.regret import regret_by_future, regret_frame
from sim.results.wording import difference_text

NAMED = 4
"""Results that a sentence names; beyond these it gives their number."""
BASIS_POINTS = 1e4


def sentences(comparison: Comparison) -> list[str]:
    """What a reader should take away, a sentence each; none where the results lie in futures of their own."""
    found = (highest(comparison), not_told(comparison), least_regret(comparison), best_value(comparison))
    return [one for one in found if one]


def highest(comparison: Comparison) -> str:
    """Which result ends with the highest share, by how much, and from which others it is told apart."""
    labels = comparison.labels
    table = pairs_frame(comparison, ("share",))
    if not len(table) or len(set(table["future"])) > 1:
        return ""
    first, second = ranking(comparison)[:2]
    mine = table[table["run"] == first].set_index("against")
    changed = next(one.end("share") for one in comparison.results if one.name == first)
    text = labels(
        "compare.say_highest",
        year=start_and_end(comparison.results[0].stored)[1],
        first=first,
        change="" if changed is None else f" ({difference_text('share', changed, labels)})",
        second=second,
        beats=labels.number(100 * float(mine["chance"][second])),
    )
    alike = [str(name) for name in mine.index[~mine["found"].astype(bool)]]
    key = "say_told" if not alike else "say_not_told"
    return f"{text} {labels(f'compare.{key}', names=_listed(alike, labels))}"


def not_told(comparison: Comparison) -> str:
    """The results whose share is not told from that of the base."""
    labels = comparison.labels
    ends = {one.name: one.end("share") for one in comparison.results}
    alike = [name for name, end in ends.items() if end is not None and not end.found]
    count = sum(end is not None for end in ends.values())
    if not alike or not count:
        return ""
    return labels(
        "compare.say_like_base",
        names=_listed(alike, labels),
        count=labels.number(len(alike)),
        of=labels.number(count),
    )


def least_regret(comparison: Comparison) -> str:
    """The result with the least regret; over several futures the one with the least worst regret."""
    labels, table = comparison.labels, regret_frame(comparison)
    if not len(table):
        return ""
    by_future = regret_by_future(table)
    if len(by_future) and by_future["worst"].notna().any():
        worst = by_future["worst"].dropna()
        name, mean = str(worst.idxmin()), _points(float(worst.min()), labels)
        return labels("compare.say_least_worst", name=name, mean=mean, count=table["future"].nunique())
    if len(by_future):
        return ""
    row = table.sort_values("mean", kind="stable").to_dict("records")[0]
    part, mean = labels.number(100 * float(row["first"])), _points(float(row["mean"]), labels)
    return labels("compare.say_regret", name=row["run"], mean=mean, part=part)


def best_value(comparison: Comparison) -> str:
    """Which result that costs money brings most share for EUR 100 m, and whether the next is told from it."""
    labels = comparison.labels
    rates: dict[str, Rate] = {}
    for one in comparison.results:
        found = rate(one, "share")
        costs = one.money is not None and one.money.present.found and one.money.present.mean > 0
        if found is not None and found.found and costs:
            rates[one.name] = found
    if not rates:
        return ""
    order = sorted(rates, key=lambda name: -rates[name].mean)
    best = rates[order[0]]
    if best.mean <= 0:
        return labels("compare.say_no_value")
    shown, error = (few_figures(BASIS_POINTS * x, labels) for x in (best.mean, best.se))
    return labels("compare.say_value", name=order[0], rate=shown, error=error, count=len(rates))


def _points(x: float, labels: Labels) -> str:
    return few_figures(100 * x, labels)


def few_figures(x: float, labels: Labels, *, sign: bool = False) -> str:
    """A number to two figures, four decimals at most; empty where there is none."""
    if not np.isfinite(x):
        return ""
    digits = 0 if x == 0 else max(0, min(4, 1 - int(np.floor(np.log10(abs(x))))))
    return labels.number(x, digits, sign=sign)


def _listed(names: Sequence[str], labels: Labels) -> str:
    """Names in a row; beyond `NAMED` the first ones and how many more."""
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    return labels("compare.and_more", names=", ".join(names[:NAMED]), count=len(names) - NAMED)
