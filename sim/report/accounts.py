"""The public accounts as tables of text: money by instrument and year, who gains, cost per effect."""

from __future__ import annotations

import pandas as pd

from sim.inputs.policies import in_language
from sim.report.page import Grid
from sim.results import keyed
from sim.results.accounts import Accounts, Cost, Line, accounts_of, effects
from sim.results.by_place import by_place
from sim.results.key_figures import Difference, difference
from sim.results.labels import Labels
from sim.results.money_table import own_instruments
from sim.results.present_value import discount_of
from sim.results.store import Stored
from sim.results.wording import words

COLUMNS = ("awarded", "paid", "matched", "present")


def money_grid(stored: Stored) -> Grid | None:
    """The run's own instruments with what they budget, award and pay on top of the base, and totals by
    priority; of a run without a base every instrument. None where no money differs."""
    frame, discount, labels = _own(stored), discount_of(stored), stored.labels
    if frame is None or discount is None:
        return None
    frame = frame.assign(present=frame["paid_real"] * discount.factors(frame["year"]) * _width(stored))
    frame[list(COLUMNS[:3])] *= _width(stored)
    heads = [labels(f"accounts.{name}") for name in ("instrument", "channel", "payer", *COLUMNS)]

    def sums(rows_of: pd.DataFrame, at: str) -> list[str]:
        return [labels.number(float(rows_of[one].sum()), 1, key=f"own/{at}/{one}") for one in COLUMNS]

    rows = []
    for priority, group in frame.groupby("priority", sort=False):
        for (name, channel, payer), mine in group.groupby(["instrument", "channel", "payer"], sort=False):
            about = [labels.of("channel", str(channel)), labels.of("payer", str(payer))]
            rows.append([_title(stored, str(name)), *about, *sums(mine, f"{name}/{payer}")])
        said = labels("accounts.total_of", priority=labels.of("priority", str(priority)))
        rows.append([said, "", "", *sums(group, f"all/{priority}")])
    rows.append([labels("accounts.total"), "", "", *sums(frame, "all/all")])
    return Grid(heads, rows)


def years_grid(stored: Stored) -> Grid | None:
    """What the same instruments pay year by year, in EUR m of the day."""
    frame, labels = _own(stored), stored.labels
    if frame is None:
        return None
    frame = frame.assign(year=frame["year"].astype(int), paid=frame["paid"] * _width(stored))
    table = frame.pivot_table(index="year", columns="instrument", values="paid", aggfunc="sum", sort=False)
    table = table.fillna(0.0).sort_index()
    names = [str(name) for name in table]
    heads = [labels("figures.year"), *(_title(stored, name) for name in names), labels("accounts.total")]
    rows = []
    for year, row in zip(table.index, table.to_numpy(float), strict=True):
        cells = dict(zip(names, row, strict=True)) | {"all": float(row.sum())}
        shown = [labels.number(float(x), 1, key=f"own/{name}/{year}/paid") for name, x in cells.items()]
        rows.append([str(year), *shown])
    return Grid(heads, rows)


def size_grid(stored: Stored) -> Grid | None:
    """What a euro of each instrument adds to R&D, at large and other firms; None where none adds any."""
    labels, discount = stored.labels, discount_of(stored)
    rows_of = stored.money[stored.money["scenario"] == stored.info.scenario]
    if discount is None or "caused" not in rows_of:
        return None
    counted = rows_of[rows_of["year"] >= discount.first]
    heads = [labels(f"accounts.{name}") for name in ("instrument", "paid", "rd", *_PER_EURO)]
    rows = []
    for name, group in counted.groupby("instrument", sort=False):
        paid, caused, large = (
            _width(stored) * float(group[x].sum()) for x in ("paid", "caused", "caused_large")
        )
        part = float(group["large_firms"].fillna(0.0).iloc[0])
        if caused > 0:
            each = (caused / paid, _ratio(large, paid * part), _ratio(caused - large, paid * (1 - part)))
            at = f"appraised/{name}"
            cells = [
                labels.number(x, 1, key=f"{at}/{key}") for key, x in (("paid", paid), ("caused", caused))
            ]
            cells += [labels.number(x, 2, key=f"{at}/{key}") for key, x in zip(_PER_EURO, each, strict=True)]
            rows.append([_title(stored, str(name)), *cells])
    return Grid(heads, rows) if rows else None


def _title(stored: Stored, name: str) -> str:
    """The title of an instrument in the reader's language; in an older result the one that its table has."""
    text, lang = in_language(stored.info.instruments.get(name, {}), stored.labels.lang)
    if not text:
        mine = stored.money.loc[stored.money["instrument"] == name, "title"]
        text, lang = str(mine.iloc[0]), stored.info.lang
    return text if lang == stored.labels.lang else keyed.spoken(text, lang)


_PER_EURO = ("per_euro", "per_euro_large", "per_euro_small")


def _ratio(a: float, b: float) -> float:
    return a / b if b > 0 else float("nan")


def _own(stored: Stored) -> pd.DataFrame | None:
    found = own_instruments(stored.money, stored.info.scenario, stored.info.base)
    return found if len(found) else None


def _width(stored: Stored) -> float:
    years = stored.paired.years()
    return float(years[1] - years[0]) if len(years) > 1 else 1.0


def accounts_grid(stored: Stored) -> Grid | None:
    """Who pays and who gains, present values at both costs of public funds; None without accounts."""
    found = accounts_of(stored)
    if found is None:
        return None
    labels, rates = stored.labels, (found.mcpf(), found.mcpf(high=True))
    heads = [labels("accounts.who"), labels("accounts.what")]
    heads += [
        labels("accounts.at_mcpf", mcpf=labels.exact(rate, key=f"info/appraisal/{name}"))
        for rate, name in zip(rates, ("mcpf", "mcpf_high"), strict=True)
    ]
    lines, second = found.lines(rates[0]), found.lines(rates[1])
    rows = [
        _line_row((one, other), rates, found, labels)
        for one, other in zip(lines, second, strict=True)
        if one.amount.any()
    ]
    for key in found.nets:
        cells = [_amount(found.net(rate, key), labels) for rate in rates]
        rows.append([labels("accounts.net"), labels(f"accounts.{key}"), *cells])
    return Grid(heads, rows)


def _line_row(
    lines: tuple[Line, Line], rates: tuple[float, float], found: Accounts, labels: Labels
) -> list[str]:
    at = f"{lines[0].who}/{lines[0].what}"
    texts = [labels(f"accounts.group.{lines[0].who}"), labels(f"accounts.line.{at.replace('/', '_')}")]
    return texts + [
        _amount(found.banded(line.amount, f"accounts/{at}/{rate:g}"), labels)
        for line, rate in zip(lines, rates, strict=True)
    ]


def _amount(one: Difference, labels: Labels, digits: int = 1) -> str:
    if one.sureness in ("equal", "none"):
        return words(one, labels)
    mean, low, high = (
        labels.number(getattr(one, part), digits, sign=True, key=f"{one.key}/{part}")
        for part in ("mean", "q25", "q75")
    )
    return labels("summary.money_cell", mean=mean, low=low, high=high)


def places_grid(stored: Stored) -> Grid | None:
    """The same by place: what is earned in present value, jobs, homes; None without accounts."""
    found = accounts_of(stored)
    if found is None:
        return None
    labels, table = stored.labels, by_place(found)
    names = [str(name) for name in table if name not in ("place", "jobs_found")]
    heads = [labels("accounts.place"), *(labels(f"accounts.by_place_of.{name}") for name in names)]
    rows = []
    for row in table.to_dict("records"):
        at = f"accounts_by_place/{row['place']}"
        cells = [labels.number(float(row[name]), 1, sign=True, key=f"{at}/{name}") for name in names]
        if not row["jobs_found"]:
            unknown = labels("accounts.untold")
            cells = [unknown if name.startswith("jobs") else x for name, x in zip(names, cells, strict=True)]
        rows.append([labels.of("place", str(row["place"])), *cells])
    return Grid(heads, rows)


DIGITS = {"jobs_gross": 1, "jobs_net": 1, "basis_points": 3}


def costs_grid(stored: Stored) -> Grid | None:
    """What a job and a basis point of share cost; None without accounts."""
    found = accounts_of(stored)
    if found is None:
        return None
    labels = stored.labels
    heads = [labels(f"accounts.{name}") for name in ("effect", "amount", "cost")]
    rows = []
    for name, effect in effects(found).items():
        one = difference(effect, found.members, key=f"accounts/effect/{name}/-")
        shown = _amount(one, labels, DIGITS[name])
        rows.append(
            [
                labels(f"accounts.effect_of.{name}"),
                shown,
                cost_text(found.cost_per(effect), labels, f"accounts/cost/{name}/-"),
            ]
        )
    return Grid(heads, rows)


def cost_text(cost: Cost, labels: Labels, key: str = "") -> str:
    """What a unit costs, with two standard errors around it; words where no difference was found."""
    if not cost.found:
        return labels("accounts.no_cost")
    digits = 0 if abs(cost.mean) >= 100 else 1
    mean, low, high = (
        labels.number(getattr(cost, part), digits, key=key and f"{key}/{part}")
        for part in ("mean", "low", "high")
    )
    return labels("accounts.cost_cell", mean=mean, low=low, high=high)
