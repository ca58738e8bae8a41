"""Numbers in a text that carry what they are (the key of a place in the stored tables, and the value
there), and pieces in another language.

Texts are put together by filling templates, so a number travels inside them, between letters that no text
holds (Unicode's private ones). A page turns it into an element with its key as an attribute; `plain` takes it
out. What keys mean stands in docs/results.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

OPEN, BETWEEN, CLOSE, SPEAK, SPOKEN = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_MARKED = re.compile(
    f"{OPEN}([^{BETWEEN}]*){BETWEEN}([^{BETWEEN}]*){BETWEEN}([^{CLOSE}]*){CLOSE}"
    f"|{SPEAK}([^{BETWEEN}]*){BETWEEN}([^{SPOKEN}]*){SPOKEN}"
)


@dataclass(frozen=True)
class Number:
    """A number as shown, the key of what it is, and its value in the stored unit as text."""

    key: str
    value: str
    shown: str


@dataclass(frozen=True)
class Spoken:
    """A text in another language than what stands around it."""

    lang: str
    text: str


def key(*parts: object) -> str:
    """A key of these parts; a part that holds more than letters, digits and `_.-~`, as the name of a run may,
    is written as in an address (`%20`)."""
    return "/".join(quote(str(part), safe="") for part in parts)


def mark(key: str, value: float, shown: str) -> str:
    """`shown`, carrying its key and its value to twelve figures."""
    return f"{OPEN}{key}{BETWEEN}{value:.12g}{BETWEEN}{shown}{CLOSE}"


def spoken(text: str, lang: str) -> str:
    """A text of a file that is in another language than the reader's; it holds no numbers with keys."""
    return f"{SPEAK}{lang}{BETWEEN}{text}{SPOKEN}"


def plain(text: str) -> str:
    """The text as a reader sees it."""
    return "".join(
        one if isinstance(one, str) else one.shown if isinstance(one, Number) else one.text
        for one in parts(text)
    )


def parts(text: str) -> Iterator[str | Number | Spoken]:
    """The text in pieces: words as they are, and among them numbers and what is in another language."""
    at = 0
    for found in _MARKED.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        key, value, shown, lang, words = found.groups()
        yield Spoken(lang, words) if lang is not None else Number(key, value, shown)
        at = found.end()
    if at < len(text):
        yield text[at:]
