"""The table of structural switches: what each value does to the level and to the effect of the policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from sim.results.key_figures import Difference, difference
from sim.results.paired import OUTCOMES, Measured, columns, figure

QUANTITIES = ("level", "level_change", "effect", "effect_change")


@dataclass(frozen=True)
class Turn:
    """One outcome with one switch at one value; `switch` is empty where all stand at their defaults.

    `level`: of the run, a mean and bands over members; the others are paired differences: against the run at
    the defaults, against the base at the same value, and of that against itself at the defaults. None where
    there is nothing to compare with.
    """

    switch: str
    value: float
    outcome: str
    level: Difference
    level_change: Difference | None
    effect: Difference | None
    effect_change: Difference | None


@dataclass(frozen=True)
class Turned:
    """All that one command found: `left_out` are the switches that the scenario sets itself."""

    scenario: str
    year: int
    members: int
    seed: int
    defaults: Mapping[str, float]
    words: Mapping[str, str]
    left_out: tuple[str, ...]
    turns: tuple[Turn, ...]

    def of(self, outcome: str) -> list[Turn]:
        """The rows of one outcome, the defaults first."""
        return [one for one in self.turns if one.outcome == outcome]


def turns(
    runs: Mapping[tuple[str, float], Measured], bases: Mapping[tuple[str, float], Measured], year: int
) -> Iterator[Turn]:
    """The rows of runs and bases by (switch, value), the first of which is the one at the defaults.

    `bases` is empty where the run is its own base.
    """
    first = next(iter(runs))
    members = runs[first].members
    for at, run in runs.items():
        for name in OUTCOMES:
            level, usual = figure(run, name, year), figure(runs[first], name, year)
            effect = changed = None
            if bases:
                by_policy = level - figure(bases[at], name, year)
                before = usual - figure(bases[first], name, year)
                effect = difference(by_policy, members, float(level.mean()))
                changed = difference(by_policy - before, members, float(level.mean()))
            yield Turn(
                *at,
                name,
                difference(level, members),
                None if at == first else difference(level - usual, members, float(usual.mean())),
                effect,
                None if at == first else changed,
            )


def turned_sign(turned: Turned, outcome: str = "share") -> list[str]:
    """The switches, with their value, at which the effect of the policy has another sign or is found no
    more; empty where none is found at the defaults."""
    first, *others = turned.of(outcome)
    if first.effect is None or not first.effect.found:
        return []
    up = first.effect.mean > 0
    return [
        f"{one.switch} = {one.value:g}"
        for one in others
        if one.effect is not None and (not one.effect.found or (one.effect.mean > 0) != up)
    ]


def switches_frame(turned: Turned) -> pd.DataFrame:
    """A row a switch, value, outcome and quantity."""
    rows = []
    for one in turned.turns:
        for quantity in QUANTITIES:
            found = getattr(one, quantity)
            if found is None:
                continue
            row: dict[str, object] = {"scenario": turned.scenario, "switch": one.switch, "value": one.value}
            row["default"] = turned.defaults.get(one.switch, float("nan"))
            row |= {"outcome": one.outcome, "unit": OUTCOMES[one.outcome], "year": turned.year}
            rows.append({**row, "quantity": quantity, **columns(found)})
    return pd.DataFrame(rows)
