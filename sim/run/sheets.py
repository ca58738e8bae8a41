"""The figures of all members, filled block by block: arrays while they are few, else a file."""

from __future__ import annotations

import math
import os
import tempfile
from bisect import insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa

from sim.core.axes import Array
from sim.run.packed import Fetch, Packed

IN_MEMORY = 256 << 20
"""Bytes of figures up to which a run keeps them in memory, those of some 850 members."""


@dataclass(frozen=True)
class Window:
    """Part of the figures: periods `start` to `stop` of the members at places `first` to `last`."""

    start: int = 0
    stop: int | None = None
    first: int = 0
    last: int | None = None

    def of(self, array: Array) -> Array:
        """That part of an array (period, …, member)."""
        return array[self.start : self.stop, ..., self.first : self.last]


WHOLE = Window()


class Sheets:
    """Figures by name, (period, …, member), of a known number of members, and their log of events.

    In a file the blocks stand one after another, packed as they come, and a part of an outcome is put
    together each time that it is asked for: the memory of a run then grows by what is looked at. The file has
    no name in its folder and is gone with the process, however that ends. What a block lacks (the money of
    an instrument that none of its members has) is zero.
    """

    def __init__(self, members: int, folder: Path) -> None:
        self.members, self._folder = members, folder
        self._shapes: dict[str, tuple[int, ...]] = {}
        self._arrays: dict[str, Array] = {}
        self._logs: dict[int, pa.Table] = {}
        self._file: IO[bytes] | None = None
        self._blocks: list[tuple[int, int, Packed]] = []

    def put(self, first: int, block: Packed, data: bytes | memoryview) -> None:
        """Take a block, and the bytes that it stands in, whose first member has the place `first`."""
        if not self._shapes:
            self._begin(block)
        for name, (*labels, _) in block.layout.shapes.items():
            self._shapes.setdefault(name, (*labels, self.members))
        if self._file is None:
            self._copy(first, block, memoryview(data))
            insort(self._blocks, (first, 0, block), key=lambda one: one[0])
            return
        insort(self._blocks, (first, self._file.tell(), block), key=lambda one: one[0])
        self._file.write(data)
        self._file.flush()

    def _begin(self, block: Packed) -> None:
        count = block.layout.count
        size = sum(8 * math.prod(shape) for shape in block.layout.shapes.values()) / count
        if size * self.members > IN_MEMORY:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 # lives as long as this does

    def _copy(self, first: int, block: Packed, data: memoryview) -> None:
        fetch: Fetch = lambda start, stop: data[start:stop]  # noqa: E731
        for name in block.layout.shapes:
            if name not in self._arrays:
                self._arrays[name] = np.zeros(self._shapes[name])
            self._arrays[name][..., first : first + block.layout.count] = block.read(name, fetch)
        log = block.log(fetch)
        if log is not None:
            self._logs[first] = log

    def read(self, name: str, part: Window = WHOLE) -> Array:
        """The figures of a name, or a part of them; not to be written to."""
        if self._file is None:
            return part.of(self._arrays[name])
        shape = self._shapes[name]
        start, stop, _ = slice(part.start, part.stop).indices(shape[0])
        first, last, _ = slice(part.first, part.last).indices(self.members)
        made = np.zeros((stop - start, *shape[1:-1], last - first))
        for at, fetch, block in self._in_file(first, last):
            if name not in block.layout.shapes:
                continue
            found = block.read(name, fetch, start, stop)
            low, high = max(at, first), min(at + block.layout.count, last)
            wide = np.broadcast_to(found, (*found.shape[:-1], block.layout.count))
            made[..., low - first : high - first] = wide[..., low - at : high - at]
        return made

    def logs(self) -> Iterator[pa.Table]:
        """The events block by block, in the order of members."""
        if self._file is None:
            yield from (self._logs[first] for first in sorted(self._logs))
            return
        for _, fetch, block in self._in_file(0, self.members):
            log = block.log(fetch)
            if log is not None:
                yield log

    def _in_file(self, first: int, last: int) -> Iterator[tuple[int, Fetch, Packed]]:
        assert self._file is not None
        number = self._file.fileno()
        for at, place, block in self._blocks:
            if at < last and at + block.layout.count > first:

                def fetch(start: int, stop: int, place: int = place) -> bytes:
                    return os.pread(number, stop - start, place + start)

                yield at, fetch, block

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of a name, members last, without reading it."""
        return self._shapes[name]

    def names(self, group: str) -> list[str]:
        """The names of a group ("values"), without it, in the order in which they came."""
        return [name.removeprefix(f"{group}/") for name in self._shapes if name.startswith(f"{group}/")]


class Sheet(Mapping[str, Array]):
    """The figures of one group of names by name, or a part of each; read each time that one is asked for."""

    def __init__(self, sheets: Sheets, group: str, part: Window = WHOLE) -> None:
        self._sheets, self._group, self._part = sheets, group, part
        self._names = dict.fromkeys(sheets.names(group))

    def __getitem__(self, name: str) -> Array:
        if name not in self._names:
            raise KeyError(name)
        return self._sheets.read(f"{self._group}/{name}", self._part)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def width(self, name: str) -> int:
        """Numbers of a name in one period, of all members, without reading it."""
        return math.prod(self._sheets.shape(f"{self._group}/{name}")[1:])

    def part(self, part: Window) -> Sheet:
        """The same names, of a part of the whole."""
        return Sheet(self._sheets, self._group, part)
