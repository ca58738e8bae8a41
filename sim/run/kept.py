"""Keeps computed blocks in a folder: a run that was cut off goes on, a larger one adds only what is new.

Nothing here is pickled: a block is arrays of numbers and texts in numpy's own format, read without
executing anything.
"""

from __future__ import annotations

import fcntl
import math
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import Case
from sim.run.block import BlockResult, sampled
from sim.run.event_table import SCHEMA, TEXT
from sim.run.money import Money
from sim.run.settings import Settings

ENDING = ".npz"
GIGABYTE = 1e9
Part = tuple[BlockResult, pa.Table]
"""A block without its events, and these as a table."""


@dataclass(frozen=True)
class Kept:
    """The blocks of one case and its settings; `folder` has a name that no other case has."""

    folder: Path
    case: Case
    settings: Settings

    def blocks(self, members: Sequence[int]) -> Iterator[Part]:
        """Kept blocks that lie within `members`, each with its log, in order, none of their members twice."""
        wanted, taken = set(members), set[int]()
        for path in sorted(self.folder.glob(f"[0-9]*{ENDING}")):
            first, count = (int(part) for part in path.stem.split("-"))
            own = set(range(first, first + count))
            if own <= wanted and not own & taken and (part := self._read(path)):
                taken |= own
                yield part

    def write(self, block: BlockResult, log: pa.Table) -> None:
        """Keep a block of consecutive members and its log, whole or not; a full disk keeps nothing."""
        first, count = block.members[0], len(block.members)
        if block.members != tuple(range(first, first + count)):
            return
        path = self.folder / f"{first:08d}-{count:06d}{ENDING}"
        making = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with making.open("wb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # see remove_unfinished
                np.savez(file, **dict(_arrays(block, log)))
                making.replace(path)
        except OSError:
            making.unlink(missing_ok=True)

    def members(self) -> set[int]:
        """The members whose figures stand in the folder."""
        names = (path.stem.split("-") for path in self.folder.glob(f"[0-9]*{ENDING}"))
        return {one for first, count in names for one in range(int(first), int(first) + int(count))}

    def used(self) -> None:
        """Note that these were of use now, so that `prune` takes others first."""
        if self.folder.is_dir():
            os.utime(self.folder)

    def _read(self, path: Path) -> Part | None:
        """The block in a file; None (and the file gone) where it is damaged."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                found = {name: stored[name] for name in stored.files}
            return self._block(found)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError, pa.ArrowException):
            path.unlink(missing_ok=True)
            return None

    def _block(self, found: Mapping[str, np.ndarray]) -> Part:
        """The block whose arrays these are; its draws are drawn again, for a draw depends on nothing else."""
        members = tuple(found["members"].tolist())
        instruments = self._instruments()
        money: dict[str, dict[str, np.ndarray]] = {}
        for name, array in _unpacked("money", found).items():
            instrument, _, amount = name.rpartition("/")
            money.setdefault(instrument, {})[amount] = array
        block = BlockResult(
            values=_unpacked("values", found),
            variables=_unpacked("variables", found),
            events=[],
            inputs=sampled(self.case, self.settings, members),
            members=members,
            money={name: Money(instruments[name], amounts) for name, amounts in money.items()},
        )
        columns = [_column(field, found) for field in SCHEMA]
        return block, pa.table(columns, schema=SCHEMA)

    def _instruments(self) -> Mapping[str, Instrument]:
        started = {name: it for one in self.case.triggers for name, it in one.outside.items()}
        return {**started, **self.case.instruments}


def remove_unfinished(above: Path) -> None:
    """Remove what writers that were killed left in the folders under `above`: nobody holds its lock."""
    for path in above.glob(f"*/.*{ENDING}.*"):
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
        except OSError:  # somebody is still writing it, or we may not
            continue


def prune(above: Sequence[Path], gigabytes: float, spare: Sequence[Path] = ()) -> None:
    """Remove kept folders under `above`, those used longest ago first, until the rest fits."""
    folders = [each for one in above if one.is_dir() for each in one.iterdir() if each.is_dir()]
    sizes = {each: sum(file.stat().st_size for file in each.glob("*")) for each in folders}
    left = sum(sizes.values())
    for each in sorted(folders, key=lambda one: one.stat().st_mtime):
        if left <= gigabytes * GIGABYTE:
            return
        if each not in spare:
            shutil.rmtree(each, ignore_errors=True)
            left -= sizes[each]


def _arrays(block: BlockResult, log: pa.Table) -> Iterator[tuple[str, Any]]:
    yield "members", np.array(block.members)
    yield from _packed("values", block.values)
    yield from _packed("variables", block.variables)
    amounts = ((name, one.amounts.items()) for name, one in block.money.items())
    yield from _packed("money", {f"{name}/{what}": x for name, items in amounts for what, x in items})
    for name in log.column_names:
        column = log[name].combine_chunks()
        if log.schema.field(name).type == TEXT:
            yield f"events/{name}", column.indices.to_numpy()
            yield f"texts/{name}", np.array(column.dictionary.to_pylist(), dtype="U")
        else:
            yield f"events/{name}", column.to_numpy()


def _packed(group: str, arrays: Mapping[str, np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
    """Arrays of one number of axes as one: each that is written by itself costs as much as its numbers."""
    yield f"{group}/names", np.array(list(arrays), dtype="U")
    yield f"{group}/shapes", np.array([array.shape for array in arrays.values()], dtype=np.int64)
    yield f"{group}/numbers", np.concatenate([np.zeros(0), *(array.ravel() for array in arrays.values())])


def _unpacked(group: str, found: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    shapes = [tuple(shape) for shape in found[f"{group}/shapes"].tolist()]
    ends = np.cumsum([math.prod(shape) for shape in shapes])[:-1]
    parts = np.split(found[f"{group}/numbers"], ends) if shapes else []
    names = found[f"{group}/names"].tolist()
    return {name: part.reshape(shape) for name, part, shape in zip(names, parts, shapes, strict=True)}


def _column(field: pa.Field, found: Mapping[str, np.ndarray]) -> pa.Array:
    numbers = found[f"events/{field.name}"]
    if field.type != TEXT:
        return pa.array(numbers, field.type)
    texts = pa.array(found[f"texts/{field.name}"].tolist(), pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32()), texts)
