"""Reads a JSON file that may come from anyone as a mapping of plain values, else refuses it in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.inputs.faults import Fault, Faults


def read_json(path: Path, largest: int) -> dict[str, Any]:
    """The mapping in a JSON file; `Faults` where it has more than `largest` bytes or is none."""
    try:
        size = path.stat().st_size
        if size > largest:
            raise Faults(
                [Fault(f"larger than {largest >> 20} MiB ({size} bytes): not of this kind", str(path))]
            )
        stored = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise Faults([Fault(f"cannot be read as JSON: {error.msg}", str(path), error.lineno)]) from None
    except UnicodeDecodeError:
        raise Faults([Fault("not UTF-8 text", str(path))]) from None
    except RecursionError:
        raise Faults([Fault("nested too deep: not of this kind", str(path))]) from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise Faults([Fault("holds a number that is too long", str(path))]) from None
    except OSError as error:
        raise Faults([Fault(f"cannot be read: {error.strerror}", str(path))]) from None
    if not isinstance(stored, dict):
        raise Faults([Fault("must be a mapping", str(path))])
    return stored
