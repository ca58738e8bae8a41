"""What sets the results of a comparison apart: the words in which they differ, their names, and the numbers
among these words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from sim.results.store import Stored

SILENT = ("scenario", "block", "workers", "results", "lang", "force", "keep", "executor", "dry_run")
"""Words of a configuration that set no run apart in a name."""
NO_AXIS = ("seed", "members", "output")
"""Words with numbers that are no quantity of the world: which luck, and how much effort."""
LEAST = 5
"""Values from which on a number that differs is an axis of a design."""


def flat(values: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """A composed configuration as dotted words and their values."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def texts(values: Mapping[str, object]) -> dict[str, str]:
    """A composed configuration as dotted words and the text of their values."""
    return {key: str(value) for key, value in flat(values)}


def short_word(key: str, text: str) -> str:
    """A word that sets runs apart, for a reader: an overlay by its names, nothing where there is none."""
    if text in ("None", "", "[]"):
        return ""
    if key == "overlay":
        return text.strip("[]").replace("'", "").replace(", ", " + ")
    return f"{key.partition('.')[2] or key}={text}"


def differing(words: Sequence[Mapping[str, str]]) -> list[str]:
    """The keys whose words are not the same in all."""
    keys = dict.fromkeys(key for own in words for key in own)
    return [key for key in keys if len({own.get(key, "") for own in words}) > 1]


def numbers(found: Sequence[Stored]) -> pd.DataFrame:
    """A row a result, a column each word that is a number in all of them and not the same in all."""
    words = [dict(flat(one.info.configuration)) for one in found]
    columns = {}
    for key in words[0] if words else ():
        values = [own.get(key) for own in words]
        if key.partition(".")[0] in (*SILENT, *NO_AXIS) or len(set(map(str, values))) < 2:
            continue
        if all(isinstance(x, int | float) and not isinstance(x, bool) for x in values):
            columns[key] = values
    return pd.DataFrame(columns, index=range(len(words)), dtype=float)


def axes_of(table: pd.DataFrame) -> list[str]:
    """The columns of `numbers` that are axes of a design: those with at least `LEAST` values."""
    return [str(key) for key in table if table[key].nunique() >= LEAST]


def points_of(table: pd.DataFrame) -> list[int]:
    """The number of the point of a design at which each row of its axes lies, from 1 in the order of the
    rows."""
    rows = [tuple(row) for row in table.to_numpy(float)]
    at = {row: number for number, row in enumerate(dict.fromkeys(rows), start=1)}
    return [at[row] for row in rows]


def names_of(found: Sequence[Stored]) -> list[str]:
    """The scenario of each result; where one stands twice, with the words in which these differ, and with its
    short id where they differ in none. What differs on the axes of a design is said by the number of the
    point."""
    words = [texts(one.info.configuration) for one in found]
    table = numbers(found)
    axes = axes_of(table)
    points = [f"{at}" for at in points_of(table[axes])] if axes else [""] * len(found)
    names = []
    for one, own, point in zip(found, words, points, strict=True):
        alike = [
            there
            for other, there in zip(found, words, strict=True)
            if other.info.scenario == one.info.scenario
        ]
        keys = [key for key in differing(alike) if key not in (*SILENT, *axes)]
        said = [short_word(key, own[key]) for key in keys if key in own]
        names.append(" · ".join(filter(None, [one.info.scenario, *said, point])))
    return [
        name if names.count(name) == 1 else f"{name} · {one.folder.name.rsplit('-', 1)[-1]}"
        for name, one in zip(names, found, strict=True)
    ]


def value_in(words: str, key: str) -> float:
    """The number that a word gives in the words of a point; not a number where there is none."""
    for word in words.split():
        name, _, text = word.partition("=")
        if name == key:
            try:
                return float(text)
            except ValueError:
                return float("nan")
    return float("nan")
