"""Puts the key figures of a result into words and shown numbers; every word comes from the labels."""

from __future__ import annotations

from sim.results.accounts import accounts_of, effects
from sim.results.findings import (
    FIRST_MEAN_YEAR,
    binding_periods,
    binds_nothing,
    chance_of_growth,
    largest_move,
    public_money,
    rd_effort,
)
from sim.results.headline import HOME
from sim.results.key_figures import SHOWN, TINY, Difference, KeyFigure, Shown, key_figures, start_and_end
from sim.results.labels import Labels
from sim.results.store import Stored

MOST_MEMBERS = 100_000
"""Above this many members that would tell, a reader is told that nobody would run them."""
AGREED = 2 / 3
"""Above this part of members with one sign, the sign is said even where the mean tells nothing."""
LITTLE = 0.001
"""A move of the share (a ratio) that is called little when no member goes beyond it: 0.1 point."""
LARGE = 100
"""From this size on, as shown, a difference has no decimals."""
WITHOUT_NUMBER = ("equal", "none", "tiny")


def level(figure: KeyFigure, part: str, labels: Labels) -> str:
    """A level of a key figure as shown, without its unit: `part` is start, end, q25 or q75."""
    how = SHOWN[figure.name]
    year = figure.first if part == "start" else figure.last
    statistic = part if part in ("q25", "q75") else "q50"
    return labels.number(
        getattr(figure, part), how.digits, scale=how.scale, key=f"run/{figure.name}/{year}/{statistic}"
    )


def difference_unit(name: str, labels: Labels) -> str:
    """The unit of a key figure's difference: points for shares, else its own."""
    key = f"difference_unit.{name}"
    return labels(key) if labels.has(key) else labels(f"unit_of.{name}")


def words(one: Difference, labels: Labels) -> str:
    """How sure the sign of a difference is, in careful words."""
    if one.sureness != "none":
        return labels(f"sureness.{one.sureness}")
    if one.members_that_would_tell is None:
        return labels("sureness.none_plain")
    return labels("sureness.none", needed=_needed(one, labels))


def _needed(one: Difference, labels: Labels) -> str:
    """How many members would tell a difference from none."""
    needed = one.members_that_would_tell
    if needed is None or needed > MOST_MEMBERS:
        return labels("sureness.none_would_tell", members=labels.number(MOST_MEMBERS))
    return labels("sureness.would_tell", members=labels.number(needed, key=one.key and f"{one.key}/needed"))


def without_number(name: str, one: Difference, labels: Labels) -> str:
    """The words that stand instead of a difference where no mean is shown, else empty.

    Single members can throw a mean so far that it tells nothing where most members agree on the sign: then
    the median and that part of the members are said too.
    """
    if one.sureness not in WITHOUT_NUMBER:
        return ""
    text = words(one, labels)
    way, part = ("up", one.up) if one.up > one.down else ("down", one.down)
    if one.sureness != "none" or part <= AGREED or not abs(one.q50) >= TINY * one.level:
        return text
    how = SHOWN[name]
    digits = _digits_that_show(one.q50, how)
    median = labels.number(one.q50, digits, sign=True, scale=how.scale, key=one.key and f"{one.key}/q50")
    shown = labels.number(part, scale=100, key=one.key and f"{one.key}/{way}")
    said = {"median": median, "unit": difference_unit(name, labels), "part": shown}
    return labels(f"sureness.agreed_{way}", needed=_needed(one, labels), **said)


def difference_parts(name: str, one: Difference, labels: Labels) -> dict[str, str]:
    """Mean, low and high (50 % band), median, unit and words of a difference, as shown."""
    how = SHOWN[name]
    large = abs(one.mean) * how.scale >= LARGE
    usual = 0 if large else _digits_that_show(one.mean if one.found else 0.0, how)

    def shown(part: str) -> str:
        x = float(getattr(one, part))
        digits = max(usual, _digits_that_show(x, how)) if part == "q50" and one.found else usual
        return labels.number(x, digits, sign=True, scale=how.scale, key=one.key and f"{one.key}/{part}")

    return {
        "mean": shown("mean"),
        "low": shown("q25"),
        "high": shown("q75"),
        "median": shown("q50"),
        "unit": difference_unit(name, labels),
        "words": words(one, labels),
    }


def _digits_that_show(x: float, how: Shown) -> int:
    # two figures: a found difference of 0.0004 points must not read as 0.000
    digits = how.difference_digits
    while x and digits < how.difference_digits + 3 and abs(x) * how.scale < 9.5 * 10**-digits:
        digits += 1
    return digits


def difference_text(name: str, one: Difference | None, labels: Labels) -> str:
    """The difference of a key figure in one cell of a table; empty without a base."""
    if one is None:
        return ""
    without = without_number(name, one, labels)
    if without:
        return without
    parts = difference_parts(name, one, labels)
    few = f"; {labels('sureness.few', **parts)}" if one.carried_by_few else ""
    return labels("summary.difference_cell", **parts) + few


def binding_sentence(stored: Stored, place: str = HOME, group: str = "summary") -> str:
    """What binds in a place, period by period; empty where nothing was recorded. `group`: of the labels."""
    labels = stored.labels
    periods = binding_periods(stored, place)
    where = labels.of("place", place)
    if not periods:
        return ""
    if binds_nothing(periods):
        return labels(f"{group}.binds_nothing", place=where)
    parts = []
    for number, one in enumerate(periods):
        key = "period_then" if number else "period_until"
        if number == len(periods) - 1:
            key = "period_last" if number else "period_only"
        at = f"binding/{place}/{one.cause}/{one.first}-{one.last}"
        share = labels.number(one.share, scale=100, key=f"{at}/share")
        year = labels.year(one.last, key=f"{at}/last")
        parts.append(
            labels(f"summary.{key}", cause=labels.of("cause_group", one.cause), year=year, share=share)
        )
    return labels(f"{group}.binds", place=where, periods=", ".join(parts))


def effort_sentence(stored: Stored) -> str:
    """How little the share moves where no member moves it by `LITTLE`, and how large the extra R&D is beside
    what firms spend; empty where there is neither to say."""
    labels, most, effort = stored.labels, largest_move(stored), rd_effort(stored)
    little = most is not None and 0 < most < LITTLE
    texts = []
    if most is not None and little:
        how = SHOWN["share"]
        digits = _digits_that_show(most, how)
        shown = labels.number(most, digits, scale=how.scale, key="difference/share/all/largest")
        texts.append(labels("summary.little", limit=labels.number(LITTLE * how.scale, 1), most=shown))
    if effort is not None:
        extra, whole = effort
        part = abs(extra) / whole
        digits = 0 if part >= 0.1 else 1 if part >= 0.01 else 2
        amount = labels.number(abs(extra), 0 if abs(extra) >= 10 else 1, key="effort/extra")
        texts.append(
            labels(
                f"summary.{'why_' if little else ''}{'rd_more' if extra > 0 else 'rd_less'}",
                part=labels.number(part, digits, scale=100, key="effort/part"),
                extra=amount,
                whole=labels.number(whole, key="effort/whole"),
            )
        )
    return " ".join(texts)


def growth_sentence(stored: Stored) -> str:
    """The chance that the share grows, against both base years."""
    growth, labels = chance_of_growth(stored), stored.labels
    if growth is None:
        return ""
    year, beats, beats_mean = growth
    first, _ = start_and_end(stored)
    said = {"year": year, "base_year": first}
    shown = labels.number(beats, scale=100, key=f"growth/{year}/{first}")
    if beats_mean is None:
        return labels("summary.growth", beats=shown, **said)
    both = labels.number(beats_mean, scale=100, key=f"growth/{year}/{FIRST_MEAN_YEAR}-{first}")
    return labels("summary.growth_both", beats=shown, beats_mean=both, from_year=FIRST_MEAN_YEAR, **said)


def chance_sentence(stored: Stored) -> str:
    """Which part of the spread of the share, and of its difference, is chance; empty where it cannot be
    told."""
    labels = stored.labels
    figure = next((one for one in key_figures(stored) if one.name == "share"), None)
    if figure is None or figure.chance != figure.chance:
        return ""
    at = "summary/share/end_chance_share"
    said = {
        "year": str(figure.last),
        "level": labels.number(figure.chance, scale=100, key=at),
        "rest": labels.number(1 - figure.chance, scale=100, key=f"{at}/rest"),
    }
    changed = figure.difference
    if changed is None or changed.chance != changed.chance:
        return labels("summary.chance", **said)
    part = labels.number(changed.chance, scale=100, key="summary/share/difference_chance_share")
    return labels("summary.chance_both", part=part, **said)


def money_cells(stored: Stored) -> tuple[str, str, str] | None:
    """The present value of public money as cells of a table: level, band, difference; None where none was
    recorded. With a base the level is left to the difference."""
    money, labels = public_money(stored), stored.labels
    if money is None:
        return None
    one, sign = money.present, stored.has_base
    if sign and one.sureness == "equal":
        return "", "", words(one, labels)
    mean, low, high = (
        labels.number(getattr(one, part), sign=sign, key=f"{one.key}/{part}")
        for part in ("mean", "q25", "q75")
    )
    if sign:
        return "", "", labels("summary.money_cell", mean=mean, low=low, high=high)
    return mean, labels("summary.to", low=low, high=high), ""


def money_sentence(stored: Stored) -> str:
    """Money awarded and paid, and how the present value was taken."""
    money, labels = public_money(stored), stored.labels
    if money is None or (stored.has_base and money.present.sureness == "equal"):
        return ""
    return labels(
        f"summary.{'money_extra' if stored.has_base else 'money_whole'}",
        first=stored.years[0],
        last=stored.years[-1],
        from_year=money.discount.first,
        prices=labels("summary.money_real" if money.real else "summary.money_nominal"),
        awarded=labels.number(money.awarded, key="money/awarded"),
        paid=labels.number(money.paid, key="money/paid"),
        present=labels.number(money.present.mean, key="money/present/mean"),
        rate=labels.number(money.discount.rate, 2, scale=100, key="info/appraisal/discount_rate"),
    )


def accounts_sentence(stored: Stored) -> str:
    """Net present value at both costs of public funds, cost per net job and basis point; empty without
    accounts, or where policy paid nothing more."""
    found, labels = accounts_of(stored), stored.labels
    if found is None or not found.money.any():
        return ""

    def amount(high: bool) -> str:
        one = found.net(found.mcpf(high=high))
        return (
            words(one, labels) if not one.found else labels.number(one.mean, sign=True, key=f"{one.key}/mean")
        )

    def cost(name: str) -> str:
        one = found.cost_per(effects(found)[name])
        if not one.found:
            return labels("accounts.unknown")
        return labels.number(one.mean, 1 if abs(one.mean) < 100 else 0, key=f"accounts/cost/{name}/-/mean")

    return labels(
        "accounts.sentence",
        net=amount(False),
        net_high=amount(True),
        mcpf=labels.exact(found.mcpf(), key="info/appraisal/mcpf"),
        mcpf_high=labels.exact(found.mcpf(high=True), key="info/appraisal/mcpf_high"),
        job=cost("jobs_net"),
        point=cost("basis_points"),
    )


def lasting_sentence(stored: Stored) -> str:
    """The net present value with what lasts after the window, where that turns its sign; else empty."""
    found, labels = accounts_of(stored), stored.labels
    if found is None or "without_spillover_lasting" not in found.nets:
        return ""
    within, lasting = (found.net(name=name) for name in ("without_spillover", "without_spillover_lasting"))
    if not (within.found and lasting.found) or (within.mean > 0) == (lasting.mean > 0):
        return ""
    fading = float(stored.info.appraisal["effect_fading"])
    return labels(
        "accounts.lasting_sentence",
        net=labels.number(lasting.mean, sign=True, key=f"{lasting.key}/mean"),
        within=labels.number(within.mean, sign=True, key=f"{within.key}/mean"),
        fading=labels.number(fading, scale=100, key="info/appraisal/effect_fading"),
        mcpf=labels.exact(found.mcpf(), key="info/appraisal/mcpf"),
    )


def factor_sentence(stored: Stored) -> str:
    """By how much `equal_money` scaled what the scenario adds; empty where it was not asked."""
    factor, labels = stored.info.money_factor, stored.labels
    return (
        ""
        if factor is None
        else labels("accounts.factor", factor=labels.exact(factor, key="info/money_factor"))
    )


def sentences(stored: Stored, *, remembered: bool = True) -> list[str]:
    """What a reader should take away besides the table, a sentence each.

    Not `remembered`: without those that a page has already said among what is remembered.
    """
    found = (
        binding_sentence(stored) if remembered else "",
        effort_sentence(stored) if remembered else "",
        growth_sentence(stored),
        chance_sentence(stored),
        money_sentence(stored),
        factor_sentence(stored),
        accounts_sentence(stored),
        lasting_sentence(stored),
    )
    return [one for one in found if one]
