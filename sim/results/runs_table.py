"""The tables of a comparison with a row a run: key figures side by side, money, regret, what binds when."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd

from sim.results import keyed
from sim.results.compared import Compared, Comparison
from sim.results.equal_money import rate
from sim.results.findings import binding_periods
from sim.results.key_figures import SHOWN, start_and_end
from sim.results.naming import value_in
from sim.results.regret import of_run
from sim.results.wording import words

PER_100 = ("share", "value_added_nl", "jobs_nl")
"""Outcomes that the table of runs also gives per EUR 100 m of public money."""
WHOLE = ("members", "seed")
DIFFERENCE = ("mean", "q10", "q25", "q75", "q90", "se", "up")


def runs_frame(comparison: Comparison) -> pd.DataFrame:
    """A row a run: its name, overrides, the numbers in which runs differ, status, key figures in the last
    year in their own units, differences, money, regret; failed runs last."""
    means, firsts = of_run(comparison.regret, "mean"), of_run(comparison.regret, "first")
    rows: list[dict[str, object]] = []
    for one in comparison.results:
        info = one.stored.info
        row: dict[str, object] = {"run": one.name, "scenario": info.scenario, "kind": info.kind}
        row |= {"overrides": one.overrides, "future": comparison.futures[one.name], "status": info.status}
        row |= {str(name): float(comparison.numbers[name][one.name]) for name in comparison.numbers}
        row |= {"members": info.members, "seed": info.seed, "year": start_and_end(one.stored)[1]}
        row |= _figures(one, comparison)
        row["public_money_present_value"] = None if one.money is None else one.money.present.mean
        for name in PER_100:
            each = rate(one, name)
            row[f"{name}_per_100_meur"] = each.mean if each is not None and each.found else None
        row["share_regret"] = means.get(one.name, float("nan"))
        row["share_first"] = firsts.get(one.name, float("nan"))
        row["folder"] = Path(os.path.relpath(one.stored.folder, comparison.folder.parent)).as_posix()
        rows.append(row)
    failed = comparison.labels("compare.failed")
    for name, why in comparison.failed:
        sampled: dict[str, object] = {str(key): value_in(name, str(key)) for key in comparison.numbers}
        rows.append({"run": name, "status": f"{failed}: {why}", **sampled})
    table = pd.DataFrame(rows)
    # whole numbers beside the empty cells of a failed run too
    return table.astype({name: "Int64" for name in WHOLE if name in table})


def money_key(run: object) -> str:
    """The key of the extra public money of a run (`sim.results.keyed`)."""
    return keyed.key("runs", run, "public_money_present_value")


def _figures(one: Compared, comparison: Comparison) -> dict[str, object]:
    row: dict[str, object] = {}
    last = start_and_end(one.stored)[1]
    for name in SHOWN:
        mine, changed = one.members(name), one.end(name)
        row[name] = None if mine is None else float(np.median(mine.loc[last].to_numpy(float)))
        for part in ("mean", "q25", "q75", "se", "up"):
            row[f"{name}_difference_{part}"] = None if changed is None else getattr(changed, part)
        row[f"{name}_difference_words"] = "" if changed is None else words(changed, comparison.labels)
    return row


def figures_frame(comparison: Comparison) -> pd.DataFrame:
    """A row a run and key figure: median and 50 % band in the last year, paired difference with its bands,
    error, chance of being up and words, in the unit of the outcome."""
    rows: list[dict[str, object]] = []
    for one in comparison.results:
        first, last = start_and_end(one.stored)
        for name in SHOWN:
            mine = one.members(name)
            if mine is None:
                continue
            end = mine.loc[last].to_numpy(float)
            low, middle, high = (float(q) for q in np.quantile(end, (0.25, 0.5, 0.75)))
            row: dict[str, object] = {"run": one.name, "figure": name, "unit": one.stored.unit(name)}
            row |= {"start_year": first, "start": float(np.median(mine.loc[first].to_numpy(float)))}
            row |= {"year": last, "median": middle, "q25": low, "q75": high}
            changed = one.end(name)
            for part in DIFFERENCE:
                row[f"difference_{part}"] = None if changed is None else getattr(changed, part)
            row["difference_words"] = "" if changed is None else words(changed, comparison.labels)
            rows.append(row)
    return pd.DataFrame(rows)


def binding_table(comparison: Comparison) -> pd.DataFrame:
    """A row a run and period in which one group of causes leads, in the place whose queue stands in the
    headline: its years and the mean part of members."""
    rows = [
        (one.name, at, period.cause, period.first, period.last, period.share)
        for one in comparison.results
        for at, period in enumerate(binding_periods(one.stored), start=1)
    ]
    return pd.DataFrame(rows, columns=["run", "period", "cause", "first", "last", "share_members"])
