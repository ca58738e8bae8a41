"""Small checks that every loader shares: closed keys, texts, numbers, dates, units, each in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sim.core.base_units import BASE
from sim.inputs.documents import Document, as_number, as_year, comma_hint
from sim.inputs.faults import Gathering, hint, nearest

CONFIDENCE = ("verified", "derived", "recalled", "assumption")

_UNIT = re.compile(r"([A-Za-z_]\w*|1)(?:(?:\*\*|\^)(\d+))?")


class Reader:
    """A mapping of a document that is being checked: finds values by path and notes faults with their
    lines.
    """

    def __init__(
        self,
        gathering: Gathering,
        document: Document | None,
        prefix: str = "",
        start: tuple[str | int, ...] = (),
    ):
        self.gathering = gathering
        self.document = document
        self.prefix = prefix
        self.start = start

    def below(self, *path: str | int) -> Reader:
        """The same for a mapping that stands at `path` inside this one."""
        name = ".".join([self.prefix, *map(str, path)] if self.prefix else map(str, path))
        return Reader(self.gathering, self.document, name, (*self.start, *path))

    def complain(self, text: str, *path: str | int, equals: Any = None) -> None:
        """Note a fault about the value at `path`; `equals` is shown as the value given."""
        name = ".".join([self.prefix, *map(str, path)] if self.prefix else map(str, path))
        given = "" if equals is None else f" = {shown_value(equals)}"
        whole = f"{name}{given}: {text}" if name else text
        if self.document is None:
            self.gathering.add(whole)
        else:
            self.gathering.add(whole, self.document.file, self.document.line(*self.start, *path))

    def mapping(
        self, value: Any, keys: Collection[str] | None, *path: str, required: Iterable[str] = ()
    ) -> dict[str, Any]:
        """The value as a mapping with no key beyond `keys`, and all `required`; {} and a fault where it is
        none.
        """
        if value is None:
            value = {}
        if not isinstance(value, Mapping):
            self.complain(f"must be a mapping, not {shown_value(value)}", *path)
            return {}
        for key in value:
            if keys is not None and key not in keys:
                self.complain(f"unknown key.{hint(str(key), keys)}", *path, str(key))
        for key in required:
            if key not in value:
                self.complain(f"is missing; write '{key}: …'", *path, key)
        return {str(key): one for key, one in value.items() if keys is None or key in keys}

    def text(self, value: Any, *path: str) -> str:
        """A text that is not empty."""
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.complain(f"must be a text, not {shown_value(value)}", *path)
        return ""

    def number(self, value: Any, *path: str | int) -> float | None:
        """A finite number."""
        number = as_number(value)
        if number is None:
            self.complain(
                f"must be a number{comma_hint(value)}",
                *path,
                equals=value if value is not None else "nothing",
            )
        return number

    def truth(self, value: Any, *path: str) -> bool:
        """true or false."""
        if not isinstance(value, bool):
            self.complain("must be true or false", *path, equals=value)
        return value is True

    def year(self, value: Any, *path: str | int) -> float | None:
        """A date as a year."""
        try:
            return as_year(value)
        except ValueError as error:
            self.complain(str(error), *path)
            return None

    def one_of(self, value: Any, choices: Collection[str], *path: str | int) -> str:
        """One of a closed list of words."""
        if value not in choices:
            near = nearest(str(value), choices)
            words = f"unknown. Did you mean '{near}'?" if near else f"must be one of {', '.join(choices)}"
            self.complain(words, *path, equals=value)
        return str(value)

    def texts(self, value: Any, *path: str) -> tuple[str, ...]:
        """A list of texts; nothing is an empty list."""
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.complain(f"must be a list of names, not {shown_value(value)}", *path)
            return ()
        return tuple(value)

    def unit(self, value: Any, *path: str) -> str:
        """A unit text out of the closed vocabulary."""
        if value == 1:
            return "1"
        fault = unit_fault(value)
        if fault:
            self.complain(fault, *path)
        return str(value)


def unit_fault(text: Any) -> str | None:
    """What is wrong with a unit text (`MEUR/year`, `home/year**2`, `1`), or None."""
    if not isinstance(text, str) or not text:
        return f'must be a unit as text ("1" has no dimension), not {shown_value(text)}'
    for part in re.split(r"(?<!\*)[*/](?!\*)", text):
        found = _UNIT.fullmatch(part.strip())
        if not found:
            return f"'{text}' is not a unit: write base units with /, * and whole powers (MEUR/year)"
        if found[1] != "1" and found[1] not in BASE:
            return f"'{found[1]}' is no unit of the vocabulary.{hint(found[1], BASE)}"
    return None


def shown_value(value: Any) -> str:
    """A value as it would be typed, short."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, Mapping):
        text = "{" + ", ".join(f"{key}: {shown_value(one)}" for key, one in value.items()) + "}"
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(shown_value(one) for one in value) + "]"
    elif isinstance(value, int) and abs(value) >= 10**60:
        return "a number of more than 60 digits"
    else:
        text = str(value)
    return text if len(text) <= 120 else text[:117] + "…"
