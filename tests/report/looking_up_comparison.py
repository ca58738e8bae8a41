"""Looks a key of a comparison up in its tables and in those of its results, with pandas and none of the
engine's own arithmetic."""

from __future__ import annotations

import json
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import unquote

import pandas as pd

from tests.report.looking_up import of_hindcast, of_trust, over_members

PARTS = {"two_se_below": -2.0, "two_se_above": 2.0}


class Compared:
    """A folder of a comparison; `look(key)` is the number that docs/results.md says the key means."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))

    @cache  # noqa: B019 (one reader a test session)
    def table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / f"{name}.csv", keep_default_na=False, na_values=[""])

    @cached_property
    def runs(self) -> pd.DataFrame:
        return self.table("runs").set_index("run")

    @cache  # noqa: B019
    def members(self, run: str, outcome: str, base: bool) -> pd.DataFrame:
        folder = (self.folder.parent / self.runs.loc[run, "folder"]).resolve()
        own = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        if base and self.about["base"]:
            folder = (self.folder.parent / self.about["base"]).resolve()
            own = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        table = pd.read_parquet(folder / "paired.parquet")
        scenario = own["base"] if base and not self.about["base"] else own["scenario"]
        rows = table[table["scenario"] == scenario]
        return rows.pivot(index="year", columns="member", values=outcome)

    _hindcast, _trust = staticmethod(of_hindcast), staticmethod(of_trust)

    def look(self, key: str) -> float:
        table, *rest = key.split("/")
        return float(getattr(self, f"_{table}")(*map(unquote, rest)))

    def _level(self, run: str, outcome: str, year: str, what: str) -> float:
        return over_members(self.members(run, outcome, False).loc[int(year)].to_numpy(float), what)

    def _difference(self, run: str, outcome: str, year: str, what: str) -> float:
        mine, theirs = (self.members(run, outcome, base).loc[int(year)] for base in (False, True))
        return over_members((mine - theirs).dropna().to_numpy(float), what)

    def _runs(self, run: str, column: str) -> float:
        return float(self.runs.loc[run, column])

    def _regret(self, run: str, column: str) -> float:
        return float(self.table("regret").set_index("run").loc[run, column])

    def _regret_by_future(self, policy: str, future: str) -> float:
        rows = self.table("regret")
        means = rows[rows["policy"] == policy].groupby("future")["mean"].mean()
        return float(means.max() if future == "-" else means[future])

    def _pairs(self, outcome: str, run: str, against: str, column: str) -> float:
        return float(
            self.table("pairs").set_index(["outcome", "run", "against"]).loc[(outcome, run, against), column]
        )

    def _equal_money(self, run: str, outcome: str, column: str) -> float:
        row = self.table("equal_money").set_index(["run", "outcome"]).loc[(run, outcome)]
        if column in PARTS:
            return float(row["per_100_meur"] + PARTS[column] * row["se"])
        return float(row[column])

    def _binding(self, run: str, period: str, column: str) -> float:
        return float(self.table("binding").set_index(["run", "period"]).loc[(run, int(period)), column])

    def _places_segments(self, run: str, outcome: str, axis: str, label: str, column: str) -> float:
        rows = self.table("places_segments").set_index(["run", "outcome", "axis", "label"])
        return float(rows.loc[(run, outcome, axis, label), column])

    def _design(self, policy: str, of: str, figure: str, axis: str, column: str) -> float:
        rows = self.table("design").set_index(["policy", "of", "figure", "axis"])
        return float(rows.loc[(policy, of, figure, axis), column])

    def _count(self, what: str, *rest: str) -> float:
        done = self.runs[self.runs["folder"].notna()]
        ranked = done[done["kind"] == "policy"]
        if rest and rest[-1] == "more":
            return self._count(what, *rest[:-1]) - 4
        if what == "not_told_from":
            rows = self.table("pairs").query("outcome == 'share' and run == @rest[0]")
            return float((~rows["found"].astype(bool)).sum())
        if what == "bound_by":
            table = self.table("binding")
            years = (table["last"] - table["first"] + 1).groupby([table["run"], table["cause"]]).sum()
            return sum(years[run].idxmax() == rest[0] for run in table["run"].unique())
        mean, se = (ranked[f"share_difference_{part}"].dropna() for part in ("mean", "se"))
        told = (mean != 0) & (mean.abs() >= 2 * se)
        costs = ranked["public_money_present_value"] > 0
        return {
            "results": len(done),
            "ranked": len(ranked),
            "members_least": done["members"].min(),
            "members_most": done["members"].max(),
            "points": done.index.str.rsplit(" · ").str[-1].nunique(),
            "seed": done["seed"].iloc[0],
            "futures": self.table("regret")["future"].nunique(dropna=False),
            "with_base": len(mean),
            "like_base": (~told).sum(),
            "with_rate": (costs & ranked["share_per_100_meur"].notna()).sum(),
        }[what]
