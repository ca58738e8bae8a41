"""Notes and warnings of a run, which run.json holds in English, said again in a reader's language.

Each kind of remark has a template (`remark.*` of the labels) in both languages: its blanks are read by the
English one and filled into the other.
"""

from __future__ import annotations

import re

from sim.inputs.translations import ENGLISH
from sim.results.labels import Labels, load_labels

GROUP = "remark."
UNITS = ("unit",)
_BLANK = re.compile(r"{(\w+)}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def said_again(text: str, labels: Labels) -> str:
    """A remark in the language of `labels`; as it is, and marked so, where no template knows it."""
    if labels.lang == ENGLISH:
        return text
    for key, template in load_labels(ENGLISH).texts.items():
        if key.startswith(GROUP) and (found := _reader(template).fullmatch(text)):
            return labels(key, **{name: _shown(name, one, labels) for name, one in found.groupdict().items()})
    return labels.quoted(text)


def _reader(template: str) -> re.Pattern[str]:
    """A pattern that reads what a template was filled with."""
    words = (re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+)" for at, part in _parts(template))
    return re.compile("".join(words))


def _parts(template: str) -> list[tuple[int, str]]:
    return list(enumerate(_BLANK.split(template)))


def _shown(name: str, one: str, labels: Labels) -> str:
    if name in UNITS:
        return labels.of_unit(one)
    return labels.exact(float(one)) if _NUMBER.fullmatch(one) else one
