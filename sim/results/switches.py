"""The table of structural switches, made and read back: what each does to the level and to an effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from sim.inputs.faults import Fault, Faults
from sim.results.accepting import accept_about
from sim.results.key_figures import Difference, difference
from sim.results.paired import DIFFERENCE, OUTCOMES, Measured, columns, figure, from_columns, records
from sim.results.tables import read_parquet

QUANTITIES = ("level", "level_change", "effect", "effect_change")
OWN = ("switch", "value", "outcome", "quantity")
"""Columns of the table beside those of a difference from which it is read back."""


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
class Asked:
    """What one command was asked, with the default of each switch and the words for it."""

    scenario: str
    year: int
    members: int
    seed: int
    defaults: Mapping[str, float]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Turned(Asked):
    """All that it found: `left_out` are the switches that the scenario sets itself."""

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


@dataclass(frozen=True)
class About(Asked):
    """What switches.json holds: the command, its language, and `Turned` without its turns."""

    command: str
    lang: str
    left_out: Sequence[str]


def said(turned: Turned) -> dict[str, object]:
    """What switches.json holds of an answer."""
    return {one.name: getattr(turned, one.name) for one in fields(turned) if one.name != "turns"}


def read_switches(folder: Path) -> tuple[Turned, About]:
    """A stored answer, and what it says about itself; `Faults` where it is broken."""
    path = folder / "switches.json"
    stored = accept_about(path, About)
    about = About(**{one.name: stored[one.name] for one in fields(About)})
    table = read_parquet(folder / "switches.parquet", (*OWN, *DIFFERENCE), "another version")
    own = []
    for at, rows in table.groupby(["switch", "value", "outcome"], sort=False, observed=True, dropna=False):
        switch, value, outcome = str(at[0]), float(str(at[1])), str(at[2])
        found = {str(row["quantity"]): from_columns(row) for row in records(rows)}
        if "level" not in found or (switch and switch not in about.defaults):
            raise Faults([Fault(f"{switch}: has no level, or no default in {path.name}", str(folder))])
        level, *rest = (found.get(name) for name in QUANTITIES)
        assert level is not None
        own.append(Turn(switch, value, outcome, level, *rest))
    kept = {one.name: getattr(about, one.name) for one in fields(Turned) if one.name != "turns"}
    return Turned(**kept | {"left_out": tuple(about.left_out), "turns": tuple(own)}), about


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
