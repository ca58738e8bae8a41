"""What a hindcast is held against: each recorded series with the outcome that speaks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.axes import POSITION, Array, Axes
from sim.inputs import resources
from sim.inputs.checks import Reader
from sim.inputs.documents import read_document
from sim.inputs.faults import Gathering
from sim.inputs.record import Record

RATE = "usd_per_eur"
SCOPES = ("same", "index")
KEYS = ("outcome", "record", "unit", "labels", "scope", "market", "rate", "bought", "driver")


@dataclass(frozen=True)
class Subject:
    """A recorded series and the outcome at `labels` that speaks of it, both in `unit`.

    `scope`: "same" or "index" (only the change since the last known year is compared). `market`, `rate`,
    `bought` say what benchmarks may be given; `driver`: given itself where the world market is given.
    """

    name: str
    outcome: str
    record: tuple[str, ...]
    unit: str
    labels: Mapping[str, str] = field(default_factory=dict)
    scope: str = "same"
    market: str = ""
    rate: float = 0.0
    bought: str = ""
    driver: bool = False


def load_subjects(folder: Path | None = None) -> tuple[Subject, ...]:
    """The subjects of data/record/hindcast.yaml, in its order; raises `Faults`."""
    gathering = Gathering()
    document = read_document((folder or resources.root() / "data" / "record") / "hindcast.yaml")
    top = Reader(gathering, document)
    entries = top.mapping(document.value, None).items()
    found = tuple(_subject(name, top.below(name), entry) for name, entry in entries)
    gathering.finish()
    return found


def _subject(name: str, reader: Reader, entry: Any) -> Subject:
    given = reader.mapping(entry, KEYS, required=("outcome", "record", "unit"))
    labels = reader.mapping(given.get("labels"), None, "labels")
    return Subject(
        name,
        reader.text(given.get("outcome"), "outcome"),
        reader.texts(given.get("record"), "record"),
        reader.text(given.get("unit"), "unit"),
        {axis: reader.text(label, "labels", axis) for axis, label in labels.items()},
        reader.one_of(given.get("scope", "same"), SCOPES, "scope"),
        str(given.get("market") or ""),
        reader.number(given.get("rate", 0.0), "rate") or 0.0,
        str(given.get("bought") or ""),
        driver=reader.truth(given.get("driver", False), "driver"),
    )


def recorded(subject: Subject, record: Record) -> dict[int, float]:
    """The subject's figures by year, several series added up; dollars become euros at the year's rate.

    A series that begins later than the first adds nothing before.
    """
    rates = record[RATE].figures
    result: dict[int, float] = {}
    for number, name in enumerate(subject.record):
        series = record[name]
        to_euro = series.unit.startswith("MUSD") and subject.unit.startswith("MEUR")
        for year, figure in series.figures.items():
            if number and year not in result:
                continue
            if to_euro and year not in rates:
                continue
            result[year] = result.get(year, 0.0) + (figure / rates[year] if to_euro else figure)
    return result


def simulated(subject: Subject, values: Mapping[str, Array], axes: Axes) -> Array:
    """The subject's outcome, (years, members); added up over the axes that it names no label of."""
    series = values[subject.outcome]
    for axis, label in subject.labels.items():
        series = np.take(series, [axes.index(axis, label)], axis=1 + POSITION[axis])
    flat: Array = series.reshape(len(series), -1, series.shape[-1]).sum(axis=1)
    return flat
