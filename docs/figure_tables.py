"""The tables and longer figures of the documentation that no single outcome gives (docs/figures.yaml)."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.results.binding_year import binding_year_frame

if TYPE_CHECKING:
    from asking import Asking

RUNS: Mapping[str, tuple[str, ...]] = {
    "equal_money": (
        "base", "ipcei_500", "ipcei_large_500", "ipcei_scale_ups_500", "talent_push_500", "diversify_500",
    ),
    "break_even": ("base", "ipcei"),
    "limits": ("grid_first",), "limits_added": ("grid_first",), "limits_together": ("grid_first",),
    "small": ("grid_first",),
    "switches": ("base", "ipcei"),
}  # fmt: skip
"""Runs on which a table hangs beside those that its definition names."""
PERIODS = ((2010, 2023), (2024, 2026), (2027, 2030), (2031, 2038))
HERE = ("brainport", "arnhem_nijmegen", "almere", "twente", "delft")
CAUSES = (
    "people", "homes", "power", "permits", "nitrogen", "land", "builders", "money", "building", "access",
)  # fmt: skip
BOX = "innovation_box"
RELIEF = ("relief", "scenario=grid_first")
SWITCHES = ("switches", "scenario=ipcei_boost")


def grid(asking: Asking, one: Mapping[str, Any]) -> str:
    """A table in which each row and each column gives a part of the definition of a figure."""
    cells = []
    for title, of in one["rows"]:
        asked = [{**of, **it} if one.get("turned") else {**it, **of} for it in one["columns"]]
        cells.append([title, *(asking.told(_kind_first(it)) for it in asked)])
    return lines(one["head"], cells)


def _kind_first(one: Mapping[str, Any]) -> dict[str, Any]:
    kind = next(key for key in one if key in ("level", "change", "account", "chance", "growth"))
    return {kind: one[kind], **one}


def lines(head: list[str], rows: list[list[str]]) -> str:
    """Markdown for a table, with a line before and after it."""
    table = [head, ["---"] * len(head), *rows]
    return "\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in table) + "\n\n"


# People, queues, money


def largest_hires(asking: Asking, _: Mapping[str, Any]) -> str:
    """The largest gross hires over staff of any cell, year and member, in per cent."""
    return f"{100 * float(asking.run('base').values['gross_hires'].max()):.0f}"


def thefts(asking: Asking, one: Mapping[str, Any]) -> str:
    """How many thefts a run keeps from happening, of how many in the base; a member each."""
    counted = []
    for name in (one["of"], "base"):
        events = asking.run(name).events
        counted.append(int((events["kind"] == "leak").sum()))
    return f"{counted[1] - counted[0]} of {counted[1]}"


def queue_path(asking: Asking, _: Mapping[str, Any]) -> str:
    """The queue of Brainport by year, in words."""
    from asking import shown

    run, told = asking.run("base"), []
    x = asking.answers.members_of(run, "mw_queued", {"place": "brainport"})
    for year in (2027, 2030, 2034, 2038):
        quantiles = np.quantile(x[list(run.years).index(year)], (0.1, 0.5, 0.9))
        low, middle, high = (shown(q, 0) for q in quantiles)
        told.append(f"{middle} MW ({low}–{high}) in {year}")
    return ", ".join(told)


def waits(asking: Asking, _: Mapping[str, Any]) -> str:
    """How long a request of the sector that has its power waits for its works, by the year of the grant."""
    run = asking.run("base")
    log = run.events[run.events["kind"].isin(["power_granted", "granted", "works_begun", "connected"])]
    log = log[~log["identity"].str.contains("/other/", regex=False)]
    first = log.groupby(["member", "identity", "kind"])["time"].min().unstack()
    takes = run.inputs["connection_time"].to_numpy()[first.index.get_level_values("member")]
    wait = (first["connected"] - first["granted"] - takes).where(first["connected"].notna()).dropna()
    wait, granted, rows = wait.clip(lower=0.0).round(9), first["granted"].loc[wait.index], []
    for begin, end in PERIODS:
        some = wait[(granted >= begin) & (granted < end + 1)]
        part = f"{100 * float((some > 0).mean()):.0f} %"
        rows.append([f"{begin}–{end}", f"{some.mean():.2f}", part, f"{float(some.quantile(0.9)):.1f}"])
    return lines(["power granted", "years, mean", "part that waits", "nine in ten at most"], rows)


def first_years(asking: Asking, _: Mapping[str, Any]) -> str:
    """The first year in which a cause takes a tenth of desired output, and in what part of members."""
    labels, run = asking.answers.labels, asking.run("base")
    frame = binding_year_frame(run, "", 2023).query("cause != 'demand'").set_index(["place", "cause"])
    causes = [one for one in CAUSES if one in frame.index.get_level_values("cause")]
    rows = []
    for place in HERE:
        row = [labels.of("place", place)]
        for cause in causes:
            one = frame.loc[(place, cause)]
            part = 100 * float(one["share_members"])
            row.append(f"{one['q50']:.0f} ({part:.0f})" if part > 0 else "–")
        rows.append(row)
    return lines(["place", *(labels.of("cause_group", cause) for cause in causes)], rows)


def lead_research(asking: Asking, _: Mapping[str, Any]) -> str:
    """R&D of the four lead firms in 2023, EUR bn, median."""
    run = asking.run("base")
    x = sum(
        asking.answers.members_of(run, "rd", {"segment": it})
        for it in ("lithography", "deposition", "assembly_equipment", "chips")
    )
    return f"{np.median(np.asarray(x)[list(run.years).index(2023)]) / 1000:.2f}"


def _booked(asking: Asking) -> dict[str, float]:
    run = asking.run("base")
    at = list(run.years).index(2023)
    paid = {
        name: float(it.amounts["paid"][at].mean())
        for name, it in run.money.items()
        if it.instrument.payer in ("nl", "region")
    }
    return dict(sorted(paid.items(), key=lambda each: -each[1]))


def booked(asking: Asking, _: Mapping[str, Any]) -> str:
    """What is booked for 2023 by instrument, EUR m, the largest first; parts of a million left out."""
    told = [f"`{name}` {paid:,.0f}" for name, paid in _booked(asking).items() if paid >= 0.5]
    return ", ".join(told)


def booked_rest(asking: Asking, _: Mapping[str, Any]) -> str:
    """What is booked for 2023 without the innovation box, EUR m."""
    return f"{sum(paid for name, paid in _booked(asking).items() if name != BOX):,.0f}"


def equal_money(asking: Asking, _: Mapping[str, Any]) -> str:
    """Scenarios whose extra money is worth the same."""
    from asking import meant, shown

    rows = []
    for name in RUNS["equal_money"][1:]:
        prepared, run = asking.answers.run(asking.words_of(name))
        found = asking.accounts(name)
        last = list(run.years)[-1]
        jobs = asking.told({"change": "jobs_nl", "of": name, "year": last})
        share = asking.told({"change": "share", "of": name, "year": last, "scale": 100})
        nets = [meant(found.net_members(cost), found.members, {"band": False}) for cost in (1.0, 1.25)]
        cost = found.cost_per(found.jobs(net=True))
        rows.append([
            f"`{asking.words_of(name)[0].partition('=')[2]}`",
            f"{prepared.money_factor:.3f}",
            shown(float(found.money.mean()), 0),
            jobs, share, " / ".join(nets),
            shown(cost.mean) if cost.found else "cannot be told",
        ])  # fmt: skip
    head = [
        "scenario", "factor", "paid, present value", f"jobs, gross, {last}", f"share, points, {last}",
        "net present value at 1.0 / 1.25", "one net job costs",
    ]  # fmt: skip
    return lines(head, rows)


def break_even(asking: Asking, _: Mapping[str, Any]) -> str:
    """What `breakeven scenario=ipcei_boost` prints."""
    return "\n\n```text\n" + asking.answers.command(["breakeven", "scenario=ipcei_boost"]) + "\n```\n\n"


# Relief and switches: tables that a command writes


def _table(asking: Asking, words: tuple[str, ...]) -> pd.DataFrame:
    """The table that a command of the engine writes; asked once a process."""
    from sim.command import relieving, switches

    known: dict[tuple[str, ...], pd.DataFrame] = asking.__dict__.setdefault("tables", {})
    if words not in known:
        command = {"relief": relieving.relief, "switches": switches.switches}[words[0]]
        own = [*words[1:], f"members={asking.members}", "seed=1"]
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            command([*own, f"results={folder}"])
            known[words] = pd.read_csv(next(Path(folder).rglob(f"{words[0]}.csv")))
    return known[words]


def _cell(row: pd.Series, scale: float) -> str:
    from asking import shown

    mean, error = scale * float(row["mean"]), scale * float(row["se"])
    if not row["found"]:
        return "no difference found"
    if row["words"] == "tiny":
        return "next to nothing"
    digits = 0 if abs(mean) >= 10 else min(6, 1 - int(np.floor(np.log10(abs(mean)))))
    return f"{shown(mean, digits, sign=True)} ± {shown(error, digits)}"


def _rows(frame: pd.DataFrame, key: str, columns: list[tuple[str, str, float]]) -> list[list[str]]:
    rows = []
    for name in dict.fromkeys(frame[key]):
        mine = frame[frame[key] == name].set_index(["outcome", "span"])
        rows.append([str(name), *(_cell(mine.loc[(outcome, span)], by) for outcome, span, by in columns)])
    return rows


def limits(asking: Asking, _: Mapping[str, Any]) -> str:
    """What lifting each limit brings."""
    frame = _table(asking, RELIEF)
    columns = [
        ("value_added_nl", "year", 1e-3), ("jobs_nl", "year", 1.0), ("share", "year", 100.0),
        ("value_added_nl", "cumulated", 1e-3),
    ]  # fmt: skip
    rows = _rows(frame[frame["kind"] == "limit"], "relief", columns)
    rows[-1][0] = "all at once"
    head = [
        "limit", "value added in NL, EUR2023 bn a year", "jobs in NL", "share, points",
        "value added 2027–2038, EUR2023 bn",
    ]  # fmt: skip
    return lines(head, rows)


def _summed(asking: Asking) -> pd.Series:
    frame = _table(asking, RELIEF)
    of = frame["kind"].eq("limit") & frame["outcome"].eq("value_added_nl") & frame["span"].eq("cumulated")
    return frame[of].set_index("relief")["mean"] / 1000


def limits_added(asking: Asking, _: Mapping[str, Any]) -> str:
    """Value added to the horizon by lifting limits one by one, added up, EUR2023 bn."""
    return f"{_summed(asking).drop('all').sum():.0f}"


def limits_together(asking: Asking, _: Mapping[str, Any]) -> str:
    """Value added to the horizon by lifting them all at once, EUR2023 bn."""
    return f"{_summed(asking)['all']:.0f}"


SMALL = {
    "power": "grid capacity, per MW",
    "people": "technicians retrained, per 100",
    "homes": "homes, per 100",
    "permits": "permits, per month off the procedure",
    "land": "land for firms, per 100 workplaces",
    "slots": "crews for connections, per tenth more",
}


def small(asking: Asking, _: Mapping[str, Any]) -> str:
    """What a little of each relief is worth."""
    frame = _table(asking, RELIEF)
    frame = frame[frame["kind"] == "small"]
    columns = [
        ("value_added_nl", "present_value", 1.0),
        ("value_added_nl", "year", 1.0),
        ("jobs_nl", "year", 1.0),
    ]
    rows = [[SMALL.get(row[0], row[0]), *row[1:]] for row in _rows(frame, "relief", columns)]
    head = [
        "a little relief",
        "present value of value added in NL, EUR2023 m",
        "EUR2023 m in 2035",
        "jobs in 2035",
    ]
    return lines(head, rows)


def switches(asking: Asking, _: Mapping[str, Any]) -> str:
    """What turning each switch does to the share and to the effect of the policy."""
    frame = _table(asking, SWITCHES)
    frame = frame[(frame["outcome"] == "share") & frame["switch"].notna() & (frame["switch"] != "")]
    rows = []
    for (name, value), mine in frame.groupby(["switch", "value"], sort=False):
        mine = mine.set_index("quantity")
        told = [
            _cell(mine.loc[what], by)
            for what, by in (("level_change", 100.0), ("effect", 1e4), ("effect_change", 1e4))
        ]
        moved = mine.loc["level_change"]
        rows.append((abs(moved["mean"]) * moved["found"], [f"`{name}` {value:g}", *told]))
    rows.sort(key=lambda row: -row[0])
    head = [
        "switch, its other value", "share against the default, points", "effect of the policy, basis points",
        "change of the effect",
    ]  # fmt: skip
    return lines(head, [row for _, row in rows])
