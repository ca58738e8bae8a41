"""A block of members as bytes: what a process sends and what is kept; each outcome is read by itself.

Figures are cut along their first axis (the period) into pieces of some 16 KiB that are compressed one by one,
so that a few years of one outcome of 100,000 members are read without the rest. Nothing is pickled.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.core.axes import Array

MARK = b"sim block 2\n"
PIECE = 1 << 14
"""Bytes of numbers in a piece, where one period has no more."""
CODEC = "lz4"
"""Half of the numbers are zeros: 0.4 of the bytes are left, for 0.2 ms a member to write and 0.1 to read."""
_HEAD = struct.Struct("<QQQ")
"""The first member, the bytes of the header, the number of places."""
Fetch = Callable[[int, int], bytes | memoryview]
"""Bytes from a place in a block to another."""


class Broken(ValueError):
    """Bytes that are no whole block."""


@dataclass(frozen=True)
class Layout:
    """What stands in a block: of each name the shape and its pieces (the first and the periods of each)."""

    count: int
    shapes: Mapping[str, tuple[int, ...]]
    pieces: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Packed:
    """Where the pieces of a block of `layout.count` members from `first` on stand, without the pieces."""

    first: int
    layout: Layout
    places: npt.NDArray[np.int64]

    @property
    def members(self) -> range:
        """The numbers of its members, which follow each other."""
        return range(self.first, self.first + self.layout.count)

    def read(self, name: str, fetch: Fetch, start: int = 0, stop: int | None = None) -> Array:
        """The periods `start` to `stop` of a name, (period, …, member)."""
        shape = self.layout.shapes[name]
        stop = shape[0] if stop is None else min(stop, shape[0])
        at, each = self.layout.pieces[name]
        made = np.empty((stop - start, *shape[1:]))
        for piece in range(start // each, -(-stop // each)):
            begin, end = piece * each, min((piece + 1) * each, shape[0])
            raw = fetch(int(self.places[at + piece]), int(self.places[at + piece + 1]))
            size = 8 * (end - begin) * math.prod(shape[1:])
            numbers = np.frombuffer(pa.decompress(raw, size, codec=CODEC)).reshape(end - begin, *shape[1:])
            low, high = max(begin, start), min(end, stop)
            made[low - start : high - start] = numbers[low - begin : high - begin]
        return made

    def log(self, fetch: Fetch) -> pa.Table | None:
        """The events of its members; None where they were not recorded."""
        start, stop = (int(place) for place in self.places[-2:])
        return pa.ipc.open_stream(pa.py_buffer(fetch(start, stop))).read_all() if stop > start else None


def pack(members: Sequence[int], arrays: Mapping[str, Array], log: pa.Table | None) -> bytes:
    """The bytes of a block of members that follow each other: figures (period, …, member) and events."""
    first, count = members[0], len(members)
    if list(members) != list(range(first, first + count)):
        raise ValueError("the members of a block must follow each other")
    pieces: list[bytes] = []
    shapes = {name: array.shape for name, array in arrays.items()}
    for array in arrays.values():
        each = _each(array.shape)
        whole = np.ascontiguousarray(array, dtype=float)
        pieces += [
            pa.compress(whole[start : start + each], codec=CODEC, asbytes=True)
            for start in range(0, len(whole), each)
        ]
    pieces.append(b"" if log is None else _stream(log))
    header = json.dumps({"count": count, "shapes": shapes}).encode()
    before = len(MARK) + 4 + _HEAD.size + len(header) + 8 * (len(pieces) + 1)
    places = np.cumsum([before, *(len(piece) for piece in pieces)])
    body = b"".join((_head(first, header, places), *pieces))
    return b"".join((MARK, zlib.crc32(body).to_bytes(4, "little"), body))


def unpacked(data: bytes | memoryview) -> Packed:
    """What stands in these bytes; `Broken` where they are no whole block."""
    view = memoryview(data)
    start = len(MARK) + 4
    told = int.from_bytes(view[len(MARK) : start], "little")
    if bytes(view[: len(MARK)]) != MARK or told != zlib.crc32(view[start:]):
        raise Broken("these bytes are no whole block")
    first, size, count = _HEAD.unpack_from(view, start)
    start += _HEAD.size
    layout = _layout(bytes(view[start : start + size]))
    return Packed(first, layout, np.frombuffer(view, np.int64, count, start + size).copy())


def _head(first: int, header: bytes, places: npt.NDArray[np.int64]) -> bytes:
    return _HEAD.pack(first, len(header), len(places)) + header + places.astype(np.int64).tobytes()


@lru_cache(maxsize=64)
def _layout(header: bytes) -> Layout:
    """Blocks of one case mostly have one header, and then share what it says."""
    said = json.loads(header)
    shapes = {name: tuple(shape) for name, shape in said["shapes"].items()}
    pieces, at = {}, 0
    for name, shape in shapes.items():
        each = _each(shape)
        pieces[name] = (at, each)
        at += -(-shape[0] // each)
    return Layout(said["count"], shapes, pieces)


def _each(shape: tuple[int, ...]) -> int:
    """Periods in a piece of figures of this shape."""
    return max(1, PIECE // max(8 * math.prod(shape[1:]), 1))


def _stream(log: pa.Table) -> bytes:
    out = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(out, log.schema, options=options) as stream:
        stream.write_table(log.combine_chunks())
    made: bytes = out.getvalue().to_pybytes()
    return made
