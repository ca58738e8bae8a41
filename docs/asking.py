"""How a measured figure of the documentation is read from runs: the kinds that docs/figures.yaml may ask for.

level    an outcome, a list of them added up: median and 80 % band over members
change   a paired difference between two runs, or (`since`) between two years of one
growth   yearly growth between two years, median
account  a group, an entry or the net sum of the public accounts, present value, EUR m of 2023
chance   per cent of members in which a change is above (`up`) or below (`down`) zero
money    means of public money of one year: all, or of one instrument
and the tables and sentences of `docs/figure_tables.py`

All of them: of, against: names of runs (`base` unless said) · year, mean: [a, b] or total: [a, b] · at:
labels; what is not named is added up, of places those in the Netherlands · country: true for their sum where
the headline is that of one place · scale: a factor · digits: decimals; three figures unless said · band:
false for the number alone. A change: of_itself: in per cent of the other run, member by member · median: with
its 80 % band, in place of the mean and its standard error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import figure_tables as tables
import make_impact
import numpy as np
from make_questions import Answers

from sim.command import job
from sim.command.about import about
from sim.results.accounts import Accounts, accounts_of
from sim.results.headline import by_place, is_dutch_place
from sim.results.key_figures import difference
from sim.results.store import in_memory
from sim.run.recorded import Recorded

Array = np.ndarray
NONE = "none found"
"""What stands where a mean is not twice its standard error from zero."""


def shown(x: float, digits: int | None = None, *, sign: bool = False) -> str:
    """Three figures or so many decimals, thousands apart, a true minus."""
    if digits is None:
        digits = 0 if x == 0 else max(0, 2 - int(np.floor(np.log10(abs(x)))))
        if digits == 0 and abs(x) >= 1000:
            x = float(f"{x:.3g}")
    text = f"{x:{'+' if sign else ''},.{digits}f}".replace("-", "−")
    return text.replace("−", "").replace("+", "") if not any(c in "123456789" for c in text) else text


class Asking:
    """The runs of one number of members, each made once, and figures read from them."""

    def __init__(self, runs: Mapping[str, Sequence[str]], members: int) -> None:
        self.words, self.members = runs, members
        self.answers = Answers(members)
        self._identities: dict[str, str] = {}

    def key(self, one: Mapping[str, Any]) -> list[str]:
        """What the figure hangs on beside its definition: the identities of its runs."""
        return [self.identity(name) for name in sorted(needed(one))]

    def identity(self, name: str) -> str:
        """The key of all that changes a run."""
        if name not in self._identities:
            self._identities[name] = job.identity(self.answers.prepared(self.words_of(name)))
        return self._identities[name]

    def words_of(self, name: str) -> list[str]:
        """The command line of a run."""
        return [str(word) for word in self.words[name]]

    def run(self, name: str) -> Recorded:
        """A run by its name."""
        return self.answers.run(self.words_of(name))[1]

    def forget_all_but(self, names: Collection[str]) -> None:
        """Let go of the runs that nobody asks for any more."""
        wanted = {self.answers.prepared(self.words_of(name)).key for name in names}
        self.answers.made = {key: ran for key, ran in self.answers.made.items() if key in wanted}

    def told(self, one: Mapping[str, Any]) -> str:
        """The text of a figure."""
        kind = next(iter(one))
        text: str = getattr(self, f"_{kind}")(one)
        return text

    def of_members(self, one: Mapping[str, Any], run: str) -> Array:
        """The outcome that the first entry names, (member,), in its own unit times `scale`."""
        names = one[next(iter(one))]
        recorded = self.run(run)
        total = np.zeros(len(recorded.members))
        for name in [names] if isinstance(names, str) else names:
            if one.get("country"):
                here = by_place(recorded, name)[list(recorded.years).index(one["year"])]
                total = total + here[is_dutch_place(recorded.labels)].sum(axis=0)
            else:
                total = total + self.answers.figure(recorded, name, one)
        return total * float(one.get("scale", 1.0))

    def changed(self, one: Mapping[str, Any]) -> Array:
        """A change by member."""
        of = one.get("of", "base")
        ours = self.of_members(one, of)
        if "since" in one:
            return ours - self.of_members({**one, "year": one["since"]}, of)
        theirs = self.of_members(one, one.get("against", "base"))
        return 100 * (ours / theirs - 1) if one.get("of_itself") else ours - theirs

    def _level(self, one: Mapping[str, Any]) -> str:
        x = self.of_members(one, one.get("of", "base"))
        return banded(x, one, sign=False)

    def _change(self, one: Mapping[str, Any]) -> str:
        x = self.changed(one)
        if one.get("median"):
            return banded(x, one, sign=True)
        return meant(x, self.run(one.get("of", "base")).members, one)

    def _growth(self, one: Mapping[str, Any]) -> str:
        of, (first, last) = one.get("of", "base"), one["years"]
        ends = [self.of_members({**one, "year": year}, of) for year in (first, last)]
        grown = 100 * ((ends[1] / ends[0]) ** (1 / (last - first)) - 1)
        return banded(grown, {"band": False, "digits": 1, **one}, sign=False)

    def _chance(self, one: Mapping[str, Any]) -> str:
        x = self.changed(one)
        part = (x < 0) if one.get("down") else (x > 0)
        return f"{100 * part.mean():.0f}"

    def _account(self, one: Mapping[str, Any]) -> str:
        found, cost = self.accounts(one.get("of", "base"), one.get("against", "base")), one.get("mcpf", 1.0)
        if one["account"] == "net":
            x = found.net_members(cost, spillover=bool(one.get("others")), beyond=bool(one.get("lasting")))
        else:
            group, _, entry = str(one["account"]).partition(".")
            lines = [it for it in found.lines(cost) if it.who == group and entry in ("", it.what)]
            x = np.sum([it.amount for it in lines], axis=0)
        return meant(x * float(one.get("scale", 1.0)), found.members, one)

    def accounts(self, of: str, against: str = "base") -> Accounts:
        """The public accounts of a run against another."""
        prepared, run = self.answers.run(self.words_of(of))
        info = about(prepared, run, ["figures"], "", datetime.now(UTC), 0.0)
        found = accounts_of(in_memory(run, self.run(against), info, Path()))
        assert found is not None
        return found

    def impact(self) -> str:
        """What docs/book/impact.csv holds: how each parameter goes with the share of 2035 in the base."""
        prepared, run = self.answers.run(self.words_of("base"))
        info = about(prepared, run, ["figures"], "", datetime.now(UTC), 0.0)
        return make_impact.impact(in_memory(run, None, info, Path())).to_csv(index=False)

    def _money(self, one: Mapping[str, Any]) -> str:
        run = self.run(one.get("of", "base"))
        at = list(run.years).index(one["year"])
        names = list(run.money) if one["money"] == "all" else one["money"]
        dutch = [name for name in names if run.money[name].instrument.payer in ("nl", "region")]
        paid = [float(run.money[name].amounts["paid"][at].mean()) for name in dutch]
        return shown(sum(paid) * float(one.get("scale", 1.0)), one.get("digits"))

    def _table(self, one: Mapping[str, Any]) -> str:
        return str(getattr(tables, one["table"])(self, one))


def needed(one: Mapping[str, Any]) -> set[str]:
    """Every run that a figure is made of, or one more."""
    return {"base", *runs_in(one), *tables.RUNS.get(str(one.get("table")), ())}


def runs_in(one: Any) -> Iterator[str]:
    """The runs that a definition names, its rows and columns too."""
    if isinstance(one, Mapping):
        for key, it in one.items():
            if key in ("of", "against"):
                yield it
            else:
                yield from runs_in(it)
    elif isinstance(one, list):
        for it in one:
            yield from runs_in(it)


def banded(x: Array, one: Mapping[str, Any], *, sign: bool) -> str:
    """Median and 80 % band over members."""
    digits = one.get("digits")
    low, middle, high = (shown(q, digits, sign=sign) for q in np.quantile(x, (0.1, 0.5, 0.9)))
    if not one.get("band", True):
        return middle
    return f"{middle} ({low} to {high})" if sign else f"{middle} ({low}–{high})"


def meant(x: Array, members: Array, one: Mapping[str, Any]) -> str:
    """Mean and standard error of a paired difference, or words where it is none."""
    found = difference(x, members)
    if not x.any():
        return "0"
    if not found.found:
        return NONE
    size = 0 if abs(found.mean) >= 10 else min(6, 1 - int(np.floor(np.log10(abs(found.mean)))))
    digits = one.get("digits", size)
    whole = digits == 0 and "digits" not in one
    text = shown(found.mean, None if whole and abs(found.mean) >= 1000 else digits, sign=True)
    error = float(f"{found.se:.2g}") if whole else found.se
    return f"{text} ± {shown(error, digits)}" if one.get("band", True) else text


KINDS = ("level", "change", "growth", "chance", "account", "money", "table")
