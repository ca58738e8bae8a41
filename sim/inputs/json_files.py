"""Reads a text or JSON file that may come from anyone, or refuses it in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.inputs.faults import Fault, Faults


def read_text(path: Path, largest: int) -> str:
    """The text of a file, its line ends as they are; `Faults` where it has more than `largest` bytes or is no
    UTF-8."""
    try:
        size = path.stat().st_size
        if size > largest:
            raise Faults(
                [Fault(f"larger than {largest >> 20} MiB ({size} bytes): not of this kind", str(path))]
            )
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise Faults([Fault("not UTF-8 text", str(path))]) from None
    except OSError as error:
        raise Faults([Fault(f"cannot be read: {error.strerror}", str(path))]) from None


def read_json(path: Path, largest: int) -> dict[str, Any]:
    """The mapping in a JSON file; `Faults` where it has more than `largest` bytes or is none."""
    text = read_text(path, largest)
    try:
        stored = json.loads(text)
    except json.JSONDecodeError as error:
        raise Faults([Fault(f"cannot be read as JSON: {error.msg}", str(path), error.lineno)]) from None
    except RecursionError:
        raise Faults([Fault("nested too deep: not of this kind", str(path))]) from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise Faults([Fault("holds a number that is too long", str(path))]) from None
    if not isinstance(stored, dict):
        raise Faults([Fault("must be a mapping", str(path))])
    return stored
