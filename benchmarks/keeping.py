"""What a long campaign has done so far, a line a part in a file, so that the same command with the same code
goes on from there."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from sim.command.identity import code_key

CODE = code_key()  # of what is imported, whatever happens to the files meanwhile
It = TypeVar("It")


def earlier(state: Path | None, seed: int, kind: type[It]) -> list[It]:
    """The parts that an earlier command of the same seed and code finished."""
    if state is None or not state.exists():
        return []
    lines = [json.loads(line) for line in state.read_text(encoding="utf-8").splitlines()]
    return [kind(**line) for line in lines if line.pop("made by") == f"{seed} {CODE}"]


def keep(state: Path | None, seed: int, part: Any) -> None:
    """Add a part that is done."""
    if state is not None:
        with state.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"made by": f"{seed} {CODE}", **asdict(part)}) + "\n")
