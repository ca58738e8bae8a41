"""Reads configs/axes.yaml: the labels of every axis, the non-empty cells and the indicators."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.core.axes import AXES, Axes
from sim.inputs import resources
from sim.inputs.checks import Reader
from sim.inputs.documents import read_document
from sim.inputs.faults import Gathering, hint

GROUPS = {
    "place": ("is_nl", "is_abroad"),
    "segment": ("counts_as_equipment", "counts_as_chips", "counts_in_supply"),
}
"""Indicators of which each label of an axis has exactly one; what belongs to none would have no demand."""
GIVEN = tuple(axis for axis in AXES if axis != "cell")


def load_axes(path: Path | None = None) -> Axes:
    """The axes that `path` (default configs/axes.yaml) lists; raises `Faults` with everything wrong in it."""
    document = read_document(path or resources.root() / "configs" / "axes.yaml")
    gathering = Gathering()
    reader = Reader(gathering, document)
    parts = ("labels", "cells", "indicators")
    top = reader.mapping(document.value, parts, required=parts)
    labels = _labels(reader, top.get("labels"))
    labels["cell"] = _cells(reader, top.get("cells"), labels)
    indicators = _indicators(reader, top.get("indicators"), labels)
    _groups(reader, indicators, labels)
    gathering.finish()
    return Axes({axis: labels[axis] for axis in AXES}, indicators)


def _labels(reader: Reader, value: Any) -> dict[str, tuple[str, ...]]:
    given = reader.mapping(value, GIVEN, "labels", required=GIVEN)
    result = {}
    for axis in GIVEN:
        texts = reader.texts(given.get(axis), "labels", axis)
        for label in texts:
            if not label.isidentifier() or label != label.lower():
                reader.complain(f"'{label}' is no label: small letters, digits and _ only", "labels", axis)
        if len(set(texts)) < len(texts):
            reader.complain("has a label twice", "labels", axis)
        if axis in given and not texts:
            reader.complain("needs at least one label", "labels", axis)
        result[axis] = texts
    return result


def _cells(reader: Reader, value: Any, labels: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    given = reader.mapping(value, labels["place"], "cells")
    cells = []
    for place in labels["place"]:
        for segment in reader.texts(given.get(place), "cells", place):
            if segment not in labels["segment"]:
                reader.complain(
                    f"unknown segment '{segment}'.{hint(segment, labels['segment'])}", "cells", place
                )
            if f"{place}.{segment}" in cells:
                reader.complain(f"'{segment}' is given twice", "cells", place)
            cells.append(f"{place}.{segment}")
    return tuple(cells)


def _indicators(
    reader: Reader, value: Any, labels: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, frozenset[str]]]:
    result = {}
    for name, one in reader.mapping(value, None, "indicators").items():
        chosen = reader.mapping(one, AXES, "indicators", name)
        if len(chosen) != 1:
            reader.complain("must name one axis and its labels, as {seller: [dutch]}", "indicators", name)
            continue
        axis, given = next(iter(chosen.items()))
        texts = reader.texts(given, "indicators", name, axis)
        for label in texts:
            if label not in labels[axis]:
                reader.complain(f"unknown label '{label}'.{hint(label, labels[axis])}", "indicators", name)
        result[name] = (axis, frozenset(texts))
    return result


def _groups(
    reader: Reader,
    indicators: dict[str, tuple[str, frozenset[str]]],
    labels: dict[str, tuple[str, ...]],
) -> None:
    """Where the indicators of a group are there, each label must have one of them."""
    for axis, names in GROUPS.items():
        if not all(name in indicators for name in names):
            continue
        for label in labels[axis]:
            mine = [name for name in names if label in indicators[name][1]]
            if len(mine) != 1:
                has = " and ".join(mine) if mine else "none"
                reader.complain(
                    f"{axis} '{label}' has {has} of {', '.join(names)}; name it in one", "indicators"
                )
