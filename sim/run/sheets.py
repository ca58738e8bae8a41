"""The figures of all members, filled block by block: arrays while they are few, else a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

import numpy as np

from sim.core.axes import Array

IN_MEMORY = 256 << 20
"""Bytes of figures up to which a run keeps them in memory, those of some 850 members."""


class Sheets(Mapping[str, Array]):
    """Figures by name, (period, …, member), of a known number of members.

    In a file they stand block after block and are put together each time that they are asked for, one name at
    a time: the memory of a run then grows by a single outcome. The file has no name in its folder and is gone
    with the process, however that ends.
    """

    def __init__(self, members: int, folder: Path) -> None:
        self._members, self._folder = members, folder
        self._shapes: dict[str, tuple[int, ...]] = {}
        self._arrays: dict[str, Array] = {}
        self._file: IO[bytes] | None = None
        self._places: dict[str, list[tuple[int, int, int]]] = {}

    def put(self, first: int, block: Mapping[str, Array]) -> None:
        """Take the figures of members from position `first` on; every block has the same names."""
        if not self._shapes:
            self._begin(block)
        for name, array in block.items():
            count = array.shape[-1]
            if self._file is None:
                self._arrays[name][..., first : first + count] = array
            else:
                self._places[name].append((first, count, self._file.tell()))
                self._file.write(np.ascontiguousarray(array, dtype=float).data)

    def _begin(self, block: Mapping[str, Array]) -> None:
        self._shapes = {name: (*array.shape[:-1], self._members) for name, array in block.items()}
        size = sum(array.itemsize * array.size // array.shape[-1] for array in block.values())
        if size * self._members > IN_MEMORY:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 # lives as long as this does
            self._places = {name: [] for name in block}
        else:
            self._arrays = {name: np.empty(shape) for name, shape in self._shapes.items()}

    def __getitem__(self, name: str) -> Array:
        if self._file is None:
            return self._arrays[name]
        *labels, members = self._shapes[name]
        whole = np.empty((*labels, members))
        for first, count, at in self._places[name]:
            part = np.empty((*labels, count))
            self._file.seek(at)
            self._file.readinto(part.data)  # type: ignore[attr-defined] # a buffered file has it
            whole[..., first : first + count] = part
        self._file.seek(0, 2)
        return whole

    def __iter__(self) -> Iterator[str]:
        return iter(self._shapes)

    def __len__(self) -> int:
        return len(self._shapes)
