"""The assumptions of a run as a table of text: parameters with their sources, the weak ones marked and
first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.inputs.parameter import WEAK
from sim.report.page import Grid
from sim.results import keyed
from sim.results.labels import Labels
from sim.results.store import Stored

HEADS = ("parameter", "meaning", "value", "unit", "range", "confidence", "source")


def is_weak(confidence: str) -> bool:
    """Whether a parameter rests on memory or assumption."""
    return confidence in WEAK


def assumption_grid(stored: Stored) -> Grid:
    """A row a parameter; a source stands as it was published."""
    labels = stored.labels
    ordered = sorted(
        stored.info.parameters, key=lambda one: (not is_weak(one.get("confidence", "")), one["name"])
    )
    rows = []
    for one in ordered:
        value, spread = _numbers(one, labels)
        rows.append(
            (
                one["name"],
                labels.of_evidence("parameters", one["name"], "words", one.get("words", "")),
                value,
                labels.of_unit(one.get("unit", "")),
                spread,
                confidence(one.get("confidence", ""), labels),
                labels.grounds(one["name"], one.get("source", ""), one.get("assumption", "")),
            )
        )
    return Grid([labels(f"report.{name}") for name in HEADS], rows)


def _numbers(one: Mapping[str, Any], labels: Labels) -> tuple[str, str]:
    """Value and range, by label where they differ; of a curve, and of an older result, as they were
    written."""
    by_label: Mapping[str, list[float]] | None = one.get("labels")
    if not by_label:
        return one.get("value", ""), one.get("range", "")
    at, unit = f"info/parameters/{one['name']}", one.get("unit", "")
    values = {name: labels.value(x[0], unit, key=f"{at}/{name}/value") for name, x in by_label.items()}
    ranges = {
        name: labels("report.no_range")
        if low == high
        else labels(
            "report.range_of",
            low=labels.value(low, unit, key=f"{at}/{name}/low"),
            high=labels.value(high, unit, key=f"{at}/{name}/high"),
        )
        for name, (_, low, high) in by_label.items()
    }
    return _joined(values, labels), _joined(ranges, labels)


def _joined(texts: Mapping[str, str], labels: Labels) -> str:
    if len({keyed.plain(text) for text in texts.values()}) == 1:
        return next(iter(texts.values()))
    named = (
        labels("report.of_label", label=labels.of_label(name), value=text) for name, text in texts.items()
    )
    return "; ".join(named)


def confidence(text: str, labels: Labels) -> str:
    """How sure something is, with a mark where it is weak; empty where nobody said."""
    shown = labels.of("confidence", text) if text else ""
    return f"{labels('report.weak')}: {shown}" if is_weak(text) else shown
