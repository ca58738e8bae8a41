"""The words that a reader sees: labels by key in one language, and numbers written as that language writes
them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from sim.inputs import resources, translations
from sim.inputs.documents import read_document
from sim.inputs.faults import Fault, Faults
from sim.inputs.parameter import AUTHORS
from sim.results import keyed

CALENDAR = (1900, 2200)
"""A number of years in here is a date and no length of time."""
AXIS_GROUPS = ("place", "level", "label")
"""Groups of labels that name what an axis of the model has."""


@dataclass(frozen=True)
class Labels:
    """Texts of one language by dotted key.

    `keyed`: whether a number in a text carries what it is (`sim.results.keyed`), for pages; a terminal, a
    picture and a table of data take plain numbers.
    """

    lang: str
    texts: Mapping[str, str]
    keyed: bool = False

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key`, filled with values; KeyError where there is none, so that no reader sees a
        key."""
        return self.texts[key].format(**values) if values else self.texts[key]

    def counted(self, key: str, count: int, /, **values: object) -> str:
        """The text of `key` for a number of things: that of `<key>_one` for one, where there is one."""
        one = f"{key}_one"
        return self(one if count == 1 and one in self.texts else key, **values)

    def of(self, group: str, name: str) -> str:
        """The label of `name` in a group, or the name in plain words where data added one without a label."""
        text = self.texts.get(f"{group}.{name}") or self.texts.get(f"label.{name}")
        return text or name.replace("_", " ")

    def of_label(self, path: str) -> str:
        """A label of the axes, or several with points between, in words: brainport.chips, nl, mbo."""
        named = (
            next((self.texts[key] for group in AXIS_GROUPS if (key := f"{group}.{one}") in self.texts), one)
            for one in path.split(".")
        )
        return ", ".join(named)

    def of_unit(self, unit: str) -> str:
        """A unit in words where there are some, else each of its base units in words."""
        whole = self.texts.get(f"unit.{unit}")
        if whole:
            return whole
        words = re.sub(r"[A-Za-z]\w*", lambda one: self.of("base_unit", one[0]), unit)
        return words.replace("/", self.texts["number.per"]).replace("*", self.texts["number.times"])

    def of_evidence(self, kind: str, name: str, key: str, english: str) -> str:
        """What the evidence says of something, in this language where it has been put in it."""
        return self.quoted(*translations.said(kind, name, key, english, self.lang))

    def grounds(self, name: str, source: str, assumption: str) -> str:
        """The source of a parameter as it was published, or else whose assumption its value is, and why
        ('whose: why')."""
        if source:
            return self.quoted(source)
        whose, between, why = assumption.partition(": ")
        who = self.texts["evidence.authors"] if whose == AUTHORS else whose
        return f"{who}{between}{self.of_evidence('parameters', name, 'why', why)}"

    def quoted(self, text: str, lang: str = translations.ENGLISH) -> str:
        """A text of a file in a language; in another one than the reader's it is marked so, on pages."""
        return keyed.spoken(text, lang) if text and self.keyed and lang != self.lang else text

    def has(self, key: str) -> bool:
        """Whether there is a text for `key`."""
        return key in self.texts

    def with_keys(self) -> Labels:
        """The same texts with numbers that carry their keys."""
        return replace(self, keyed=True)

    def number(
        self, x: float, digits: int = 0, *, sign: bool = False, scale: float = 1.0, key: str = ""
    ) -> str:
        """`scale` times x with `digits` decimals, thousands apart, a true minus and the language's decimal
        sign.

        `key` says which number of the stored tables x is, in its stored unit.
        """
        if not math.isfinite(x):
            return self.texts["number.none"]
        text = f"{x * scale:{'+' if sign else ''},.{digits}f}"
        if float(text.replace(",", "")) == 0:
            text = text.lstrip("+-")
        return self._marked(key, x, self._written(text))

    def exact(self, x: float, *, key: str = "") -> str:
        """A number that someone wrote, with no more decimals than it has (six figures at most)."""
        return self._marked(key, x, self._written(f"{Decimal(f'{x:.6g}'):,f}"))

    def value(self, x: float, unit: str, *, key: str = "") -> str:
        """A number that someone wrote, in its unit; a date, which is a year of our calendar, as one."""
        dated = unit == "year" and CALENDAR[0] <= x <= CALENDAR[1]
        return self.year(x, key=key) if dated else self.exact(x, key=key)

    def year(self, x: float, least: int = 0, *, key: str = "") -> str:
        """A year: no thousands apart, and more than `least` decimals only where it has them."""
        text = f"{x:.{least}f}" if x == round(x, least) else f"{x:.7g}"
        return self._marked(key, x, self._written(text))

    def _written(self, text: str) -> str:
        swap = {",": self.texts["number.thousands"], ".": self.texts["number.decimal"], "-": "−"}
        return "".join(swap.get(letter, letter) for letter in text)

    def _marked(self, key: str, x: float, shown: str) -> str:
        return keyed.mark(key, x, shown) if self.keyed and key else shown


def nameless(axes: Mapping[str, Sequence[str]], labels: Labels) -> list[str]:
    """What the axes have, labels by axis, that has no name in a language."""
    found = [one for axis, there in axes.items() if axis != "cell" for one in there]
    return [one for one in found if not any(labels.has(f"{group}.{one}") for group in AXIS_GROUPS)]


def suffix(lang: str, own: str) -> str:
    """What the names of pages and pictures get in a language that is not that of their result, as .nl."""
    return f".{lang}" if lang and lang != own else ""


def load_labels(lang: str = "en", folder: Path | None = None) -> Labels:
    """Read configs/labels/<lang>.yaml; raises `Faults` where it cannot be read."""
    return _read((folder or resources.root() / "configs" / "labels") / f"{lang}.yaml")


@cache
def _read(path: Path) -> Labels:
    document = read_document(path, numbered=True)
    texts = dict(_flat(document.value)) if isinstance(document.value, Mapping) else {}
    if not texts or not all(isinstance(one, str | int | float) for one in texts.values()):
        raise Faults([Fault("must be texts by name", document.file)])
    return Labels(path.stem, {name: str(one) for name, one in texts.items()})


def _flat(nested: Mapping[str, object], before: str = "") -> list[tuple[str, object]]:
    flat: list[tuple[str, object]] = []
    for key, value in nested.items():
        if isinstance(value, Mapping):
            flat.extend(_flat(value, f"{before}{key}."))
        else:
            flat.append((f"{before}{key}", value))
    return flat
