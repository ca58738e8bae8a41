"""Reads configs/reliefs.yaml: limits to lift, and small reliefs that tell what a unit is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.inputs import instruments as policy
from sim.inputs import resources
from sim.inputs.channels import CHANNELS
from sim.inputs.checks import Reader
from sim.inputs.documents import read_document
from sim.inputs.faults import Gathering, hint
from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import Evidence

LANGUAGES = ("nl", "en")
LIMIT_KEYS = ("title", "means", "lifts", "by_place")
SMALL_NEEDED = ("title", "means", "unit", "size", "per", "channel")
SMALL_KEYS = (*SMALL_NEEDED, "targets", "effect", "sized")


@dataclass(frozen=True)
class Limit:
    """A limit that can be lifted: `lifts` names the parameter that holds the year. Texts by language."""

    name: str
    title: Mapping[str, str]
    means: Mapping[str, str]
    lifts: str
    by_place: bool


@dataclass(frozen=True)
class Small:
    """A small relief: `size` units through a channel, shown per `per` units. `targets` without the place;
    `effect` as in an instrument, in place of a quantity unless `sized`, beside it where that is true."""

    name: str
    title: Mapping[str, str]
    means: Mapping[str, str]
    unit: Mapping[str, str]
    size: float
    per: float
    channel: str
    targets: Mapping[str, Mapping[str, float]]
    effect: Mapping[str, str]
    sized: bool


@dataclass(frozen=True)
class Reliefs:
    """All of it, with the date, the year and the place that hold unless a command says otherwise."""

    since: float
    year: int
    place: str
    limits: Mapping[str, Limit]
    small: Mapping[str, Small]


def load_reliefs(evidence: Evidence, path: Path | None = None) -> Reliefs:
    """Read `path` (default configs/reliefs.yaml); raises `Faults` with all that is wrong in it."""
    gathering = Gathering()
    document = read_document(path or resources.root() / "configs" / "reliefs.yaml")
    top = Reader(gathering, document)
    keys = ("since", "year", "place", "limits", "small")
    given = top.mapping(document.value, keys, required=keys)
    gathering.finish()
    since, year = top.year(given["since"], "since"), top.number(given["year"], "year")
    place = top.one_of(given["place"], evidence.axes.labels["place"], "place")
    limits = {
        name: _limit(top.below("limits", name), name, one, evidence)
        for name, one in top.mapping(given["limits"], None, "limits").items()
    }
    small = {
        name: _small(top.below("small", name), name, one)
        for name, one in top.mapping(given["small"], None, "small").items()
    }
    for name, relief in small.items():
        _instrument(top.below("small", name), relief, place, since or 0.0, evidence)
    gathering.finish()
    return Reliefs(since or 0.0, int(year or 0), place, limits, small)


def instrument(relief: Small, place: str, since: float, evidence: Evidence) -> Instrument:
    """The small relief as an instrument that brings its size to `place` in the year `since`."""
    gathering = Gathering()
    made = _instrument(Reader(gathering, None, f"small.{relief.name}"), relief, place, since, evidence)
    gathering.finish()
    return made


def _instrument(reader: Reader, relief: Small, place: str, since: float, evidence: Evidence) -> Instrument:
    name = f"relief_{relief.name}"
    bare = Instrument(name, relief.title, "governance", relief.channel, since, confidence="assumption")
    brings: dict[str, Any] = {
        "targets": {**relief.targets, "place": {place: 1.0}},
        "delivery": {"kind": "event", "starts": since},
        "active": True,
    }
    if relief.effect:
        brings["effect"] = dict(relief.effect)
    if relief.sized:
        brings["quantity"] = [[since, relief.size]]
    changes = {name: brings}
    return policy.change(reader, {name: bare}, changes, evidence.axes, evidence.parameters)[name]


def _limit(reader: Reader, name: str, one: Any, evidence: Evidence) -> Limit:
    given = reader.mapping(one, LIMIT_KEYS, required=LIMIT_KEYS)
    lifts = reader.text(given.get("lifts"), "lifts")
    if lifts and lifts not in evidence.parameters:
        reader.complain(f"unknown parameter '{lifts}'.{hint(lifts, evidence.parameters)}", "lifts")
    by_place = reader.truth(given.get("by_place"), "by_place")
    return Limit(name, _texts(reader, given, "title"), _texts(reader, given, "means"), lifts, by_place)


def _small(reader: Reader, name: str, one: Any) -> Small:
    given = reader.mapping(one, SMALL_KEYS, required=SMALL_NEEDED)
    size, per = (reader.number(given.get(key), key) or 1.0 for key in ("size", "per"))
    effect = reader.mapping(given.get("effect"), None, "effect")
    return Small(
        name,
        _texts(reader, given, "title"),
        _texts(reader, given, "means"),
        _texts(reader, given, "unit"),
        size,
        per,
        reader.one_of(given.get("channel"), CHANNELS, "channel"),
        reader.mapping(given.get("targets"), None, "targets"),
        effect,
        reader.truth(given["sized"], "sized") if "sized" in given else not effect,
    )


def _texts(reader: Reader, given: Mapping[str, Any], key: str) -> dict[str, str]:
    """A text in every language."""
    texts = reader.mapping(given.get(key), LANGUAGES, key, required=LANGUAGES)
    return {language: reader.text(text, key, language) for language, text in texts.items()}
