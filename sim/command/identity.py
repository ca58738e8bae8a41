"""Gives a run one key for all that changes its numbers, so that an equal run is found, not repeated."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

# Settings that change speed or place, never a number (law 7), so they are no part of what a run is.
NOT_CONTENT = ("workers", "block", "results", "keep", "executor")
_SHARED: WeakKeyDictionary[Any, bytes] = WeakKeyDictionary()
LIBRARIES = ("numpy", "pandas", "scipy", "simpy")


def content_key(*things: Any) -> str:
    """A key of plain values, dataclasses, mappings, sequences and arrays: equal content, equal key."""
    digest = hashlib.blake2b(digest_size=16)
    for thing in things:
        for piece in _pieces(thing):
            digest.update(piece)
    return digest.hexdigest()


def settings_content(settings: Any) -> dict[str, Any]:
    """The settings that change the numbers of a run."""
    return {f.name: getattr(settings, f.name) for f in fields(settings) if f.name not in NOT_CONTENT}


def code_key() -> str:
    """A key of this engine's own source and of the libraries whose versions change the last bits."""
    here = Path(__file__).resolve().parent.parent
    digest = hashlib.blake2b(digest_size=16)
    # not what only reads results: a new picture makes no run stale
    for folder in ("core", "ensemble", "inputs", "processes", "run", "sectors"):
        for path in sorted((here / folder).rglob("*.py")):
            digest.update(path.relative_to(here).as_posix().encode())
            digest.update(path.read_bytes())
    for name, version in versions().items():
        digest.update(f"{name} {version}".encode())
    return digest.hexdigest()


def data_hashes() -> dict[str, str]:
    """A key of each file of the record that the engine ships with, by its name; not of how past projections
    did, which reports tell and no run reads."""
    from sim.inputs.resources import root

    data = root() / "data"
    return {
        path.relative_to(data).as_posix(): hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        for path in sorted(data.rglob("*"))
        if path.is_file() and path.parent != data / "hindcast"
    }


def commit() -> str | None:
    """The commit of the checkout that runs, read from its files; None where there is no checkout."""
    git = Path(__file__).resolve().parents[2] / ".git"
    try:
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        if (git / name).is_file():
            return (git / name).read_text(encoding="utf-8").strip()
        packed = (git / "packed-refs").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), None)


def versions() -> dict[str, str]:
    """The versions that a result depends on, by name."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "absent"
    return found


def _pieces(thing: Any) -> Iterator[bytes]:
    if isinstance(thing, np.ndarray):
        yield f"array{thing.shape}{thing.dtype.str}".encode()
        yield (
            np.ascontiguousarray(thing).tobytes() if thing.dtype != object else repr(thing.tolist()).encode()
        )
    elif is_dataclass(thing) and not isinstance(thing, type):
        yield _of_shared(thing) if _never_changes(thing) else b"".join(_of_fields(thing))
    elif isinstance(thing, Mapping):
        yield b"{"
        for key in sorted(thing, key=repr):
            yield f"{key!r}:".encode()
            yield from _pieces(thing[key])
        yield b"}"
    elif isinstance(thing, list | tuple):
        yield b"["
        for one in thing:
            yield from _pieces(one)
            yield b","
        yield b"]"
    elif isinstance(thing, set | frozenset):
        yield from _pieces(sorted(thing, key=repr))
    else:
        yield repr(thing).encode()


def _of_fields(thing: Any) -> Iterator[bytes]:
    yield type(thing).__name__.encode()
    for field in fields(thing):
        yield f".{field.name}=".encode()
        yield from _pieces(getattr(thing, field.name))


def _never_changes(thing: Any) -> bool:
    """Whether a dataclass is frozen and equal to itself alone, as a parameter is: it can be looked up."""
    kind: Any = type(thing)
    return bool(kind.__dataclass_params__.frozen and kind.__hash__ is object.__hash__)


def _of_shared(thing: Any) -> bytes:
    """The pieces of what the points of a sweep share, made once for each."""
    found = _SHARED.get(thing)
    if found is None:
        found = _SHARED[thing] = b"".join(_of_fields(thing))
    return found
