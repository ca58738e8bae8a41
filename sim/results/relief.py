"""The tables of relief: what lifting each limit changes, and what a unit of a small relief is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from sim.inputs.reliefs import Reliefs
from sim.results.key_figures import Difference
from sim.results.paired import Change, Measured, changes, columns
from sim.results.present_value import Discount

ALL = "all"
"""The run in which every limit is lifted at once."""
KINDS = ("limit", "small")


@dataclass(frozen=True)
class Relief:
    """One relief and what it changes. `kind`: limit (lifted for good) or small (per `per` units)."""

    name: str
    kind: str
    size: float
    per: float
    changes: tuple[Change, ...]

    def of(self, outcome: str, span: str) -> Difference:
        """The paired difference of an outcome over a span."""
        return next(one.difference for one in self.changes if (one.outcome, one.span) == (outcome, span))


@dataclass(frozen=True)
class Found:
    """All that one command found; `place` is empty where limits are lifted everywhere."""

    scenario: str
    since: float
    year: int
    last: int
    place: str
    small_place: str
    members: int
    seed: int
    discount: Discount
    reliefs: tuple[Relief, ...]

    def kind(self, kind: str) -> list[Relief]:
        """Those of one kind, in their order."""
        return [one for one in self.reliefs if one.kind == kind]


def reliefs(
    runs: Mapping[str, Measured], base: Measured, definitions: Reliefs, year: int, since: float,
    discount: Discount,
) -> Iterator[Relief]:  # fmt: skip
    """The reliefs of the runs, by their names: limit.<name>, limit.all, small.<name>."""
    for key, run in runs.items():
        kind, _, name = key.partition(".")
        size = per = 1.0
        if kind == "small":
            size, per = definitions.small[name].size, definitions.small[name].per
        yield Relief(name, kind, size, per, tuple(changes(run, base, year, since, discount, per / size)))


def relief_frame(found: Found) -> pd.DataFrame:
    """A row a relief, outcome and span; a small relief per `per` units of the `size` that was run."""
    rows = []
    for one in found.reliefs:
        for change in one.changes:
            row: dict[str, object] = {"scenario": found.scenario, "kind": one.kind, "relief": one.name}
            row["place"] = found.small_place if one.kind == "small" else found.place
            row |= {"since": found.since, "size": one.size, "per": one.per, "outcome": change.outcome}
            row |= {"unit": change.unit, "span": change.span}
            row["year"] = found.year if change.span == "year" else found.last
            rows.append({**row, **columns(change.difference)})
    return pd.DataFrame(rows)
