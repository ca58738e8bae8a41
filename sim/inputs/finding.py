"""Finds scenario and overlay files: by path, or by name where scenarios are kept.

A variant of a scenario stands in a folder `variants` and is called <parent>.<variant>.yaml.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from sim.inputs import resources
from sim.inputs.faults import Fault, Faults, nearest
from sim.inputs.resources import shown

VARIABLE = "SIM_SCENARIO_PATH"
VARIANTS = "variants"
LONGEST_PATH, LONGEST_NAME = 1000, 255
_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]*"


def scenario_folders() -> dict[str, Path]:
    """Where scenarios are looked for, by the name a reader knows the folder by; the shipped ones are
    'scenarios/'.
    """
    shipped = resources.root() / "scenarios"
    folders = {"./scenarios": Path.cwd() / "scenarios"}
    folders.update((text, Path(text)) for text in os.environ.get(VARIABLE, "").split(os.pathsep) if text)
    own = {
        name: folder for name, folder in folders.items()
        if folder.is_dir() and folder.resolve() != shipped.resolve()
    }  # fmt: skip
    return {"scenarios/": shipped, **own}


def known_scenarios() -> dict[str, list[Path]]:
    """Every scenario name with its files; more than one file is an error when that name is asked for."""
    found: dict[str, list[Path]] = {}
    for folder in scenario_folders().values():
        for path in _files(folder):
            paths = found.setdefault(path.stem, [])
            if path.resolve() not in [other.resolve() for other in paths]:
                paths.append(path)
    return {name: found[name] for name in by_parent(found)}


def parent_of(name: str) -> str | None:
    """The scenario that a variant's name says it is a variant of (ipcei_boost.delay_12), or None."""
    parent, dot, _ = name.partition(".")
    return parent if dot else None


def by_parent(names: Iterable[str]) -> list[str]:
    """The names in order, each variant right after its parent."""
    return sorted(names, key=lambda name: name.split("."))


def known_overlays() -> dict[str, Path]:
    """Every overlay name with its file."""
    return {path.stem: path for path in _files(resources.root() / "configs" / "overlays")}


def find_scenario(text: str) -> Path:
    """The file of a scenario, from its name or its path; raises `Faults` in words where there is none, or
    are two.
    """
    if "/" in text or os.sep in text or text.endswith((".yaml", ".yml")):
        path = Path(text)
        names = (part.encode(errors="replace") for part in path.parts)
        if len(text) > LONGEST_PATH or any(len(name) > LONGEST_NAME for name in names):
            raise Faults([Fault(f"Scenario file '{_cut(text)}' does not exist: no path is that long")])
        if path.is_dir():
            raise Faults([Fault(f"scenario {text} is a folder; name a file in it")])
        if path.is_file() and path.suffix not in (".yaml", ".yml"):
            raise Faults([Fault(f"{text} is no scenario file: its name must end in .yaml")])
        if path.is_file():
            return path
        if os.path.lexists(path):
            raise Faults([Fault(f"{text} is no file that can be read")])
        near = nearest(path.name, [other.name for other in path.parent.glob("*.yaml")])
        hint = f" Did you mean '{path.parent / near}'?" if near else ""
        raise Faults([Fault(f"Scenario file '{text}' does not exist.{hint}")])
    known = known_scenarios()
    paths = known.get(text, [])
    if len(paths) == 1:
        return paths[0]
    if paths:
        both = " and ".join(shown(path) for path in paths)
        raise Faults(
            [Fault(f"Two scenarios are called '{text}': {both}. Rename one, or give the path of one")]
        )
    near = nearest(text, known)
    hint = f" Did you mean '{near}'?" if near else ""
    raise Faults(
        [Fault(f"Scenario '{_cut(text)}' does not exist.{hint}\n  {_where()}: python -m sim list scenarios")]
    )


def find_overlay(name: str) -> Path:
    """The file of an overlay, from its name; raises `Faults`."""
    known = known_overlays()
    if name in known:
        return known[name]
    near = nearest(name, known)
    hint = f" Did you mean '{near}'?" if near else ""
    where = f"{_count(len(known), 'overlay')} in configs/overlays/: python -m sim list overlays"
    raise Faults([Fault(f"Overlay '{_cut(name)}' does not exist.{hint}\n  {where}")])


def name_fault(path: Path) -> str | None:
    """What is wrong with a file's name (it becomes the name of a folder of results), or None."""
    if parent_of(path.stem) is None and path.resolve().parent.name == VARIANTS:
        return f"'{path.name}' is no name for a variant: write <parent>.<variant>.yaml"
    if re.fullmatch(rf"{_NAME}(\.{_NAME})?", path.stem):
        return None
    return (
        f"'{path.name}' is no name for a scenario: letters, digits, _ and - only"
        " (a variant: <parent>.<variant>.yaml)"
    )


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.rglob("*.yaml")) if not path.name.startswith(".")]


def _where() -> str:
    folders = {name: len(_files(folder)) for name, folder in scenario_folders().items()}
    first, *others = [(name, count) for name, count in folders.items() if count or name == "scenarios/"]
    more = [f"{count} in {name}" for name, count in others]
    return ", ".join([f"{_count(first[1], 'scenario')} in {first[0]}", *more])


def _cut(text: str) -> str:
    """A name as typed, on one line and short enough to read."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else f"{plain[:57]}…"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
