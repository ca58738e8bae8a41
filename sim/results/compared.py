"""Results side by side: each with the base that it is paired with, and the futures in which they lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.inputs.policies import SHOCK, in_language
from sim.results import keyed
from sim.results.findings import PublicMoney, public_money
from sim.results.key_figures import Difference, difference, numbers_of
from sim.results.labels import Labels
from sim.results.naming import SILENT, axes_of, differing, numbers, short_word, texts
from sim.results.store import Stored

if TYPE_CHECKING:
    from sim.results.design import Design

POLICY = ("instruments", "equal_money", "scenario")
"""Words that are the policy of a run; others that change a number reach its base too: they are its future."""


@dataclass(frozen=True, eq=False)
class Compared:
    """One result in a comparison: its name in it, and the base that it is paired with (None: it is its own
    base)."""

    name: str
    stored: Stored
    base: Stored | None = None
    overrides: str = ""
    _differences: dict[str, pd.DataFrame | None] = field(default_factory=dict, repr=False)
    _ends: dict[str, Difference | None] = field(default_factory=dict, repr=False)

    @property
    def is_shock(self) -> bool:
        """Whether it is what the world does to us, and no policy."""
        return self.stored.info.kind == SHOCK

    def members(self, outcome: str) -> pd.DataFrame | None:
        """A headline outcome as years × members."""
        return self.stored.members_of(outcome)

    def base_members(self, outcome: str) -> pd.DataFrame | None:
        """The same of its base; None where it is its own base."""
        if self.base is None:
            return self.stored.members_of(outcome, base=True)
        return None if self.base.folder == self.stored.folder else self.base.members_of(outcome)

    def difference(self, outcome: str) -> pd.DataFrame | None:
        """Result minus base on the years and members that both have; None where there is nothing to differ
        from."""
        if outcome not in self._differences:
            self._differences[outcome] = self._minus_base(outcome)
        return self._differences[outcome]

    def _minus_base(self, outcome: str) -> pd.DataFrame | None:
        mine, theirs = self.members(outcome), self.base_members(outcome)
        if mine is None or theirs is None:
            return None
        members, years = mine.columns.intersection(theirs.columns), mine.index.intersection(theirs.index)
        return mine.loc[years, members] - theirs.loc[years, members]

    def end(self, outcome: str) -> Difference | None:
        """The difference in the last year."""
        if outcome not in self._ends:
            self._ends[outcome] = self._difference_at_end(outcome)
        return self._ends[outcome]

    def _difference_at_end(self, outcome: str) -> Difference | None:
        found = self.difference(outcome)
        if found is None or not found.size:
            return None
        mine = self.members(outcome)
        size = 0.0 if mine is None else float(np.abs(mine.iloc[-1].to_numpy(float)).mean())
        key = keyed.key("difference", self.name, outcome, found.index[-1])
        return difference(found.iloc[-1].to_numpy(float), numbers_of(found), size, key=key)

    @cached_property
    def money(self) -> PublicMoney | None:
        """Extra public money over the base of its own; None where it has none or is set against another."""
        return public_money(self.stored) if self.base is None and self.stored.has_base else None


@dataclass(frozen=True)
class Comparison:
    """Results side by side in a folder of their own; `unpaired` says in what they differ, empty where they
    pair."""

    folder: Path
    results: tuple[Compared, ...]
    failed: tuple[tuple[str, str], ...] = ()
    unpaired: str = ""
    command: str = ""

    @property
    def labels(self) -> Labels:
        """The words, in the language of the first result."""
        return self.results[0].stored.labels

    @cached_property
    def shown(self) -> dict[str, str]:
        """Of each result, and of each policy, by its name: what a reader calls it, by the title of its
        scenario."""
        scenarios = {one.name: one.stored.info.scenario for one in self.results}
        names = dict(scenarios) | {self.policies[name]: scenario for name, scenario in scenarios.items()}
        return shown(names, titles(self.results))

    @cached_property
    def ranked(self) -> tuple[Compared, ...]:
        """The results in the order in which a reader sees them: what differs from nothing, policies from the
        highest mean change of the share to the lowest, then shocks likewise."""

        def place(one: Compared) -> tuple[bool, bool, float]:
            end = one.end("share")
            return one.is_shock, end is not None, 0.0 if end is None else -end.mean

        return tuple(sorted(self.results, key=place))

    @cached_property
    def rivals(self) -> tuple[Compared, ...]:
        """The results that are ranked with each other: all policies; of a comparison of shocks alone, these.
        No shock is a best policy."""
        return tuple(one for one in self.results if not one.is_shock) or self.results

    @cached_property
    def shocks(self) -> tuple[Compared, ...]:
        """The shocks that stand beside policies; none in a comparison of shocks alone."""
        return () if self.rivals == self.results else tuple(one for one in self.ranked if one.is_shock)

    @cached_property
    def futures(self) -> dict[str, str]:
        """Of each result by its name: the label of the future in which it lies."""
        return futures(self.results)

    @cached_property
    def policies(self) -> dict[str, str]:
        """Of each result by its name: what it is called among those of its own future."""
        return policies(self.results, self.futures)

    @cached_property
    def numbers(self) -> pd.DataFrame:
        """Runs by name × the numbers in which they differ (`sim.results.naming.numbers`)."""
        return numbers([one.stored for one in self.results]).set_axis([one.name for one in self.results])

    # the tables stand on this module, so they are imported late; pages and pictures ask for them again
    @cached_property
    def runs(self) -> pd.DataFrame:
        """See `sim.results.runs_table.runs_frame`."""
        from sim.results.runs_table import runs_frame

        return runs_frame(self)

    @cached_property
    def design(self) -> Design | None:
        """See `sim.results.design.design_of`."""
        from sim.results.design import design_of

        return design_of(self)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """See `sim.results.pairs.pairs_frame`."""
        from sim.results.pairs import pairs_frame

        return pairs_frame(self)

    @cached_property
    def regret(self) -> pd.DataFrame:
        """See `sim.results.regret.regret_frame`."""
        from sim.results.regret import regret_frame

        return regret_frame(self)

    @cached_property
    def equal_money(self) -> pd.DataFrame:
        """See `sim.results.equal_money.equal_money_frame`."""
        from sim.results.equal_money import equal_money_frame

        return equal_money_frame(self)

    @cached_property
    def by_label(self) -> pd.DataFrame:
        """See `sim.results.by_label.by_label_frame`."""
        from sim.results.by_label import by_label_frame

        return by_label_frame(self)

    @cached_property
    def binding(self) -> pd.DataFrame:
        """See `sim.results.runs_table.binding_table`."""
        from sim.results.runs_table import binding_table

        return binding_table(self)


def futures(results: Sequence[Compared]) -> dict[str, str]:
    """Which results lie in one future, by name: those whose bases are equal, number for number.

    What reaches the base too (overlays, parameters of the command line, seed) is no policy. A future is named
    by the words in which it differs from the others, an overlay by its name alone, and is empty for the only
    one.
    """
    marks = [_base_mark(one, _common(results)) for one in results]
    if len(set(marks)) == 1:
        return {one.name: "" for one in results}
    labels = results[0].stored.labels
    words = [_words(one, policy=False) for one in results]
    firsts = {mark: at for at, mark in reversed(list(enumerate(marks)))}
    keys = differing([words[at] for at in firsts.values()])
    said_of = {}
    for mark, at in firsts.items():
        said = [short_word(key, words[at][key]) for key in keys if key in words[at]]
        said_of[mark] = ", ".join(filter(None, said)) or labels("compare.plain_future")
    twice = {text for text, times in Counter(said_of.values()).items() if times > 1}
    said_of = {
        mark: f"{text} ({number})" if text in twice else text
        for number, (mark, text) in enumerate(said_of.items(), start=1)
    }
    return {one.name: said_of[mark] for one, mark in zip(results, marks, strict=True)}


def titles(results: Sequence[Compared]) -> dict[str, str]:
    """The title of each scenario in the language of the first result; empty where two have one title."""
    lang = results[0].stored.labels.lang
    infos = {one.stored.info.scenario: one.stored.info for one in results}
    found = {name: in_language(info.titles, lang)[0] or name for name, info in infos.items()}
    return found if len(set(found.values())) == len(found) else {}


def shown(names: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Names, of each the scenario, with the title of that in its place where `said` has it."""
    return {
        name: said.get(scenario, scenario) + name.removeprefix(scenario)
        if name.startswith(scenario)
        else name
        for name, scenario in names.items()
    }


def policies(results: Sequence[Compared], inside: Mapping[str, str]) -> dict[str, str]:
    """A name for the policy of each result, the same in every future `inside` which it stands."""
    if len(set(inside.values())) == 1:
        return {one.name: one.name for one in results}
    axes = axes_of(numbers([one.stored for one in results]))  # the same policy at each point of a design
    words = [
        {key: text for key, text in _words(one, policy=True).items() if key not in axes} for one in results
    ]
    named = {}
    for one, own in zip(results, words, strict=True):
        alike = [
            other
            for there, other in zip(results, words, strict=True)
            if there.stored.info.scenario == one.stored.info.scenario
        ]
        said = [short_word(key, own[key]) for key in differing(alike) if key in own]
        named[one.name] = " · ".join([one.stored.info.scenario, *filter(None, said)])
    times = Counter((inside[name], policy) for name, policy in named.items())
    return {name: policy if times[inside[name], policy] == 1 else name for name, policy in named.items()}


def _words(one: Compared, *, policy: bool) -> dict[str, str]:
    words = texts(one.stored.info.configuration)
    return {
        key: text
        for key, text in words.items()
        if (key.partition(".")[0] in POLICY) == policy and key not in SILENT
    }


def _common(results: Sequence[Compared]) -> list[int]:
    sets = [set(numbers_of(share)) for one in results if (share := one.members("share")) is not None]
    return sorted(set.intersection(*sets)) if sets else []


def _base_mark(one: Compared, members: Sequence[int]) -> bytes:
    """What tells the base of one result from that of another: its share in the common members."""
    base = one.stored.members_of("share", base=True)
    base = one.members("share") if base is None else base
    return b"" if base is None else np.ascontiguousarray(base[list(members)].to_numpy(float)).tobytes()
