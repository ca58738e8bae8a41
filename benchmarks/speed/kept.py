"""What each part of the benchmark last measured, kept as data beside the page that is made of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .measuring import CHECKOUT


@dataclass(frozen=True)
class Measured:
    """One part: what was found and how. `other_work`: the part of the machine that other work took meanwhile,
    0 to 1; `engine`: a key of the source and the data that were measured.
    """

    found: Any
    seconds: float
    other_work: float
    engine: str
    machine: str
    quick: bool


def read(path: Path) -> dict[str, Measured]:
    """The parts that are kept, by name."""
    if not path.exists():
        return {}
    return {name: Measured(**one) for name, one in json.loads(path.read_text(encoding="utf-8")).items()}


def write(path: Path, parts: Mapping[str, Measured]) -> None:
    """Put all parts where they are kept."""
    text = json.dumps({name: asdict(one) for name, one in parts.items()}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def engine() -> str:
    """A key of the engine's source and of the data that say how large its model is."""
    from sim.command.identity import code_key

    digest = hashlib.blake2b(code_key().encode(), digest_size=6)
    for path in sorted((CHECKOUT / "configs").rglob("*.yaml")):
        if "labels" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()
