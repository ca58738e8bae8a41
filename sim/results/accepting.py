"""What a stored result must be before it is read, since it may come from anyone: whole, of a bounded size, of
plain values; else `Faults` in words.
"""

from __future__ import annotations

import math
import re
import types
import typing
from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from sim.inputs.faults import Fault, Faults
from sim.inputs.json_files import read_json, read_text
from sim.inputs.policies import LANGUAGES

LARGEST_TEXT = 32 << 20
"""Bytes of a run.json, or of a table as text that is read whole; a run.json with every parameter is a
hundredth of it."""
MOST_CELLS = 1 << 29
"""Numbers in a table once it is read, 4 GiB; the events of 20,000 members are within it (`LOGGED`)."""
MOST_BYTES = 4 << 30
"""Bytes of a table when unpacked, as its own footer counts them."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")


def accept_json(path: Path) -> dict[str, Any]:
    """The mapping in a JSON file; `Faults` where it is too large, no JSON, or no mapping."""
    return read_json(path, LARGEST_TEXT)


def accept_text(path: Path) -> str:
    """The text of a file; `Faults` where it is too large or no UTF-8."""
    return read_text(path, LARGEST_TEXT)


def accept_about(path: Path, kind: type) -> dict[str, Any]:
    """What a result says about itself in a JSON file; `Faults` where fields of the dataclass `kind` that have
    no default are missing, values are of other kinds, or its language has no texts."""
    stored = accept_json(path)
    needed = [one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING]
    if missing := [name for name in needed if name not in stored]:
        text = f"says nothing of {', '.join(missing)}: another version wrote it, which must read it too"
        raise Faults([Fault(text, str(path))])
    accept_fields(stored, kind, path)
    if (lang := stored.get("lang", "")) not in ("", *LANGUAGES):
        raise Faults([Fault(f"lang = {lang}: this version has no texts in that language", str(path))])
    return stored


def accept_fields(stored: Mapping[str, Any], kind: type, path: Path) -> None:
    """`Faults` for each value that is not of the kind its field of the dataclass `kind` has, or holds control
    characters (which could drive a terminal).
    """
    faults = []
    for name, hint in typing.get_type_hints(kind).items():
        if name not in stored:
            continue
        if not _is_of(stored[name], hint):
            faults.append(Fault(f"{name}: is not of the kind that this engine writes", str(path)))
        elif _has_control(stored[name]):
            faults.append(Fault(f"{name}: holds control characters", str(path)))
    if faults:
        raise Faults(faults)


def accept_table(path: Path, columns: Collection[str], maker: str, times: int = 1) -> None:
    """Let a Parquet file be read; `columns` it must have, else `maker` is named.

    `Faults` where the file is not there, broken, or would take more memory than any result of ours;
    `times` as much is accepted of a table that is read by column.
    """
    import pyarrow as pa  # late: a search for an equal run reads no table
    import pyarrow.parquet as parquet

    if not path.is_file():
        raise Faults([Fault("is not there: this is no whole result", str(path))])
    try:
        about = parquet.read_metadata(path)
        names = about.schema.to_arrow_schema().names
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise Faults([Fault("is broken: not a Parquet file that can be read", str(path))]) from None
    cells = about.num_rows * max(about.num_columns, 1)
    size = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
    long = times > 1 and about.num_rows > MOST_CELLS // 8  # a single column of it must fit
    if long or cells > times * MOST_CELLS or size > times * MOST_BYTES:
        raise Faults(
            [
                Fault(
                    f"{about.num_rows:,} rows of {about.num_columns:,} columns: more than any result",
                    str(path),
                )
            ]
        )
    missing = [name for name in columns if name not in names]
    if missing:
        raise Faults(
            [Fault(f"has no column {', '.join(missing)}: made by {maker}, which this version cannot read;"
                   " run it again with this version, or read it with its own", str(path))]
        )  # fmt: skip


def _is_of(value: Any, hint: Any) -> bool:
    """Whether a value out of JSON is of an annotated kind (Any, str, int, float, None, unions, Mapping,
    Sequence)."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return True
    if origin in (types.UnionType, typing.Union):
        return any(_is_of(value, one) for one in parts)
    if hint in (None, type(None)):
        return value is None
    if origin in (Mapping, dict):
        return isinstance(value, dict) and all(
            _is_key(key, parts[0]) and _is_of(one, parts[1]) for key, one in value.items()
        )
    if origin in (Sequence, list):
        return isinstance(value, list) and all(_is_of(one, parts[0]) for one in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return isinstance(value, hint)
    if hint is float:
        return abs(value) < 1e300 or math.isnan(value)
    return hint is int and isinstance(value, int)


def _is_key(key: str, hint: Any) -> bool:
    return hint is str or (hint is int and re.fullmatch(r"-?\d{1,9}", key) is not None)


def _has_control(value: Any) -> bool:
    if isinstance(value, str):
        return _CONTROL.search(value) is not None
    if isinstance(value, dict):
        return any(_has_control(one) for pair in value.items() for one in pair)
    return isinstance(value, list) and any(_has_control(one) for one in value)
