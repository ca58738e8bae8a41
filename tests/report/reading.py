"""Reads a report as a browser would: its numbers with their keys, and its words with their language."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr", "path", "use", "rect"}


@dataclass
class Report(HTMLParser):
    """`numbers`: (key, value, shown) of every number in the page, in sentences, tables and pictures.
    `words`: (text, language, tags above it)."""

    text: str
    numbers: list[tuple[str, float, str]] = field(default_factory=list)
    words: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, str]] = []
        self._number: tuple[str, float] | None = None
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        lang = given.get("lang", self._open[-1][1] if self._open else "")
        if "data-key" in given:
            value = given.get("value", given.get("data-value", ""))
            self._number = (given["data-key"], float(value))
        for part in filter(None, given.get("data-numbers", "").split("; ")):
            key, _, value = part.rpartition("=")
            self.numbers.append((key, float(value), ""))
        self.words += [(given[name], lang, (tag, name)) for name in ("aria-label", "title") if name in given]
        if tag not in VOID:
            self._open.append((tag, lang))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not data.strip():
            return
        if self._number is not None:
            self.numbers.append((*self._number, data.strip()))
            self._number = None
            if self._open[-1][0] == "data":
                return
        self.words.append((data, self._open[-1][1], tuple(tag for tag, _ in self._open)))

    @property
    def lang(self) -> str:
        """The language of the page."""
        found = re.search(r'<html lang="(\w+)"', self.text)
        assert found is not None
        return found[1]

    def said(self, *, without: tuple[str, ...] = ("style", "code", "dd")) -> list[tuple[str, str]]:
        """Texts with their language, without those inside these tags."""
        return [(text, lang) for text, lang, tags in self.words if not set(tags) & set(without)]


def astray(
    numbers: Iterable[tuple[str, float, str]], look: Callable[[str], float]
) -> list[tuple[str, float, float]]:
    """Numbers, (key, value, what `look` finds under the key), that are not the stored ones."""
    return [
        (key, value, found)
        for key, value, _ in numbers
        # members needed are rounded to two figures, where the last bit may turn the balance
        if not math.isclose(
            value, found := look(key), rel_tol=0.1 if key.endswith("needed") else 1e-6, abs_tol=1e-9
        )
    ]


def misread(numbers: Iterable[tuple[str, float, str]], lang: str) -> list[tuple[str, float, str]]:
    """Those numbers that a reader of this language would take for another than the one they carry."""
    wrong = []
    for key, value, shown in numbers:
        digits = re.sub(r"[^\d]", "", shown)
        if not digits or shown == "–":
            continue
        read = abs(as_number(shown.split("\n")[-1], lang))
        _, _, behind = shown.partition("," if lang == "nl" else ".")
        decimals = len(re.sub(r"\D", "", behind))
        sizes = [abs(value) * scale for scale in (1, 100, 1e-3, 1e4)]
        if not any(math.isclose(read, size, rel_tol=1e-4, abs_tol=0.51 * 10**-decimals) for size in sizes):
            wrong.append((key, value, shown))
    return wrong


def as_number(shown: str, lang: str) -> float:
    """The number that a reader of this language reads."""
    text = re.sub(r"[^\d,.−-]", "", shown).replace("−", "-")
    text = text.replace(".", "").replace(",", ".") if lang == "nl" else text.replace(",", "")
    return float(text)
