"""A folder that appears whole or not at all, also when the process that fills it is killed.

It is filled beside, under a name that begins with a dot, and renamed at the end. A lock file beside it is
held for as long as that takes; what a killed process left is not locked, and the next one removes it.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def whole(final: Path) -> Iterator[Path]:
    """A folder to fill that becomes `final` when nothing was raised inside, and else is gone.

    Makes the folders above; an empty `final` is replaced. Raises OSError where it cannot be written (disk
    full, no permission), and leaves nothing then either.
    """
    missing = [one for one in final.parents if not one.exists()]
    final.parent.mkdir(parents=True, exist_ok=True)
    making = final.with_name(f".{final.name}")
    remove_abandoned(final.parent)
    try:
        _make_lock(_lock_of(making))
        with FileLock(_lock_of(making), timeout=60):
            making.mkdir()
            try:
                yield making
                if final.exists():
                    final.rmdir()
                making.rename(final)
            except BaseException:
                shutil.rmtree(making, ignore_errors=True)
                raise
        _lock_of(making).unlink(missing_ok=True)
    except BaseException:
        _lock_of(making).unlink(missing_ok=True)
        for folder in missing:  # the innermost first; those of others are not empty
            try:
                folder.rmdir()
            except OSError:
                break
        raise


def remove_abandoned(above: Path) -> None:
    """Remove the unfinished folders under `above` whose process has ended, and their locks."""
    for lock in above.glob(".*.lock"):
        making = lock.with_name(lock.name.removesuffix(".lock"))
        finished = making.with_name(making.name.removeprefix("."))
        try:
            with FileLock(lock, timeout=0):
                if making.is_dir():
                    shutil.rmtree(making, ignore_errors=True)
                elif not finished.is_dir():
                    continue  # taken a moment ago, its folder not yet made
            lock.unlink(missing_ok=True)
        except (Timeout, OSError):  # somebody is still writing there, or we may not
            continue


def _make_lock(lock: Path) -> None:
    """Where no file can be made at all (/proc), say so at once: a lock would be tried for a minute."""
    try:
        lock.touch()
    except FileNotFoundError:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(lock.parent)) from None


def _lock_of(making: Path) -> Path:
    return making.with_name(f"{making.name}.lock")
