"""Reads configs/parameters: every number with its unit, range, limits and source, closed and complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.core.axes import Axes
from sim.inputs import resources
from sim.inputs.checks import CONFIDENCE, Reader, shown_value
from sim.inputs.documents import as_number, comma_hint, read_document
from sim.inputs.faults import Gathering
from sim.inputs.labelled import Labels, as_array, label_paths, leaves, read_axes
from sim.inputs.overriding import override as override
from sim.inputs.parameter import Limits, beyond, limits_words, not_chosen, within
from sim.inputs.parameter import Parameter as Parameter

DISTRIBUTIONS = ("split_normal", "split_lognormal", "split_logit", "uniform", "fixed")
COMMON = (
    "words",
    "unit",
    "range",
    "limits",
    "distribution",
    "confidence",
    "source",
    "assumption",
    "evidence",
    "known_since",
    "note",
)
NUMBER_KEYS = (*COMMON, "axes", "value", "independent")
CURVE_KEYS = (*COMMON, "kind", "points", "x_unit")
CHOICE_KEYS = (
    *(key for key in COMMON if key not in ("range", "limits", "distribution")),
    *("kind", "axes", "value", "choices"),
)
KEYS = {"number": NUMBER_KEYS, "curve": CURVE_KEYS, "switch": CHOICE_KEYS, "knockout": CHOICE_KEYS}
NEEDED = {
    "number": ("range", "value", "limits"),
    "curve": ("range", "points", "x_unit"),
    "switch": ("value", "choices"),
    "knockout": ("value", "choices"),
}
RANGE_FORMS = "[low, high], {ratio: [low, high]}, or none for a fact or convention"


def load_parameters(axes: Axes, folder: Path | None = None) -> dict[str, Parameter]:
    """Every parameter of the files in `folder` (default configs/parameters), by name.

    Raises `Faults` with all that is wrong: unknown keys and labels, missing labels by name, values beyond
    limits, ranges that do not hold their value, units that do not exist, numbers with neither source nor
    assumption.
    """
    folder = folder or resources.root() / "configs" / "parameters"
    gathering = Gathering()
    result: dict[str, Parameter] = {}
    places: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        with gathering.also():
            document = read_document(path)
            top = Reader(gathering, document)
            for name, entry in top.mapping(document.value, None).items():
                if name in places:
                    top.complain(f"is given twice; the other stands in {places[name]}", name)
                    continue
                places[name] = f"{document.file}:{document.line(name)}"
                if not name.isidentifier():
                    top.complain("is no name: letters, digits and _ only", name)
                before = len(gathering.faults)
                parameter = _parameter(top.below(name), name, entry, axes)
                if parameter is not None and len(gathering.faults) == before:
                    result[name] = replace(parameter, file=document.file)
    gathering.finish()
    return result


def _parameter(reader: Reader, name: str, entry: Any, axes: Axes) -> Parameter | None:
    kind = str(entry.get("kind", "number")) if isinstance(entry, Mapping) else "number"
    if kind not in KEYS:
        reader.one_of(kind, KEYS, "kind")
        return None
    curve, chosen = kind == "curve", "choices" in NEEDED[kind]
    given = reader.mapping(entry, KEYS[kind], required=["words", "unit", "confidence", *NEEDED[kind]])
    if not all(key in given for key in ("words", "unit", "confidence", *NEEDED[kind])):
        return None
    before = len(reader.gathering.faults)
    over = read_axes(reader, given.get("axes"))
    in_order = len(reader.gathering.faults) == before  # values by label mean nothing without their axes
    choices = _choices(reader, given["choices"]) if chosen else ()
    limits: Limits = (min(choices), max(choices)) if choices else (0, None)
    if not chosen:
        limits = _limits(reader, given.get("limits", [0, None] if curve else None))
    points = _points(reader, given["points"]) if curve else None
    common: dict[str, Any] = {
        "words": reader.text(given["words"], "words"),
        "unit": reader.unit(given["unit"], "unit"),
        "x_unit": reader.unit(given["x_unit"], "x_unit") if curve else "",
        "confidence": reader.one_of(given["confidence"], CONFIDENCE, "confidence"),
        "evidence": reader.text(given["evidence"], "evidence") if "evidence" in given else "",
        "note": reader.text(given["note"], "note") if "note" in given else "",
        "known_since": reader.year(given["known_since"], "known_since") if "known_since" in given else None,
        "independent": reader.truth(given.get("independent", False), "independent"),
        **_grounds(reader, given),
    }
    values: dict[Labels, float] = {(): 1.0}
    if in_order and not curve:
        values = _values(reader, given["value"], axes, over)
    for path, number in values.items():
        if words := not_chosen(number, choices):
            reader.complain(words, "value", *path, equals=number)
    if len(reader.gathering.faults) > before:
        return None
    ranges = _ranges(reader, given.get("range", "none"), axes, over, values, limits)
    _check_inside(reader, values, ranges, limits, common["unit"])
    if len(reader.gathering.faults) > before:
        return None
    low, high = ({path: pair[end] for path, pair in ranges.items()} for end in (0, 1))
    return Parameter(
        name=name,
        axes=over,
        labels=tuple(".".join(path) for path in label_paths(axes, over)),
        centre=as_array(axes, over, values),
        low=as_array(axes, over, low),
        high=as_array(axes, over, high),
        limits=limits,
        distribution=_distribution(reader, given, ranges, limits),
        points=points,
        kind=kind,
        choices=choices,
        **common,
    )


def _grounds(reader: Reader, given: Mapping[str, Any]) -> dict[str, Any]:
    """A source or an assumption, never both and never neither."""
    if ("source" in given) == ("assumption" in given):
        path = ["source"] if "source" in given else []
        reader.complain("needs either a source, or an assumption: {whose: …, why: …}", *path)
        return {"source": "", "assumption": {}}
    if "source" in given:
        if given["confidence"] == "assumption":
            reader.complain("an assumption says whose and why: assumption: {whose: …, why: …}", "confidence")
        return {"source": reader.text(given["source"], "source"), "assumption": {}}
    parts = reader.mapping(given["assumption"], ("whose", "why"), "assumption", required=("whose", "why"))
    if given["confidence"] == "verified":
        reader.complain("an assumption cannot be verified; write confidence: assumption", "confidence")
    return {
        "source": "",
        "assumption": {key: reader.text(one, "assumption", key) for key, one in parts.items()},
    }


def _limits(reader: Reader, value: Any) -> Limits:
    if not isinstance(value, list) or len(value) != 2:
        reader.complain(f"must be [lowest, highest], either may be null, not {shown_value(value)}", "limits")
        return None, None
    low, high = (
        None if end is None else reader.number(end, "limits", place) for place, end in enumerate(value)
    )
    if low is not None and high is not None and low > high:
        reader.complain("the lowest must come first", "limits", equals=value)
    return low, high


def _choices(reader: Reader, value: Any) -> tuple[float, ...]:
    numbers = [as_number(one) for one in value] if isinstance(value, list) else []
    if len(set(numbers)) < 2 or len(set(numbers)) < len(numbers) or None in numbers:
        words = f"must be a list of two or more different numbers, not {shown_value(value)}"
        reader.complain(f"{words}{comma_hint(value)}", "choices")
        return ()
    return tuple(one for one in numbers if one is not None)


def _values(reader: Reader, value: Any, axes: Axes, over: tuple[str, ...]) -> dict[Labels, float]:
    result = {}
    for path, one in leaves(reader, value, axes, over, ("value",), complete=True).items():
        number = reader.number(one, "value", *path)
        if number is not None:
            result[path] = number
    return result


def _ranges(
    reader: Reader,
    value: Any,
    axes: Axes,
    over: tuple[str, ...],
    values: Mapping[Labels, float],
    limits: Limits,
) -> dict[Labels, tuple[float, float]]:
    def is_leaf(one: Any) -> bool:
        return not isinstance(one, Mapping) or list(one) == ["ratio"]

    given = leaves(reader, value, axes, over, ("range",), complete=False, is_leaf=is_leaf)
    result = {}
    for path, number in values.items():
        if path not in given:
            reader.complain(f"lacks {'.'.join(path)}", "range")
            continue
        one = given[path]
        if one == "none":
            result[path] = (number, number)
            continue
        ratio = isinstance(one, Mapping)
        pair = one["ratio"] if isinstance(one, Mapping) else one
        ends = [as_number(end) for end in pair] if isinstance(pair, list) else []
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            words = f"must be {RANGE_FORMS}, not {shown_value(one)}{comma_hint(one)}"
            reader.complain(words, "range", *path)
            continue
        low, high = ends[0], ends[1]
        if ratio:  # a ratio says nothing of what is possible, so it ends where that ends
            low, high = sorted(within(end * number, limits) for end in (low, high))
        result[path] = (low, high)
    return result


def _check_inside(
    reader: Reader,
    values: Mapping[Labels, float],
    ranges: Mapping[Labels, tuple[float, float]],
    limits: Limits,
    unit: str,
) -> None:
    for path, number in values.items():
        if beyond(number, limits):
            reader.complain(f"beyond its limits, {limits_words(limits, unit)}", "value", *path, equals=number)
            continue
        low, high = ranges.get(path, (number, number))
        if low > high:
            reader.complain("the low end must come first", "range", *path, equals=[low, high])
        elif not low <= number <= high:
            reader.complain(f"must hold the value, {shown_value(number)}", "range", *path, equals=[low, high])
        if beyond(low, limits) or beyond(high, limits):
            words = f"beyond the limits, {limits_words(limits, unit)}"
            reader.complain(words, "range", *path, equals=[low, high])


def _distribution(
    reader: Reader,
    given: Mapping[str, Any],
    ranges: Mapping[Labels, tuple[float, float]],
    limits: Limits,
) -> str:
    varying = [pair for pair in ranges.values() if pair[0] < pair[1]]
    positive = all(low > 0 for low, _ in varying)
    inner = positive and all(high < 1 for _, high in varying)
    if "distribution" in given:
        name = reader.one_of(given["distribution"], DISTRIBUTIONS, "distribution")
        if name == "split_logit" and not inner:
            reader.complain("needs a range between 0 and 1, without these", "distribution", equals=name)
        if name == "split_lognormal" and not positive:
            reader.complain("needs a range above 0", "distribution", equals=name)
        return name
    if not varying:
        return "fixed"
    if limits == (0, 1) and inner:
        return "split_logit"
    return "split_lognormal" if limits[0] is not None and limits[0] >= 0 and positive else "split_normal"


def _points(reader: Reader, value: Any) -> npt.NDArray[np.float64]:
    rows = value if isinstance(value, list) else []
    pairs = [[as_number(one) for one in row] if isinstance(row, list) else [] for row in rows]
    if len(pairs) < 2 or any(len(pair) != 2 or None in pair for pair in pairs):
        reader.complain("must be at least two points, [[x, y], …]", "points")
        return np.zeros((0, 2))
    points = np.array(pairs, dtype=np.float64)
    if np.any(np.diff(points[:, 0]) <= 0):
        reader.complain("x must rise from point to point", "points")
    points.setflags(write=False)
    return points
