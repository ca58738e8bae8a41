"""Texts changed at random, as the fuzz run throws them at readers."""

from __future__ import annotations

import random
from collections.abc import Sequence

BAD = (
    "null",
    "~",
    "true",
    "no",
    ".nan",
    ".inf",
    "-1",
    "0",
    "1e999",
    "9" * 400,
    "0,62",
    "1.234,5",
    "2027-02-30",
    "{}",
    "[]",
    "{{",
    "]",
    ":",
    ": ",
    "- ",
    "# ",
    "&a ",
    "*a ",
    "!!python/object/apply:os.system ['x']",
    "<<: ",
    "${oc.env:HOME}",
    "%YAML 9",
    "---\n",
    "\t",
    "\x00",
    "\x1b[31m",
    "\ud800",
    "é",
    "\u202e",
    "'",
    '"',
    "|",
    ">",
    "base: ./x.yaml\n",
    "hydra: {run: {dir: x}}\n",
    "_target_: os.system\n",
    "../../x",
    "a" * 3000,
    "[" * 60,
    "\n" * 50,
    "=",
    "+",
    "++",
    "~x",
    "range(1,2)",
    "glob(*)",
    "choice(a,b)",
    "instruments: ",
    "parameters: ",
    "money: ",
    "targets: ",
    "value: ",
    "range: ",
    "unit: 1\n",
)


def mutated(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """The text after one to six changes."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        to = min(to, at + chance.choice((1, 5, 60)))
        kind = chance.randrange(7)
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:to] + text[at:to] + text[to:]
        elif kind == 2:
            text = text[:at] + chance.choice(BAD) + text[at:]
        elif kind == 3:
            text = text[:at] + chance.choice(BAD) + text[to:]
        elif kind == 4:
            lines = text.split("\n")
            chance.shuffle(lines) if chance.random() < 0.2 else lines.insert(
                chance.randrange(len(lines) + 1), chance.choice(lines)
            )
            text = "\n".join(lines)
        elif kind == 5:
            other = chance.choice(others)
            cut = chance.randrange(len(other) + 1)
            text = text[:at] + other[cut : cut + chance.choice((5, 60, 400))] + text[at:]
        else:
            text = (
                text[:at]
                + chr(chance.choice((0, 9, 10, 27, 39, 58, 91, 123, 233, 0x2028, 0x1F600)))
                + text[to:]
            )
    return text
