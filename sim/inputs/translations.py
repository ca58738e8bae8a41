"""What the evidence says in English, in another language: texts by name in configs/labels/<language>/, and
what is wrong with them beside the English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sim.inputs import resources
from sim.inputs.checks import Reader
from sim.inputs.documents import read_document
from sim.inputs.faults import Gathering

if TYPE_CHECKING:
    from sim.inputs.scenarios import Evidence

ENGLISH = "en"
"""The language of the evidence itself."""
KEYS = {"parameters": ("words", "why", "note"), "instruments": ("note",), "scenarios": ("source",)}
"""What is said in words, by kind: a folder of configs and a folder of the same name beside the labels."""
ALIKE: frozenset[str] = frozenset()
"""Texts (`parameters.name.key`) that read the same in both languages."""

Texts = Mapping[str, Mapping[str, str]]
"""Name → key → text."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SET = re.compile(r"=[\d.]+")


def said(kind: str, name: str, key: str, english: str, lang: str) -> tuple[str, str]:
    """A text in a language and the language that it is in: English where it has not been put in the other."""
    text = translations(kind, lang).get(name, {}).get(key, "") if english else ""
    return (text, lang) if text else (english, ENGLISH)


def translations(kind: str, lang: str) -> Texts:
    """The texts of a kind in a language, none in English; raises `Faults` for a file that cannot be read."""
    return _read(resources.root() / "configs" / "labels" / lang / kind, kind)


@cache
def _read(folder: Path, kind: str) -> Texts:
    gathering = Gathering()
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        with gathering.also():
            document = read_document(path)
            top = Reader(gathering, document)
            for name, entry in top.mapping(document.value, None).items():
                if name in found:
                    top.complain("stands in another file too", name)
                reader = top.below(name)
                given = reader.mapping(entry, KEYS[kind])
                found[name] = {key: reader.text(text, key) for key, text in given.items()}
    gathering.finish()
    return found


def in_english(evidence: Evidence) -> dict[str, Texts]:
    """All that the evidence says in words, by kind, name and key."""
    parameters = {
        name: _there(words=one.words, why=one.assumption.get("why", ""), note=one.note)
        for name, one in evidence.parameters.items()
    }
    instruments = {name: _there(note=one.note) for name, one in evidence.instruments.items() if one.note}
    return {"parameters": parameters, "instruments": instruments, "scenarios": in_scenarios()}


@cache
def in_scenarios() -> Mapping[str, Mapping[str, str]]:
    """What the shipped scenarios say of where an instrument's amounts come from, by scenario.instrument."""
    found = {}
    for path in sorted((resources.root() / "scenarios").rglob("*.yaml")):
        given = read_document(path).value
        measures = given.get("instruments") if isinstance(given, Mapping) else None
        for name, one in (measures or {}).items():
            if isinstance(one, Mapping) and one.get("source"):
                found[f"{path.stem}.{name}"] = {"source": str(one["source"])}
    return found


def _there(**texts: str) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}


def untold(kind: str, names: Iterable[str], lang: str) -> list[str]:
    """The names of which nothing is said in a language other than English."""
    there = translations(kind, lang)
    return [] if lang == ENGLISH else [name for name in names if name not in there]


def complaints(evidence: Evidence, lang: str) -> Iterator[str]:
    """What lacks in a language, is left over, was not translated, or has other numbers than the English, each
    by name."""
    for kind, english in in_english(evidence).items():
        there = translations(kind, lang)
        for name in sorted({*english, *there}):
            mine, theirs = english.get(name, {}), there.get(name, {})
            for key in dict.fromkeys((*mine, *theirs)):
                at = f"{kind}.{name}.{key}"
                if key not in theirs:
                    yield f"{at}: has no text in {lang}, so it stands in English there"
                elif key not in mine:
                    yield f"{at}: has a text in {lang} and none in English"
                elif mine[key] == theirs[key] and at not in ALIKE:
                    yield f"{at}: is the English text in {lang} too"
                elif differ := _other_numbers(mine[key], theirs[key]):
                    yield f"{at}: numbers of one language alone, {', '.join(differ)}"


def _other_numbers(english: str, other: str) -> list[str]:
    """Numbers that stand in one of the texts alone; with points and commas each as its language has them."""
    first, second = (Counter(_numbers(*one)) for one in ((english, ",", "."), (other, ".", ",")))
    return sorted(((first - second) + (second - first)).elements())


def _numbers(text: str, thousands: str, decimal: str) -> Iterator[str]:
    """The numbers of a text, of a year its last two figures (2024–25, the 1990s); what a command sets is not
    of the language."""
    for one in _NUMBER.findall(_SET.sub("", text)):
        plain = one.replace(thousands, "").replace(decimal, ".")
        yield plain[2:] if _YEAR.fullmatch(plain) else plain
