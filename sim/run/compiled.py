"""The step of a model compiled: C from its graph, by the machine's own compiler, kept for later runs.

Bits are those of numpy: no sum is re-ordered, nothing is fused, and exp, log and powers are worked out by
numpy's own loops. So whether a step was compiled is no part of a result's identity.
"""

from __future__ import annotations

import ctypes
import hashlib
import math
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.axes import Array
from sim.core.model import Model
from sim.core.vocabulary import Driver, Stock, Valve
from sim.readings.c_code import Code, c_code
from sim.readings.c_words import LANES
from sim.readings.graph import Untraceable, trace
from sim.run.private import is_private, private_folder

FLAGS = (
    "-O1",
    "-march=native",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fPIC",
    "-shared",
)
PAYS = 100
"""Runs of a member from which on a first compilation, some five seconds, pays within one command."""
OFF = ("", "none")


@dataclass(frozen=True)
class Compiled:
    """A compiled step: where its library is, and the layout that its source has. Can be sent to a worker."""

    file: str
    code: Code

    def __call__(self, model: Model, members: int) -> CompiledStep | None:
        """The step for a block; None where the number of members does not fill whole vectors."""
        return CompiledStep(self, model, members) if members % LANES == 0 else None


def compiled(model: Model, inputs: Mapping[str, Any], runs: int) -> Compiled | None:
    """The compiled step of a model; None where nothing is compiled here.

    `inputs`: parameters as arrays in all axes. `runs`: how many member runs are ahead; few do not pay for a
    compilation, and then only one that is there is used. CC names the compiler; CC=none: none.
    """
    chosen = os.environ.get("CC", "cc")
    found = None if chosen in OFF else shutil.which(shlex.split(chosen)[0])
    if found is None or not _Word.readable():
        return None
    try:
        code = c_code(model, trace(model, inputs))
    except Untraceable:
        return None
    library = _library(code, [found, *shlex.split(chosen)[1:]], runs)
    # a worker needs the layout alone
    return Compiled(str(library), replace(code, text="")) if library else None


def _library(code: Code, command: list[str], runs: int) -> Path | None:
    """The library of this code: one that is there and that only the user can have written, else compiled."""
    wanted, name = _folder(), f"step-{_key(code, command)}.so"
    if wanted and is_private(wanted) and is_private(wanted / name):
        return wanted / name
    folder = private_folder(wanted) if runs >= PAYS else None
    if folder is None:
        return None
    library = folder / name
    return library if is_private(library) or _compile(code, command, library) else None


def _folder() -> Path | None:
    """The user's own cache; None where the user has no home, as in some containers."""
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "sim"
    except RuntimeError:
        return None


def _key(code: Code, command: list[str]) -> str:
    """What a library belongs to: its source, the compiler, the flags and the processor."""
    who = Path(command[0]).resolve()
    parts = (code.text, shlex.join(command), *FLAGS, str(who), str(who.stat().st_mtime_ns), _processor())
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=10).hexdigest()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        import platform

        return f"{platform.machine()} {platform.processor()} {platform.node()}"
    return next((line for line in lines if line.startswith(("flags", "Features"))), "")


def _compile(code: Code, command: list[str], library: Path) -> bool:
    """Compile beside the target and put it there whole; False where anything is in the way."""
    try:
        with tempfile.TemporaryDirectory(dir=library.parent) as folder:
            source, made = Path(folder) / "step.c", Path(folder) / "step.so"
            source.write_text(code.text, encoding="utf-8")
            words = [*command, *FLAGS, "-o", str(made), str(source), "-lm"]
            done = subprocess.run(words, capture_output=True, check=False)
            if done.returncode == 0:
                made.chmod(0o600)
                made.replace(library)
            return done.returncode == 0
    except OSError:
        return False


class _Word(ctypes.Structure):
    """The head of numpy's public PyUFuncObject: where the loops of a function are."""

    _fields_ = (
        ("references", ctypes.c_ssize_t),
        ("type", ctypes.c_void_p),
        ("nin", ctypes.c_int),
        ("nout", ctypes.c_int),
        ("nargs", ctypes.c_int),
        ("identity", ctypes.c_int),
        ("functions", ctypes.POINTER(ctypes.c_void_p)),
        ("data", ctypes.POINTER(ctypes.c_void_p)),
        ("ntypes", ctypes.c_int),
    )

    @classmethod
    def of(cls, ufunc: np.ufunc) -> _Word:
        """The head of a ufunc."""
        return cls.from_address(id(ufunc))

    @classmethod
    def readable(cls) -> bool:
        """Whether this interpreter keeps its objects as numpy's header says."""
        return all(
            (head.nin, head.nout, head.nargs, head.ntypes) == (it.nin, it.nout, it.nargs, it.ntypes)
            for it in (np.exp, np.log, np.power)
            for head in [cls.of(it)]
        )


class _Words(ctypes.Structure):
    """What the C code calls."""

    _fields_ = tuple((name, ctypes.c_void_p) for name in ("exp", "log", "power", "a", "b", "c"))

    @classmethod
    def of_numpy(cls) -> _Words:
        """numpy's loops on doubles."""
        loops, data = [], []
        for ufunc, types in ((np.exp, "d->d"), (np.log, "d->d"), (np.power, "dd->d")):
            head, at = _Word.of(ufunc), ufunc.types.index(types)
            loops.append(head.functions[at])
            data.append(head.data[at] if head.data else None)
        return cls(*loops, *data)


class _Series(ctypes.Structure):
    """A driver for the C code: its numbers, its first row, how many rows, whether members differ."""

    _fields_ = (
        ("numbers", ctypes.c_void_p),
        ("row", ctypes.c_long),
        ("rows", ctypes.c_long),
        ("wide", ctypes.c_long),
    )


class CompiledStep:
    """A block's step in one array (rows, member) of the C code; what it shows are views."""

    def __init__(self, compiled: Compiled, model: Model, members: int) -> None:
        self._code, self._members = compiled.code, members
        if not is_private(Path(compiled.file)):
            raise PermissionError(f"{compiled.file} can be written by others: it is not loaded")
        self._library = ctypes.CDLL(compiled.file)
        self._library.move.argtypes = (ctypes.c_void_p, ctypes.c_long, ctypes.c_double)
        self._all = np.zeros((compiled.code.length, members))
        self._at, self._n = ctypes.c_void_p(self._all.ctypes.data), ctypes.c_long(members)
        self._words = _Words.of_numpy()
        self.stocks = {name: self._view(name) for name in model.of(Stock)}
        self._valves = {name: self._view(name) for name in model.of(Valve)}
        names = (each for name in model.steps for each in model.equation(name).names or (name,))
        self._shown = {name: self._view(name) for name in names}
        self._driven = list(model.of(Driver))
        self._given = [
            name for name in self._code.rows
            if not any(name in them for them in (self.stocks, self._valves, self._shown, self._driven))
        ]  # fmt: skip
        self._series: Any = None
        self._kept: list[Array] = []
        self._wide = ctypes.create_string_buffer(max(1, len(self._code.exponents)))
        self._finite = False

    def _view(self, name: str) -> Array:
        first, shape = self._code.rows[name]
        return self._all[first : first + math.prod(shape)].reshape(*shape, self._members)

    def begin(self, values: Mapping[str, Any], drivers: Mapping[str, Array]) -> None:
        """Copy what holds for the whole run and work out what hangs on nothing else."""
        for name in self._given:
            self._view(name)[...] = values[name]
        self._kept = [self._contiguous(name, drivers[name]) for name in self._driven]
        table = [
            _Series(
                kept.ctypes.data, self._code.rows[name][0], kept[0].size // kept.shape[-1], kept.shape[-1]
            )
            for name, kept in zip(self._driven, self._kept, strict=True)
        ]
        self._series = (_Series * len(table))(*table)
        known = {**values, **drivers}
        for number, names in enumerate(self._code.exponents):
            wide = any(np.shape(known.get(name, self._all))[-1] > 1 for name in names)
            self._wide[number] = bytes([wide])
        self._library.once(self._at, self._n, ctypes.byref(self._words), self._wide)

    def _contiguous(self, name: str, series: Array) -> Array:
        """A series as one piece of memory; itself where it is one, for what an event adds to it later."""
        wanted = (len(series), *self._code.rows[name][1], series.shape[-1])
        return np.ascontiguousarray(np.broadcast_to(series, wanted))

    def equations(self, step: int, values: dict[str, Any]) -> None:
        """Copy drivers and valves, run the C code, and show its rows."""
        for name, view in self._valves.items():
            np.copyto(view, values[name])
        self._library.drive(self._at, self._n, self._series, len(self._series), ctypes.c_long(step))
        bad = self._library.step(self._at, self._n, ctypes.byref(self._words), self._wide)
        self._finite = not bad
        values.update(self._shown)

    def flows(self, values: Mapping[str, Any]) -> bool:
        """Added up with the equations."""
        return self._finite

    def move(self, dt: float) -> None:
        """In place."""
        self._library.move(self._at, self._n, dt)
