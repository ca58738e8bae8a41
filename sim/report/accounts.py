"""The public accounts as tables of text: money by instrument and year, who gains, cost per effect."""

from __future__ import annotations

import pandas as pd

from sim.report.page import Grid
from sim.results.accounts import Accounts, Cost, Line, accounts_of, effects
from sim.results.by_place import by_place
from sim.results.key_figures import Difference, difference
from sim.results.labels import Labels
from sim.results.money_table import own_instruments
from sim.results.present_value import discount_of
from sim.results.store import Stored
from sim.results.wording import words


def money_grid(stored: Stored) -> Grid | None:
    """The run's own instruments with what they budget, award and pay on top of the base, and totals by
    priority; of a run without a base every instrument. None where no money differs."""
    frame, discount, labels = _own(stored), discount_of(stored), stored.labels
    if frame is None or discount is None:
        return None
    frame = frame.assign(present=frame["paid_real"] * discount.factors(frame["year"]) * _width(stored))
    columns = ("awarded", "paid", "matched", "present")
    frame[list(columns[:3])] *= _width(stored)
    heads = [labels(f"accounts.{name}") for name in ("instrument", "channel", "payer", *columns)]
    rows = []
    for priority, group in frame.groupby("priority", sort=False):
        for (title, channel, payer), mine in group.groupby(["title", "channel", "payer"], sort=False):
            about = [str(title), labels.of("channel", str(channel)), labels.of("payer", str(payer))]
            rows.append(about + [labels.number(float(mine[name].sum()), 1) for name in columns])
        name = labels("accounts.total_of", priority=labels.of("priority", str(priority)))
        rows.append([name, "", "", *(labels.number(float(group[one].sum()), 1) for one in columns)])
    total = [labels.number(float(frame[one].sum()), 1) for one in columns]
    rows.append([labels("accounts.total"), "", "", *total])
    return Grid(heads, rows)


def years_grid(stored: Stored) -> Grid | None:
    """What the same instruments pay year by year, in EUR m of the day."""
    frame, labels = _own(stored), stored.labels
    if frame is None:
        return None
    frame = frame.assign(year=frame["year"].astype(int), paid=frame["paid"] * _width(stored))
    table = frame.pivot_table(index="year", columns="title", values="paid", aggfunc="sum", sort=False)
    table = table.fillna(0.0).sort_index()
    heads = [labels("figures.year"), *(str(name) for name in table), labels("accounts.total")]
    rows = [
        [str(year), *(labels.number(float(x), 1) for x in row), labels.number(float(sum(row)), 1)]
        for year, row in zip(table.index, table.to_numpy(float), strict=True)
    ]
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
    for title, group in counted.groupby("title", sort=False):
        paid, caused, large = (
            _width(stored) * float(group[x].sum()) for x in ("paid", "caused", "caused_large")
        )
        part = float(group["large_firms"].fillna(0.0).iloc[0])
        if caused > 0:
            each = (caused / paid, _ratio(large, paid * part), _ratio(caused - large, paid * (1 - part)))
            numbers = [labels.number(x, 1) for x in (paid, caused)] + [labels.number(x, 2) for x in each]
            rows.append([str(title), *numbers])
    return Grid(heads, rows) if rows else None


_PER_EURO = ("per_euro", "per_euro_large", "per_euro_small")


def _ratio(a: float, b: float) -> float:
    return a / b if b > 0 else float("nan")


def _own(stored: Stored) -> pd.DataFrame | None:
    found = own_instruments(stored.money, stored.info.scenario, stored.info.base)
    return found if len(found) else None


def _width(stored: Stored) -> float:
    years = sorted(set(stored.paired["year"]))
    return float(years[1] - years[0]) if len(years) > 1 else 1.0


def accounts_grid(stored: Stored) -> Grid | None:
    """Who pays and who gains, present values at both costs of public funds; None without accounts."""
    found = accounts_of(stored)
    if found is None:
        return None
    labels, rates = stored.labels, (found.mcpf(), found.mcpf(high=True))
    heads = [labels("accounts.who"), labels("accounts.what")]
    heads += [labels("accounts.at_mcpf", mcpf=f"{rate:g}") for rate in rates]
    lines, second = found.lines(rates[0]), found.lines(rates[1])
    rows = [
        _line_row(one, other, found, labels)
        for one, other in zip(lines, second, strict=True)
        if one.amount.any()
    ]
    for key, spillover in (("without_spillover", False), ("with_spillover", True)):
        cells = [_amount(found.net(rate, spillover=spillover), labels) for rate in rates]
        rows.append([labels("accounts.net"), labels(f"accounts.{key}"), *cells])
    return Grid(heads, rows)


def _line_row(one: Line, other: Line, found: Accounts, labels: Labels) -> list[str]:
    texts = [labels(f"accounts.group.{one.who}"), labels(f"accounts.line.{one.who}_{one.what}")]
    return texts + [_amount(found.banded(line.amount), labels) for line in (one, other)]


def _amount(one: Difference, labels: Labels) -> str:
    if one.sureness in ("equal", "none"):
        return words(one, labels)
    mean, low, high = (labels.number(x, 1, sign=True) for x in (one.mean, one.q25, one.q75))
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
        cells = [labels.number(float(row[name]), 1, sign=True) for name in names]
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
        one = difference(effect, found.members)
        shown = words(one, labels)
        if one.sureness not in ("equal", "none"):
            mean, low, high = (
                labels.number(x, DIGITS[name], sign=True) for x in (one.mean, one.q25, one.q75)
            )
            shown = labels("summary.money_cell", mean=mean, low=low, high=high)
        rows.append([labels(f"accounts.effect_of.{name}"), shown, cost_text(found.cost_per(effect), labels)])
    return Grid(heads, rows)


def cost_text(cost: Cost, labels: Labels) -> str:
    """What a unit costs, with two standard errors around it; words where no difference was found."""
    if not cost.found:
        return labels("accounts.no_cost")
    digits = 0 if abs(cost.mean) >= 100 else 1
    mean, low, high = (labels.number(x, digits) for x in (cost.mean, cost.low, cost.high))
    return labels("accounts.cost_cell", mean=mean, low=low, high=high)
