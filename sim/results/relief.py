"""The tables of relief, made and read back: what lifting a limit changes, what a unit of relief is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pandas as pd

from sim.inputs.faults import Fault, Faults
from sim.inputs.reliefs import Reliefs
from sim.results.accepting import accept_about
from sim.results.key_figures import Difference
from sim.results.paired import DIFFERENCE, Change, Measured, changes, columns, from_columns, records
from sim.results.present_value import Discount
from sim.results.tables import read_parquet

ALL = "all"
"""The run in which every limit is lifted at once."""
KINDS = ("limit", "small")
OWN = ("kind", "relief", "size", "per", "outcome", "unit", "span")
"""Columns of the table beside those of a difference from which it is read back."""


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
class Asked:
    """What one command was asked; `place` is empty where limits are lifted everywhere."""

    scenario: str
    since: float
    year: int
    last: int
    place: str
    small_place: str
    members: int
    seed: int


@dataclass(frozen=True)
class Found(Asked):
    """All that it found."""

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


@dataclass(frozen=True)
class About(Asked):
    """What relief.json holds beside the table: the command, its language, and `Found` without its reliefs."""

    command: str
    lang: str
    discount: Mapping[str, float]


def said(found: Found) -> dict[str, object]:
    """What relief.json holds of an answer."""
    kept = {one.name: getattr(found, one.name) for one in fields(found) if one.name != "reliefs"}
    return kept | {"discount": asdict(found.discount)}


def read_relief(folder: Path) -> tuple[Found, About]:
    """A stored answer, and what it says about itself; `Faults` where it is broken."""
    path = folder / "relief.json"
    stored = accept_about(path, About)
    about = About(**{one.name: stored[one.name] for one in fields(About)})
    if about.discount.keys() != {one.name for one in fields(Discount)}:
        raise Faults([Fault("discount: is not of the kind that this engine writes", str(path))])
    table = read_parquet(folder / "relief.parquet", (*OWN, *DIFFERENCE), "another version")
    reliefs = tuple(
        Relief(
            str(name),
            str(kind),
            float(rows["size"].iloc[0]),
            float(rows["per"].iloc[0]),
            tuple(
                Change(str(row["outcome"]), str(row["unit"]), str(row["span"]), from_columns(row))
                for row in records(rows)
            ),
        )
        for (kind, name), rows in table.groupby(["kind", "relief"], sort=False, observed=True)
    )
    kept = {one.name: getattr(about, one.name) for one in fields(Found) if one.name != "reliefs"}
    discount = Discount(float(about.discount["rate"]), int(about.discount["first"]))
    return Found(**kept | {"discount": discount, "reliefs": reliefs}), about


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
