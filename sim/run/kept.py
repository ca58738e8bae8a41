"""Keeps computed blocks in a folder: a run that was cut off goes on, a larger one adds only what is new.

Nothing here is pickled: a file is a packed block (`sim.run.packed`), read without executing anything.
"""

from __future__ import annotations

import fcntl
import math
import os
import shutil
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.run.packed import Packed, unpacked

ENDING = ".block"
GIGABYTE = 1e9


@dataclass(frozen=True)
class Kept:
    """The blocks of one case and its settings; `folder` has a name that no other case has, and holds at most
    `most` gigabytes."""

    folder: Path
    most: float = math.inf

    def blocks(self, members: Sequence[int]) -> Iterator[tuple[Packed, bytes]]:
        """Kept blocks that lie within `members`, in order, none of their members twice."""
        wanted, taken = set(members), set[int]()
        for path in sorted(self.folder.glob(f"[0-9]*{ENDING}")):
            first, count = (int(part) for part in path.stem.split("-"))
            own = set(range(first, first + count))
            if own <= wanted and not own & taken and (found := _read(path)):
                taken |= own
                yield found

    def write(self, block: Packed, data: bytes) -> None:
        """Keep a block, whole or not; where there is no room, or no disk, nothing."""
        first, count = block.first, block.layout.count
        path = self.folder / f"{first:08d}-{count:06d}{ENDING}"
        making = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            if _size(self.folder) + len(data) > self.most * GIGABYTE:
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            with making.open("wb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # see remove_unfinished
                file.write(data)
                file.flush()
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


def _read(path: Path) -> tuple[Packed, bytes] | None:
    """The block in a file; None (and the file gone) where it is damaged."""
    try:
        data = path.read_bytes()
        return unpacked(data), data
    except (OSError, ValueError, KeyError, struct.error):
        path.unlink(missing_ok=True)
        return None


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*"))


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
    sizes = {each: _size(each) for each in folders}
    left = sum(sizes.values())
    for each in sorted(folders, key=lambda one: one.stat().st_mtime):
        if left <= gigabytes * GIGABYTE:
            return
        if each not in spare:
            shutil.rmtree(each, ignore_errors=True)
            left -= sizes[each]
