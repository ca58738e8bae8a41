"""Adds labels to a copy of what is shipped, as a reader would: names them and gives what the loader asks for.

What a new label lacks is asked for by name, file and line; it gets the numbers of a label like it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sim.command.checking import check
from sim.inputs import resources
from sim.inputs.documents import read_document
from sim.inputs.faults import Fault, Faults


@dataclass(frozen=True)
class Label:
    """A new label of an axis and the label that it is taken to be like.

    `with_`: for a place its segments, for a segment its places; where none are given, those of the label
    that it is like.
    """

    axis: str
    name: str
    like: str
    with_: tuple[str, ...] = ()


def copy_of_shipped(folder: Path) -> Path:
    """A home for SIM_HOME: configs and scenarios to be changed, the record as it is."""
    shipped = resources.root()
    for name in ("configs", "scenarios"):
        shutil.copytree(shipped / name, folder / name)
    (folder / "data").symlink_to(shipped / "data")
    return folder


def rewrite(path: Path, value: Any) -> None:
    """A document as YAML."""
    path.write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True), encoding="utf-8")


def name_labels(home: Path, new: Sequence[Label]) -> None:
    """The labels on their axes, and the cells that come with places and segments."""
    path = home / "configs" / "axes.yaml"
    axes = read_document(path).value
    cells = axes["cells"]
    for one in new:
        names = axes["labels"][one.axis]
        names.insert(names.index(one.like) + 1, one.name)
        if one.axis == "place":
            cells[one.name] = list(one.with_ or cells[one.like])
        if one.axis == "segment":
            for place in one.with_ or [place for place in cells if one.like in cells[place]]:
                if one.name not in cells[place]:
                    cells[place].append(one.name)
    rewrite(path, axes)


def say_what_they_are(home: Path, new: Sequence[Label]) -> None:
    """In every indicator that holds for the label that a new one is like; no record has a new label."""
    path = home / "configs" / "axes.yaml"
    axes = read_document(path).value
    for name, holds in axes["indicators"].items():
        if name.startswith(("has_", "is_measured")):
            continue
        for one in new:
            labels = holds.get(one.axis, ())
            if one.like in labels:
                labels.append(one.name)
    rewrite(path, axes)


def lacking() -> list[Fault]:
    """What the loader asks for, of the home that SIM_HOME names."""
    try:
        check([])
    except Faults as found:
        return list(found.faults)
    return []


def answer(home: Path, fault: Fault, new: Sequence[Label]) -> None:
    """Give what a fault asks for: at its path, the number of the label that the new one is like."""
    found = re.fullmatch(r"([\w.]+): lacks (.*)", fault.text)
    if found is None or fault.file is None:
        raise ValueError(f"cannot be answered with the number of a label: {fault}")
    path = home / fault.file
    document = read_document(path).value
    top = document
    for key in found[1].split("."):
        top = top[key]
    like = {one.name: one.like for one in new}
    for labels in found[2].split(", "):
        at, (*above, label) = top, labels.split(".")
        for key in above:
            at = at.setdefault(key, deepcopy(at.get(like.get(key, key), {})))
        if label not in at:
            at[label] = _by_cell(home, label, deepcopy(_at(at, like[label])), like)
    rewrite(path, document)


def add(home: Path, new: Sequence[Label]) -> None:
    """The labels with all that the loader asks for; `SIM_HOME` names `home`."""
    name_labels(home, new)
    say_what_they_are(home, new)
    complete(home, new)


def complete(home: Path, new: Sequence[Label]) -> None:
    """Answer until nothing is lacking."""
    while asked := lacking():
        for fault in asked:
            answer(home, fault, new)


def _at(values: Mapping[str, Any], label: str) -> Any:
    """The value of a label, or of the first where it has none of its own."""
    return values[label] if label in values else next(iter(values.values()))


def _by_cell(home: Path, label: str, value: Any, like: Mapping[str, str]) -> Any:
    """A new place's numbers by segment are those of its own segments; every other value stays as it is."""
    axes = read_document(home / "configs" / "axes.yaml").value
    if label not in axes["cells"] or not isinstance(value, dict):
        return value
    if not set(value) <= set(axes["labels"]["segment"]):
        return value
    return {segment: _at(value, like.get(segment, segment)) for segment in axes["cells"][label]}
