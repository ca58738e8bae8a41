"""What a comparison says, in sentences made from its numbers; every word comes from the labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from sim.results import keyed
from sim.results.compared import Compared, Comparison
from sim.results.equal_money import Rate, rate
from sim.results.headline import HOME
from sim.results.key_figures import SHOWN, Difference, start_and_end
from sim.results.labels import Labels
from sim.results.pairs import ranking
from sim.results.regret import regret_by_future
from sim.results.trust import trust_sentences
from sim.results.wording import LITTLE, difference_parts, difference_text, without_number

NAMED = 4
"""Results that a sentence names; beyond these it gives their number."""
BASIS_POINTS = 1e4


def sentences(comparison: Comparison, labels: Labels | None = None) -> list[str]:
    """What a reader should take away, a sentence or two each: which policy ends highest and how sure that is,
    how large effects are, what holds output back, how far to trust it, what money brings, what shocks do.

    `labels`: other words than those of the comparison, as those with keys for a page.
    """
    said = labels or comparison.labels
    least = min(one.stored.info.members for one in comparison.results)
    trust = trust_sentences(least, said, "count/members_least")
    if comparison.design is not None:
        from sim.results.design_words import design_sentences

        binds, regret = what_binds(comparison, said), ""
        if len(set(comparison.futures.values())) > 1:  # in one, the best is a point and no policy
            regret = least_regret(comparison, said)
        told = [*design_sentences(comparison.design, said), binds, *trust, regret]
        return [text for text in told if text]
    first, rest = (highest, told_apart, largest, what_binds), (not_told, best_value, shocks, least_regret)
    told = [
        *(make(comparison, said) for make in first),
        *trust,
        *(make(comparison, said) for make in rest),
    ]
    return [text for text in told if text]


def sentence_of(comparison: Comparison, picture: str, labels: Labels) -> str:
    """The sentence that a picture shows, by its name; empty where it shows none of them."""
    if comparison.design is not None and picture.startswith("design_"):
        from sim.results.design_words import sentence_of_picture

        return sentence_of_picture(comparison.design, picture, labels)
    make = PICTURES.get(picture)
    return make(comparison, labels) if make else ""


def highest(comparison: Comparison, labels: Labels) -> str:
    """Which policy ends with the highest share in the mean, and what it changes; none where the results lie
    in futures of their own."""
    order = _order(comparison)
    if not order:
        return ""
    best = next(one for one in comparison.results if one.name == order[0])
    changed = best.end("share")
    said = {
        "year": start_and_end(comparison.results[0].stored)[1],
        "first": comparison.shown[best.name],
        "base": labels("base.baseline") if best.base is None else labels("compare.the_base"),
        "count": labels.number(len(order), key="count/ranked"),
    }
    if changed is None:
        return labels("compare.say_highest_base", **said)
    without = without_number("share", changed, labels)
    if without:
        return labels("compare.say_highest_untold", words=without, **said)
    return labels("compare.say_highest", **said, **difference_parts("share", changed, labels))


def told_apart(comparison: Comparison, labels: Labels) -> str:
    """From which other policies the highest is told apart, and how often it beats the next."""
    order = _order(comparison)
    if not order:
        return ""
    first, second = order[:2]
    table = comparison.pairs[comparison.pairs["outcome"] == "share"]
    mine = table[table["run"] == first].set_index("against")
    key = keyed.key("pairs", "share", first, second, "chance")
    text = labels(
        "compare.say_beats",
        second=comparison.shown[second],
        beats=labels.number(float(mine["chance"][second]), scale=100, key=key),
    )
    alike = [comparison.shown[str(name)] for name in mine.index[~mine["found"].astype(bool)]]
    if not alike:
        return f"{text} {labels('compare.say_told')}"
    names = _listed(alike, labels, keyed.key("count", "not_told_from", first))
    return f"{text} {labels('compare.say_not_told', names=names)}"


def _order(comparison: Comparison) -> list[str]:
    """The ranked results from the highest mean share; none where these lie in several futures."""
    table = comparison.pairs[comparison.pairs["outcome"] == "share"]
    return ranking(comparison) if len(table) and len(set(table["future"])) == 1 else []


def largest(comparison: Comparison, labels: Labels) -> str:
    """How large the largest mean effect of a policy is beside the share itself."""
    ends = {one.name: end for one in comparison.rivals if (end := one.end("share")) is not None and end.found}
    if not ends:
        return ""
    name = max(ends, key=lambda one: abs(ends[one].mean))
    key = "compare.say_largest_first" if [name] == _order(comparison)[:1] else "compare.say_largest"
    little = {"limit": labels.number(LITTLE * SHOWN["share"].scale, 1)}
    key += "_little" if abs(ends[name].mean) < LITTLE else ""
    one = next(one for one in comparison.results if one.name == name)
    parts = difference_parts("share", ends[name], labels)
    year = start_and_end(one.stored)[1]
    return labels(key, name=comparison.shown[name], year=year, level=_level(one, labels), **little, **parts)


def _level(one: Compared, labels: Labels) -> str:
    shares, how = one.members("share"), SHOWN["share"]
    assert shares is not None
    key = keyed.key("level", one.name, "share", shares.index[-1], "q50")
    return labels.number(
        float(np.median(shares.iloc[-1].to_numpy(float))), how.digits, scale=how.scale, key=key
    )


def what_binds(comparison: Comparison, labels: Labels) -> str:
    """Which group of causes takes the most output for most years, in most results."""
    table = comparison.binding
    if not len(table):
        return ""
    years = table.assign(years=table["last"] - table["first"] + 1).groupby(["run", "cause"])["years"].sum()
    longest = years.groupby("run").idxmax().map(lambda at: at[1])
    cause = str(longest.value_counts().index[0])
    count = int((longest == cause).sum())
    group = "compare" if comparison.design is None else "design"
    return labels(
        f"{group}.say_binds_all" if count == len(longest) else f"{group}.say_binds",
        place=labels.of("place", HOME),
        cause=labels.of("cause_group", cause),
        count=labels.number(count, key=keyed.key("count", "bound_by", cause)),
        of=labels.number(len(longest), key="count/results"),
    )


def not_told(comparison: Comparison, labels: Labels) -> str:
    """The policies whose share is not told from that of the base."""
    ends = {one.name: end for one in comparison.rivals if (end := one.end("share")) is not None}
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
    """Which policy that costs money brings most share for EUR 100 m, and whether the next is told from it."""
    rates: dict[str, Rate] = {}
    for one in comparison.rivals:
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
    return labels.counted("compare.say_value", len(rates), name=name, rate=shown, error=error, count=count)


def shocks(comparison: Comparison, labels: Labels) -> str:
    """What the shocks that stand beside the policies do to the share."""
    told = [
        labels("compare.say_shock", name=comparison.shown[one.name], text=_in_short(end, labels))
        for one in comparison.shocks
        if (end := one.end("share")) is not None
    ]
    return labels("compare.say_shocks", texts="; ".join(told)) if told else ""


def _in_short(end: Difference, labels: Labels) -> str:
    return difference_text("share", end, labels) if end.found else labels("sureness.none_plain")


def few_figures(x: float, labels: Labels, *, sign: bool = False, scale: float = 1.0, key: str = "") -> str:
    """`scale` times x to two figures, four decimals at most; empty where there is none. `key`: of x."""
    if not np.isfinite(x):
        return ""
    size = abs(scale * x)
    digits = 0 if size == 0 else max(0, min(4, 1 - int(np.floor(np.log10(size)))))
    return labels.number(x, digits, sign=sign, scale=scale, key=key)


def _listed(names: Sequence[str], labels: Labels, key: str) -> str:
    """Names in a row; beyond `NAMED` the first ones and how many more (`key` with `/more`)."""
    names = [labels("compare.name", name=name) for name in names]
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    count = labels.number(len(names) - NAMED, key=f"{key}/more")
    return labels("compare.and_more", names=", ".join(names[:NAMED]), count=count)


PICTURES: Mapping[str, Callable[[Comparison, Labels], str]] = {
    "effects": highest,
    "shocks": shocks,
    "key_figures": not_told,
    "pairs": told_apart,
    "regret": least_regret,
    "overlays": least_regret,
    "equal_money": best_value,
    "binding": what_binds,
}
"""Which sentence a picture shows."""
