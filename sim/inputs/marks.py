"""Which amounts of a scenario or overlay file are marked as record and which as hypothesis.

A mark is the word "record" or "hypothesis" beside the amount: in the entry's own source or why, or in a
comment on its lines or right above it.
"""

from __future__ import annotations

import re
from pathlib import Path

from sim.inputs.documents import read_document

SECTIONS = ("instruments", "parameters", "settings", "triggers")
_WORD = re.compile(r"\b(record|hypothes[ie]s)\b", re.IGNORECASE)


def marks(path: Path) -> dict[tuple[str, str], str]:
    """For each entry (section, name) of a file: "record", "hypothesis", "record, hypothesis" or ""."""
    document = read_document(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    heads = sorted({line for at, line in document.lines.items() if len(at) in (1, 2)})
    found = {}
    for at, first in document.lines.items():
        if len(at) == 2 and at[0] in SECTIONS:
            after = next((line for line in heads if line > first), len(lines) + 1)
            text = "\n".join(lines[_from(lines, first) - 1 : _from(lines, after) - 1])
            words = {"record" if word.lower() == "record" else "hypothesis" for word in _WORD.findall(text)}
            name = document.value["triggers"][at[1]]["name"] if at[0] == "triggers" else at[1]
            found[str(at[0]), str(name)] = ", ".join(sorted(words, reverse=True))
    return found


def _from(lines: list[str], number: int) -> int:
    """The first of the lines of comment that stand right above line `number`, or the line itself."""
    while number > 1 and lines[number - 2].lstrip().startswith("#"):
        number -= 1
    return number
