"""Files that nobody but the user can have written: code is loaded from such files only."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from functools import cache
from pathlib import Path


def is_private(path: Path) -> bool:
    """Whether a file or folder is there, belongs to the user (or root) and can be written by nobody else.

    A link is not: whoever made it says where it leads.
    """
    try:
        found = path.lstat()
    except OSError:
        return False
    open_to_others = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) or stat.S_ISLNK(found.st_mode)
    return found.st_uid in (os.geteuid(), 0) and not open_to_others


def private_folder(wanted: Path | None) -> Path | None:
    """`wanted`, made or closed to others; where that cannot be (None, of somebody else, a link, read-only) a
    temporary folder of this process, with a word; None where there can be none either.
    """
    if wanted is None:
        return _temporary()
    try:
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = wanted.lstat()
        if found.st_uid == os.geteuid() and stat.S_ISDIR(found.st_mode):
            wanted.chmod(0o700)
            if os.access(wanted, os.W_OK | os.X_OK):
                return wanted
    except OSError:
        pass
    _say(wanted)
    return _temporary()


@cache
def _say(folder: Path) -> None:
    words = "is not a folder that only you can write to; compiled in a temporary one"
    print(f"note: {folder} {words}", file=sys.stderr)


@cache
def _temporary() -> Path | None:
    try:
        folder = tempfile.TemporaryDirectory(prefix="sim-")  # mode 0700
    except OSError:
        return None
    _held.append(folder)
    return Path(folder.name)


_held: list[tempfile.TemporaryDirectory[str]] = []
"""Removed when the process ends."""
