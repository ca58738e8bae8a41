"""The words that a reader sees: labels by key, and numbers written for a reader."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from sim.inputs import resources


@dataclass(frozen=True)
class Labels:
    """Texts of one language by dotted key."""

    lang: str
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key`, filled with values; KeyError where there is none, so that no reader sees a
        key."""
        return self.texts[key].format(**values) if values else self.texts[key]

    def of(self, group: str, name: str) -> str:
        """The label of `name` in a group, or the name in plain words where data added one without a label."""
        return self.texts.get(f"{group}.{name}", name.replace("_", " "))

    def has(self, key: str) -> bool:
        """Whether there is a text for `key`."""
        return key in self.texts

    def number(self, x: float, digits: int = 0, *, sign: bool = False) -> str:
        """A number with `digits` decimals, thousands apart, a true minus and the language's decimal sign."""
        if not math.isfinite(x):
            return self.texts["number.none"]
        text = f"{x:{'+' if sign else ''},.{digits}f}"
        if float(text.replace(",", "")) == 0:
            text = text.lstrip("+-")
        swap = {",": self.texts["number.thousands"], ".": self.texts["number.decimal"], "-": "−"}
        return "".join(swap.get(letter, letter) for letter in text)


def load_labels(lang: str = "en", folder: Path | None = None) -> Labels:
    """Read configs/labels/<lang>.yaml; FileNotFoundError for a language that is not there."""
    path = (folder or resources.root() / "configs" / "labels") / f"{lang}.yaml"
    nested = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return Labels(lang, dict(_flat(nested)))


def _flat(nested: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in nested.items():
        if isinstance(value, Mapping):
            flat.extend(_flat(value, f"{before}{key}."))
        else:
            flat.append((f"{before}{key}", str(value)))
    return flat
