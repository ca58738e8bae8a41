"""What a comparison says, in sentences made from its numbers; every word comes from the labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.results import keyed
from sim.results.compared import Compared, Comparison
from sim.results.equal_money import Rate, rate
from sim.results.key_figures import SHOWN, start_and_end
from sim.results.labels import Labels
from sim.results.pairs import ranking
from sim.results.regret import regret_by_future
from sim.results.wording import difference_text

NAMED = 4
"""Results that a sentence names; beyond these it gives their number."""
BASIS_POINTS = 1e4


def sentences(comparison: Comparison, labels: Labels | None = None) -> list[str]:
    """What a reader should take away, a sentence each; none where the results lie in futures of their own.

    `labels`: other words than those of the comparison, as those with keys for a page.
    """
    said = labels or comparison.labels
    makers = (highest, what_binds, not_told, least_regret, best_value)
    return [text for make in makers if (text := make(comparison, said))]


def highest(comparison: Comparison, labels: Labels) -> str:
    """Which result ends with the highest share, by how much, and from which others it is told apart."""
    table = comparison.pairs[comparison.pairs["outcome"] == "share"]
    if not len(table) or len(set(table["future"])) > 1:
        return ""
    first, second = ranking(comparison)[:2]
    mine = table[table["run"] == first].set_index("against")
    best = next(one for one in comparison.results if one.name == first)
    beats = keyed.key("pairs", "share", first, second, "chance")
    text = labels(
        "compare.say_highest",
        year=start_and_end(comparison.results[0].stored)[1],
        first=comparison.shown[first],
        level=_level(best, labels),
        change=_change(best, labels),
        second=comparison.shown[second],
        beats=labels.number(float(mine["chance"][second]), scale=100, key=beats),
    )
    alike = [comparison.shown[str(name)] for name in mine.index[~mine["found"].astype(bool)]]
    if not alike:
        return f"{text} {labels('compare.say_told')}"
    names = _listed(alike, labels, keyed.key("count", "not_told_from", first))
    return f"{text} {labels('compare.say_not_told', names=names)}"


def _level(one: Compared, labels: Labels) -> str:
    shares, how = one.members("share"), SHOWN["share"]
    assert shares is not None
    key = keyed.key("level", one.name, "share", shares.index[-1], "q50")
    return labels.number(
        float(np.median(shares.iloc[-1].to_numpy(float))), how.digits, scale=how.scale, key=key
    )


def _change(one: Compared, labels: Labels) -> str:
    changed = one.end("share")
    if changed is None:
        return ""
    return labels("compare.say_change", text=difference_text("share", changed, labels))


def what_binds(comparison: Comparison, labels: Labels) -> str:
    """Which group of causes takes the most output for most years, in most results."""
    table = comparison.binding
    if not len(table):
        return ""
    years = table.assign(years=table["last"] - table["first"] + 1).groupby(["run", "cause"])["years"].sum()
    longest = years.groupby("run").idxmax().map(lambda at: at[1])
    cause = str(longest.value_counts().index[0])
    return labels(
        "compare.say_binds",
        cause=labels.of("cause_group", cause),
        count=labels.number(int((longest == cause).sum()), key=keyed.key("count", "bound_by", cause)),
        of=labels.number(len(longest), key="count/results"),
    )


def not_told(comparison: Comparison, labels: Labels) -> str:
    """The results whose share is not told from that of the base."""
    ends = {one.name: end for one in comparison.results if (end := one.end("share")) is not None}
    alike = [comparison.shown[name] for name, end in ends.items() if not end.found]
    if not alike:
        return ""
    return labels(
        "compare.say_like_base",
        names=_listed(alike, labels, "count/like_base"),
        count=labels.number(len(alike), key="count/like_base"),
        of=labels.number(len(ends), key="count/with_base"),
    )


def least_regret(comparison: Comparison, labels: Labels) -> str:
    """The result with the least regret; over several futures the one with the least worst regret."""
    table = comparison.regret
    if not len(table):
        return ""
    by_future = regret_by_future(table)
    if len(by_future) and by_future["worst"].notna().any():
        worst = by_future["worst"].dropna()
        name = str(worst.idxmin())
        mean = few_figures(
            float(worst.min()), labels, scale=100, key=keyed.key("regret_by_future", name, "-")
        )
        count = labels.number(table["future"].nunique(), key="count/futures")
        said = comparison.shown.get(name, name)
        return labels("compare.say_least_worst", name=said, mean=mean, count=count)
    if len(by_future):
        return ""
    row = table.sort_values("mean", kind="stable").to_dict("records")[0]
    at = keyed.key("regret", row["run"])
    part = labels.number(float(row["first"]), scale=100, key=f"{at}/first")
    mean = few_figures(float(row["mean"]), labels, scale=100, key=f"{at}/mean")
    return labels("compare.say_regret", name=comparison.shown[str(row["run"])], mean=mean, part=part)


def best_value(comparison: Comparison, labels: Labels) -> str:
    """Which result that costs money brings most share for EUR 100 m, and whether the next is told from it."""
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
    at = keyed.key("equal_money", order[0], "share")
    shown, error = (
        few_figures(x, labels, scale=BASIS_POINTS, key=f"{at}/{part}")
        for x, part in ((best.mean, "per_100_meur"), (best.se, "se"))
    )
    count = labels.number(len(rates), key="count/with_rate")
    name = comparison.shown[order[0]]
    return labels("compare.say_value", name=name, rate=shown, error=error, count=count)


def few_figures(x: float, labels: Labels, *, sign: bool = False, scale: float = 1.0, key: str = "") -> str:
    """`scale` times x to two figures, four decimals at most; empty where there is none. `key`: of x."""
    if not np.isfinite(x):
        return ""
    size = abs(scale * x)
    digits = 0 if size == 0 else max(0, min(4, 1 - int(np.floor(np.log10(size)))))
    return labels.number(x, digits, sign=sign, scale=scale, key=key)


def _listed(names: Sequence[str], labels: Labels, key: str) -> str:
    """Names in a row; beyond `NAMED` the first ones and how many more (`key` with `/more`)."""
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    count = labels.number(len(names) - NAMED, key=f"{key}/more")
    return labels("compare.and_more", names=", ".join(names[:NAMED]), count=count)
