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
WITHOUT_NUMBER = ("equal", "none", "tiny")


def level(figure: KeyFigure, x: float, labels: Labels) -> str:
    """A level of a key figure as shown, without its unit."""
    how = SHOWN[figure.name]
    return labels.number(x * how.scale, how.digits)


def difference_unit(name: str, labels: Labels) -> str:
    """The unit of a key figure's difference: points for shares, else its own."""
    key = f"difference_unit.{name}"
    return labels(key) if labels.has(key) else labels(f"unit_of.{name}")


def words(one: Difference, labels: Labels) -> str:
    """How sure the sign of a difference is, in careful words."""
    needed = one.members_that_would_tell
    if one.sureness != "none":
        return labels(f"sureness.{one.sureness}")
    if needed is None:
        return labels("sureness.none_plain")
    key = "none" if needed <= MOST_MEMBERS else "none_many"
    return labels(f"sureness.{key}", members=labels.number(min(needed, MOST_MEMBERS)))


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
    median = labels.number(one.q50 * how.scale, digits, sign=True)
    unit, shown = difference_unit(name, labels), labels.number(100 * part)
    return labels(f"sureness.agreed_{way}", median=median, unit=unit, part=shown)


def difference_parts(name: str, one: Difference, labels: Labels) -> dict[str, str]:
    """Mean, low and high (50 % band), unit and words of a difference, as shown."""
    how = SHOWN[name]
    digits = _digits_that_show(one.mean if one.found else 0.0, how)

    def shown(x: float) -> str:
        return labels.number(x * how.scale, digits, sign=True)

    return {
        "mean": shown(one.mean),
        "low": shown(one.q25),
        "high": shown(one.q75),
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
    return without or labels("summary.difference_cell", **difference_parts(name, one, labels))


def binding_sentence(stored: Stored, place: str = HOME) -> str:
    """What binds in a place, period by period; empty where nothing was recorded."""
    labels = stored.labels
    periods = binding_periods(stored, place)
    where = labels.of("place", place)
    if not periods:
        return ""
    if binds_nothing(periods):
        return labels("summary.binds_nothing", place=where)
    parts = []
    for number, one in enumerate(periods):
        key = "period_then" if number else "period_until"
        if number == len(periods) - 1:
            key = "period_last" if number else "period_only"
        share = labels.number(100 * one.share)
        parts.append(
            labels(f"summary.{key}", cause=labels.of("cause_group", one.cause), year=one.last, share=share)
        )
    return labels("summary.binds", place=where, periods=", ".join(parts))


def effort_sentence(stored: Stored) -> str:
    """How little the share moves where no member moves it by `LITTLE`, and how large the extra R&D is beside
    what firms spend; empty where there is neither to say."""
    labels, most, effort = stored.labels, largest_move(stored), rd_effort(stored)
    little = most is not None and 0 < most < LITTLE
    texts = []
    if most is not None and little:
        how = SHOWN["share"]
        shown = labels.number(most * how.scale, _digits_that_show(most, how))
        limit = labels.number(LITTLE * how.scale, 1)
        texts.append(labels("summary.little", limit=limit, most=shown))
    if effort is not None:
        extra, whole = effort
        part = 100 * abs(extra) / whole
        digits = 0 if part >= 10 else 1 if part >= 1 else 2
        key = "rd_more" if extra > 0 else "rd_less"
        amount = labels.number(abs(extra), 0 if abs(extra) >= 10 else 1)
        size = labels(
            f"summary.{key}", part=labels.number(part, digits), extra=amount, whole=labels.number(whole)
        )
        texts.append(labels("summary.why", size=size) if little else size[:1].upper() + size[1:] + ".")
    return " ".join(texts)


def growth_sentence(stored: Stored) -> str:
    """The chance that the share grows, against both base years."""
    growth, labels = chance_of_growth(stored), stored.labels
    if growth is None:
        return ""
    year, beats, beats_mean = growth
    first, _ = start_and_end(stored)
    text = labels("summary.growth", year=year, base_year=first, beats=labels.number(100 * beats))
    if beats_mean is not None:
        shown = labels.number(100 * beats_mean)
        text += labels("summary.growth_mean", from_year=FIRST_MEAN_YEAR, base_year=first, beats=shown)
    return text + "."


def chance_sentence(stored: Stored) -> str:
    """Which part of the spread of the share, and of its difference, is chance; empty where it cannot be
    told."""
    labels = stored.labels
    figure = next((one for one in key_figures(stored) if one.name == "share"), None)
    if figure is None or figure.chance != figure.chance:
        return ""
    changed = ""
    if figure.difference is not None and figure.difference.chance == figure.difference.chance:
        changed = labels("summary.chance_changed", part=labels.number(100 * figure.difference.chance))
    parts = {"level": labels.number(100 * figure.chance), "rest": labels.number(100 * (1 - figure.chance))}
    return labels("summary.chance", year=start_and_end(stored)[1], changed=changed, **parts)


def money_cells(stored: Stored) -> tuple[str, str, str] | None:
    """The present value of public money as cells of a table: level, band, difference; None where none was
    recorded. With a base the level is left to the difference."""
    money, labels = public_money(stored), stored.labels
    if money is None:
        return None
    one, sign = money.present, stored.has_base
    if sign and one.sureness == "equal":
        return "", "", words(one, labels)
    mean, low, high = (labels.number(x, sign=sign) for x in (one.mean, one.q25, one.q75))
    if sign:
        return "", "", labels("summary.money_cell", mean=mean, low=low, high=high)
    return mean, labels("summary.to", low=low, high=high), ""


def money_sentence(stored: Stored) -> str:
    """Money awarded and paid, and how the present value was taken."""
    money, labels = public_money(stored), stored.labels
    if money is None or (stored.has_base and money.present.sureness == "equal"):
        return ""
    return labels(
        "summary.money_line",
        first=stored.years[0],
        last=stored.years[-1],
        from_year=money.discount.first,
        prices=labels("summary.money_real" if money.real else "summary.money_nominal"),
        whose=labels("summary.money_extra" if stored.has_base else "summary.money_whole"),
        awarded=labels.number(money.awarded),
        paid=labels.number(money.paid),
        present=labels.number(money.present.mean),
        rate=labels.number(100 * money.discount.rate, 2),
    )


def accounts_sentence(stored: Stored) -> str:
    """Net present value at both costs of public funds, cost per net job and basis point; empty without
    accounts, or where policy paid nothing more."""
    found, labels = accounts_of(stored), stored.labels
    if found is None or not found.money.any():
        return ""

    def amount(high: bool) -> str:
        one = found.net(found.mcpf(high=high))
        return words(one, labels) if not one.found else labels.number(one.mean, sign=True)

    def cost(name: str) -> str:
        one = found.cost_per(effects(found)[name])
        return (
            labels.number(one.mean, 1 if abs(one.mean) < 100 else 0)
            if one.found
            else labels("accounts.unknown")
        )

    return labels(
        "accounts.sentence",
        net=amount(False),
        net_high=amount(True),
        mcpf=f"{found.mcpf():g}",
        mcpf_high=f"{found.mcpf(high=True):g}",
        job=cost("jobs_net"),
        point=cost("basis_points"),
    )


def factor_sentence(stored: Stored) -> str:
    """By how much `equal_money` scaled what the scenario adds; empty where it was not asked."""
    factor = stored.info.money_factor
    return "" if factor is None else stored.labels("accounts.factor", factor=f"{factor:.6g}")


def sentences(stored: Stored) -> list[str]:
    """What a reader should take away besides the table, a sentence each."""
    found = (
        binding_sentence(stored),
        effort_sentence(stored),
        growth_sentence(stored),
        chance_sentence(stored),
        money_sentence(stored),
        factor_sentence(stored),
        accounts_sentence(stored),
    )
    return [one for one in found if one]
