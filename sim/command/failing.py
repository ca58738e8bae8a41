"""Words for what ends a command early: a folder that cannot be written, a failure while it runs, Ctrl-C."""

from __future__ import annotations

import errno
import os
import shlex
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from sim.inputs.faults import Fault, Faults

NOT_WRITTEN = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.ENOTDIR,
)
"""Errors of the system that tell of a folder or disk, not of the engine."""
ROOM = 512
"""Bytes that names below the folder of results may take of a path."""
WORKER_ENDED = ("TerminatedWorkerError", "BrokenProcessPool")
"""What joblib raises when a process of its pool is gone."""


def reason(error: BaseException) -> str:
    """Why something failed, in a line; the traceback is printed too where HYDRA_FULL_ERROR=1 asks for it."""
    if os.environ.get("HYDRA_FULL_ERROR") == "1":
        traceback.print_exception(error)
    if isinstance(error, OSError) and error.errno in NOT_WRITTEN:
        where = f": {error.filename}" if error.filename else ""
        why = os.strerror(error.errno or 0).lower()
        return f"It could not be written, {why}{where}. Nothing of it was left behind."
    if isinstance(error, MemoryError):
        return "There was not enough memory; workers=1 or block=64 needs less."
    if type(error).__name__ in WORKER_ENDED:
        return (
            "A process that ran members was ended from outside, most often for want of memory;"
            " workers=1 or block=64 needs less."
        )
    return f"{type(error).__name__}: {error}"


def name_too_long(error: BaseException) -> Faults | None:
    """What to say of a name in a path that no file or folder can have; None of any other error."""
    if not isinstance(error, OSError) or error.errno != errno.ENAMETOOLONG:
        return None
    longest = max(Path(str(error.filename)).parts, key=len, default="")
    return Faults([Fault(f"'{longest[:20]}…': no file or folder has a name of more than 255 bytes")])


def folder_fault(results: str, key: str = "results") -> Fault | None:
    """Why results cannot be written where `key` says, or None. Nothing is left of the trial that it makes: a
    folder of another name, made and taken away, where the last part that is there already stands.
    """
    folder = Path(results)
    there = next((one for one in (folder, *folder.absolute().parents) if os.path.lexists(one)), folder)
    if not there.is_dir():
        return Fault(f"{key} = {results}: {there} is a file, not a folder")
    refused = Fault(f"{key} = {results}: {there} cannot be written to; name another folder, {key}=…")
    if not os.access(there, os.W_OK | os.X_OK):
        return refused
    try:  # what may be written by its rights still cannot be below /proc, or on a share that is gone
        Path(tempfile.mkdtemp(prefix=".trial-", dir=there)).rmdir()
        longest, deepest = (os.pathconf(there, name) for name in ("PC_NAME_MAX", "PC_PATH_MAX"))
    except OSError:
        return refused
    part = max(folder.parts, key=lambda one: len(os.fsencode(one)), default="")
    if len(os.fsencode(part)) > longest:
        return Fault(f"{key} = {part[:20]}…: a name of more than {longest} bytes is too long for a folder")
    if len(os.fsencode(folder.absolute())) > deepest - ROOM:
        return Fault(f"{key} = {results[:20]}…: is too long a path")
    return None


def stopped(done: Sequence[Path], points: int, command: Sequence[str]) -> str:
    """What to say when the user stops a run or a sweep of `points` runs, `done` of which are there."""
    typed = shlex.join(["python", "-m", "sim", *command])
    if points < 2:
        return (
            f"Stopped. The unfinished run left nothing; the same command runs it from its start:\n  {typed}"
        )
    kept = "".join(f"\n  {folder}" for folder in done)
    return (
        f"Stopped. {len(done)} of {points} runs are done and kept; the unfinished one left nothing.{kept}\n"
        f"The same command does only what is missing:\n  {typed}"
    )
