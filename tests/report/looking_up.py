"""Looks a key of a report up in the stored tables, with pandas and none of the engine's own arithmetic."""

from __future__ import annotations

import json
import re
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.inputs.resources import root

QUANTILES = {"q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9}


def of_hindcast(run: str, horizon: str, column: str) -> float:
    """A score of the shipped hindcast."""
    table = pd.read_csv(root() / "data" / "hindcast" / "coverage.csv").set_index(["run", "horizon"])
    return float(table.loc[(run, int(horizon)), column])


def of_trust(what: str, members: str) -> float:
    """Twice the standard error of a part of one half, in points."""
    assert what == "points"
    return 2 * 100 * float(np.sqrt(0.25 / int(members)))


class Stored:
    """A result folder; `look(key)` is the number that docs/results.md says the key means."""

    def __init__(self, folder: Path, groups: dict[str, str]) -> None:
        self.folder, self.groups = folder, groups
        self.info = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        self.base_year = int(self.info["known_until"]) - 1
        self.first = int(self.info["appraisal"]["appraisal_year"])

    def table(self, name: str) -> pd.DataFrame:
        found = self.__dict__.setdefault("_tables", {})
        if name not in found:
            path = self.folder / f"{name}.parquet"
            found[name] = pd.read_parquet(path) if path.exists() else pd.read_csv(self.folder / f"{name}.csv")
        return found[name]

    @cached_property
    def paired(self) -> dict[str, pd.DataFrame]:
        table = self.table("paired")
        return {
            name: table[table["scenario"] == self.info[name]].pivot(index="year", columns="member")
            for name in ("scenario", "base")
        }

    def members(self, of: str, outcome: str) -> pd.DataFrame:
        run = self.paired["scenario"][outcome]
        return run if of == "run" else run - self.paired["base"][outcome]

    @property
    def has_base(self) -> bool:
        return len(self.table("difference")) > 0

    _hindcast, _trust = staticmethod(of_hindcast), staticmethod(of_trust)

    def look(self, key: str) -> float:
        table, *rest = key.split("/")
        return float(getattr(self, f"_{table}")(*rest))

    def _run(self, outcome: str, year: str, statistic: str) -> float:
        return over_members(self.members("run", outcome).loc[int(year)].to_numpy(float), statistic)

    def _difference(self, outcome: str, year: str, statistic: str) -> float:
        found = self.members("difference", outcome)
        if year == "all":
            return float(found.abs().to_numpy().max())
        return over_members(found.loc[int(year)].to_numpy(float), statistic)

    @cached_property
    def _by_variable(self) -> dict[str, pd.DataFrame]:
        rows = self.table("series")
        rows = rows[rows["place"] != "abroad"].astype({"place": str, "level": str, "statistic": str})
        return {str(name): part for name, part in rows.groupby("variable", observed=True)}

    @cache  # noqa: B019 (one reader a test session)
    def _sums(self, variable: str, label: str) -> dict[tuple[int, str], float]:
        rows = self._by_variable[variable]
        if label != "-":
            rows = rows[(rows["place"] == label) | (rows["level"] == label)]
        return rows.groupby(["year", "statistic"])["value"].sum().to_dict()

    def _series(self, variable: str, label: str, year: str, statistic: str) -> float:
        return float(self._sums(variable, label)[int(year), statistic])

    @cache  # noqa: B019
    def _shares(self, place: str, group: str) -> pd.Series[float]:
        rows = self.table("binding")
        rows = rows[(rows["scenario"] == self.info["scenario"]) & (rows["place"] == place)]
        rows = rows[[self.groups.get(one, one) == group for one in rows["cause"]]]
        return rows.groupby("year")["share_members"].sum()

    def _binding(self, place: str, group: str, years: str, what: str) -> float:
        first, _, last = years.partition("-")
        if what == "last":
            return float(last)
        shares = self._shares(place, group)
        return float(shares.loc[int(first) : int(last or first)].mean())

    def _binding_year(self, place: str, cause: str, what: str) -> float:
        rows = self.table("binding_year").set_index(["scenario", "place", "cause"])
        found = float(rows.loc[(self.info["scenario"], place, cause), what])
        return found if what == "share_members" else round(found)

    def _money(self, what: str, statistic: str = "mean") -> float:
        of = "difference" if self.has_base else "run"
        if what != "present":
            return float(self.members(of, what).sum().mean())
        name = "paid_real" if "paid_real" in self.table("paired") else "paid"
        paid = self.members(of, name)
        paid = paid[paid.index >= self.first]
        factors = (1 + self.info["appraisal"]["discount_rate"]) ** -(paid.index.to_numpy(float) - self.first)
        return over_members((paid.to_numpy() * factors[:, None]).sum(axis=0), statistic)

    def _effort(self, what: str) -> float:
        extra = abs(self.members("difference", "rd_caused").loc[self.base_year + 1 :].to_numpy().mean())
        whole = self.paired["base"]["rd"].loc[self.base_year + 1 :].to_numpy().mean()
        return {"extra": extra, "whole": whole, "part": extra / whole}[what]

    def _growth(self, year: str, since: str) -> float:
        share = self.members("run", "share")
        first, _, last = since.partition("-")
        before = share.loc[int(first) : int(last or first)].mean()
        return float((share.loc[int(year)] > before).mean())

    def _summary(self, figure: str, column: str, rest: str = "") -> float:
        found = float(self.table("summary").set_index("figure").loc[figure, column])
        return 1 - found if rest else found

    def _accounts(self, who: str, what: str, mcpf: str, statistic: str) -> float:
        rows = self.table("accounts")
        rows = rows[(rows["who"] == who) & (rows["what"] == what)]
        row = rows.iloc[0] if mcpf == "-" else rows[rows["mcpf"] == float(mcpf)].iloc[0]
        return (
            _needed(row["mean"], row["se"], self.info["members"]) if statistic == "needed" else row[statistic]
        )

    def _accounts_by_place(self, place: str, what: str) -> float:
        return float(self.table("accounts_by_place").set_index("place").loc[place, what])

    def _own(self, instrument: str, which: str, what: str) -> float:
        rows = self.table("money")
        rows = rows.assign(sign=np.where(rows["scenario"] == self.info["scenario"], 1.0, -1.0))
        if instrument != "all":
            rows = rows[rows["instrument"] == instrument]
        elif re.match(r"\d{4}$", which):
            rows = rows[rows["year"] == int(which)]
        elif which != "all":
            rows = rows[rows["priority"] == which]
        if instrument != "all":
            rows = rows[rows["year"] == int(which)] if which[0].isdigit() else rows[rows["payer"] == which]
        if what != "present":
            return float((rows["sign"] * rows[what]).sum())
        rows = rows[rows["year"] >= self.first]
        factors = (1 + self.info["appraisal"]["discount_rate"]) ** -(rows["year"] - float(self.first))
        return float((rows["sign"] * rows["paid_real"] * factors).sum())

    def _appraised(self, instrument: str, what: str) -> float:
        rows = self.table("money")
        rows = rows[(rows["scenario"] == self.info["scenario"]) & (rows["instrument"] == instrument)]
        rows = rows[rows["year"] >= self.first]
        paid, caused, large = (float(rows[name].sum()) for name in ("paid", "caused", "caused_large"))
        part = float(rows["large_firms"].fillna(0.0).iloc[0])
        return {
            "paid": paid,
            "caused": caused,
            "per_euro": caused / paid,
            "per_euro_large": large / (paid * part) if part else np.nan,
            "per_euro_small": (caused - large) / (paid * (1 - part)) if part < 1 else np.nan,
        }[what]

    def _info(self, *path: str) -> float:
        if path[0] == "parameters":
            return self._parameter(*path[1:])
        if path[0] == "changes":
            return self._change(*path[1:])
        found: Any = self.info
        for part in path:
            found = found[part]
        return float(found)

    def _parameter(self, name: str, label: str = "", what: str = "") -> float:
        parameters = self.info["parameters"]
        if name == "count":
            return len(parameters)
        if name == "weak":
            return sum(one["confidence"] in ("recalled", "assumption") for one in parameters)
        mine = next(one for one in parameters if one["name"] == name)
        return float(mine["labels"][label][("value", "low", "high").index(what)])

    def _change(self, number: str, when: str, at: str = "") -> float:
        found = self.info["changes"][int(number)][when]
        return float(found[int(at)][1] if at else found)


def over_members(x: np.ndarray, name: str) -> float:
    """A statistic over members (member,), by the name it has in a key."""
    if name in QUANTILES:
        return float(np.quantile(x, QUANTILES[name]))
    if name == "needed":
        pairs = x.reshape(-1, 2).mean(axis=1)
        return _needed(x.mean(), pairs.std(ddof=1) / np.sqrt(len(pairs)), len(x))
    return float({"mean": x.mean, "up": (x > 0).mean, "down": (x < 0).mean}[name]())


def _needed(mean: float, se: float, members: int) -> float:
    """Members at which twice the standard error would be the mean, to two figures, upwards."""
    needed = members * (2 * se / abs(mean)) ** 2
    size = 10 ** max(int(np.floor(np.log10(max(needed, 1)))) - 1, 0)
    return float(np.ceil(needed / size) * size)
