"""Reads the words before Hydra does: every fault found, a sweep spelt out, nothing written.

Hydra accepts `+typo=3`, runs `x=1,5` twice where 1.5 was meant, and stops at the first thing it cannot read;
this module uses Hydra's own grammar and closes those gaps. Hydra composes afterwards, from our words.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Glob, Override, RangeSweep, ValueType
from hydra.errors import HydraException

from sim.command.defaults import GROUPS, defaults, group
from sim.command.hints import COUNTS, bare_word, comma_hint, has_number_key, unread
from sim.inputs.faults import Fault, Faults, nearest

OPEN = ("parameters", "instruments")  # keys below these are checked by the loaders, which know the names
PATHS = ("results", "scenario")
HYDRA = ("launcher", "sweeper", "mode", "verbose")
"""What of Hydra's own may be set; the rest makes folders and files, and ours are made by us."""
MOST_POINTS = 1_000
"""Runs of a sweep; each is prepared before the first begins."""
_TOO_MANY = f"more than {MOST_POINTS:,} runs are asked for at once; sweep a part of them at a time"
_NEEDS_QUOTES = re.compile(r"[^\w/\-+.,%*@?|]|[^\x00-\x7f]")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")


@dataclass(frozen=True)
class Point:
    """One run of a plan: the words that are its own and the values it is made of."""

    words: tuple[str, ...]
    values: Mapping[str, Any]

    def __str__(self) -> str:
        return " ".join(self.words) or "scenario=baseline"


@dataclass(frozen=True)
class Plan:
    """What the words ask for: the points, what to say first, and the words as Hydra takes them."""

    points: tuple[Point, ...]
    notes: tuple[str, ...]
    words: tuple[str, ...]
    faults: tuple[Fault, ...]


def plan(words: Sequence[str], *, multirun: bool) -> Plan:
    """What these `key=value` words ask for, with the faults of all; the points are of the good words."""
    base = defaults()
    keys = _known_keys(base)
    faults: list[Fault] = []
    overrides: list[Override] = []
    for word in words:
        try:
            override = parse(quoted(word))
        except Faults as found:
            faults.extend(found.faults)
            continue
        texts = _faults_of(override, keys, multirun)
        faults.extend(Fault(text) for text in texts)
        if not texts:
            overrides.append(override)
    faults.extend(_given_twice(overrides))
    points = tuple(itertools.islice(points_of(overrides, base), MOST_POINTS + 1))
    if not points:
        faults.append(Fault("the sweep is empty: no name or number fits what was asked"))
    if len(points) > MOST_POINTS:
        raise Faults([*faults, Fault(_TOO_MANY)])
    return Plan(
        points, tuple(_notes(overrides, points)), tuple(hydra_word(word) for word in words), tuple(faults)
    )


def parse(word: str) -> Override:
    """One word read by Hydra's grammar; raises `Faults` in words of ours."""
    if "=" not in word and not word.startswith("~"):
        raise Faults([Fault(bare_word(word))])
    if "${" in word:
        raise Faults([Fault(f"{word}: '${{' is not read here; write the value itself")])
    try:
        override: Override = OverridesParser.create().parse_override(word)
    except HydraException as error:
        raise Faults([Fault(f"{word}: cannot be read{unread(word, error)}")]) from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise Faults([Fault(f"{word[:60]}…: too long for a number")]) from None
    if not override.key_or_group:
        raise Faults([Fault(f"{word}: nothing stands before the =")])
    return override


def hydra_word(word: str) -> str:
    """The word as Hydra takes it: values below an open mapping are added, and ours are already checked."""
    return f"++{word}" if word.startswith(tuple(f"{name}." for name in OPEN)) else quoted(word)


def quoted(word: str) -> str:
    """The word with quotes around a path that Hydra's grammar would not take as it stands (results=één map);
    each path of a list that a comma makes.
    """
    key, sign, text = word.partition("=")
    if key not in PATHS or re.search(r"""['"()\[\]{}$]""", text) or not _NEEDS_QUOTES.search(text):
        return word
    return f"{key}{sign}" + ",".join(f'"{one}"' for one in text.split(","))


def points_of(overrides: Sequence[Override], base: Mapping[str, Any]) -> Iterable[Point]:
    """Every point of the grid, in Hydra's order; `glob(*)` on scenario or overlay
    goes over names we know, a variant only where its dot is written.
    """
    axes = []
    for override in overrides:
        if override.is_sweep_override():
            override.config_loader = _Names(override)  # type: ignore[assignment]
            texts = [f"{override.get_key_element()}={text}" for text in override.sweep_string_iterator()]
        else:
            texts = [f"{override.get_key_element()}={override.get_value_element_as_str()}"]
        axes.append([(text.removeprefix("++"), override) for text in texts])
    for choice in itertools.product(*axes):
        values = deepcopy(dict(base))
        own = []
        for text, override in sorted(choice, key=lambda one: one[1].key_or_group not in GROUPS):
            if override.is_hydra_override():
                continue
            key, value = override.key_or_group, parse(text).value()
            _put(values, key.split("."), group(key, str(value)) if key in GROUPS else value)
            own.append(text)
        yield Point(tuple(own), values)


class _Names:
    """Stands where Hydra looks up the options of a group: scenarios and overlays are no config groups.

    A variant (parent.variant) is an option only where a pattern with a dot asks for it: glob(ipcei_boost.*).
    """

    def __init__(self, override: Override) -> None:
        globbed = override.value()
        patterns: list[str] = globbed.include if isinstance(globbed, Glob) else []
        self._dotted = [pattern for pattern in patterns if "." in pattern]

    def get_group_options(self, group: str, results_filter: Any = None) -> list[str]:
        from sim.command.listing import names

        if group not in ("scenario", "overlay"):
            return []
        return [
            name
            for name in names(f"{group}s")
            if "." not in name or any(fnmatch(name, pattern) for pattern in self._dotted)
        ]


def _put(values: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for key in path[:-1]:
        below = values.get(key)
        values[key] = below if isinstance(below, dict) else {}
        values = values[key]
    values[path[-1]] = value


def _known_keys(base: Mapping[str, Any]) -> list[str]:
    keys = []
    for key, value in base.items():
        parts = isinstance(value, Mapping) and key not in OPEN
        keys.extend([f"{key}.{part}" for part in value] if parts else [key])
    return keys


def _faults_of(override: Override, keys: Sequence[str], multirun: bool) -> list[str]:
    word = override.input_line or ""
    if override.is_hydra_override():
        group = re.match(r"hydra\.(launcher|sweeper)=(.*)", word)
        batch = re.fullmatch(r"hydra\.sweeper\.max_batch_size=(-?\d+)", word)
        if batch and int(batch[1]) < 1:
            return [f"{word}: must be at least 1"]
        if group:
            return [f"{word}: write hydra/{group[1]}={group[2]}"]
        part = re.split(r"[./]", override.key_or_group)[1:]
        if not part or part[0] not in HYDRA or "_target_" in part:
            return [f"{word}: has no meaning here; of Hydra's own there are {', '.join(HYDRA)}"]
        return []
    if override.is_delete():
        return [f"{word}: a setting cannot be taken away; leave it out and its default stands"]
    plain = word.lstrip("+")
    unknown = _key_faults(override, keys)
    if override.is_add() or override.is_force_add():
        return unknown or [f"{word}: nothing can be added to the settings; write {plain}"]
    texts = list(unknown)
    if override.is_sweep_override():
        texts.extend(_sweep_faults(override, plain, multirun))
    elif has_number_key(override.value()):
        texts.append(f"{word}: a number where a name is wanted{comma_hint(word)}")
    return texts


def _key_faults(override: Override, keys: Sequence[str]) -> list[str]:
    key = override.key_or_group
    first, *rest = key.split(".")
    if override.package is not None:
        return [f"{override.input_line}: '@' has no meaning here"]
    if first in OPEN:
        return [] if rest else [f"{key}: is set one name at a time: {key}.<name>=…"]
    if key in keys:
        return []
    parts = [known for known in keys if known.startswith(f"{key}.")]
    if key in GROUPS:
        return []
    if parts:
        return [f"{key}: has parts, write {' or '.join(f'{part}=…' for part in parts)}"]
    near = nearest(key, [*keys, *OPEN]) or next((k for k in keys if k.endswith(f".{key}")), None)
    return [
        f"{key}: unknown setting." + (f" Did you mean '{near}'?" if near else " See python -m sim --help")
    ]


def _sweep_faults(override: Override, word: str, multirun: bool) -> list[str]:
    if override.value_type is ValueType.INTERVAL_SWEEP:
        return [f"{word}: an interval has no list of points; write range(from,to,step) or the values"]
    found = override.value()
    if isinstance(found, RangeSweep):
        start, stop, step = (float(x or 0) for x in (found.start, found.stop, found.step))
        if step == 0:
            return [f"{word}: a range wants a step other than 0"]
        if not abs(stop - start) <= MOST_POINTS * abs(step):
            return [f"{word}: {_TOO_MANY}"]
    if multirun:
        return []
    hint = comma_hint(word)
    return [
        f"{word}: several values, which is a sweep: python -m sim -m {word}{hint and ' —' + hint.lstrip(';')}"
    ]


def _given_twice(overrides: Sequence[Override]) -> list[Fault]:
    seen: dict[str, str] = {}
    faults = []
    for override in overrides:
        key, word = override.key_or_group, override.input_line or ""
        if key in seen and not override.is_hydra_override():
            faults.append(Fault(f"{key}: given twice, {seen[key]} and {word}"))
        seen[key] = word
    return faults


def _notes(overrides: Sequence[Override], points: Sequence[Point]) -> Iterable[str]:
    from sim.run.settings import MOST_A_CORE, most_processes

    swept = [override for override in overrides if override.is_sweep_override()]
    names = {override.key_or_group for override in swept}
    if len(points) > 1:
        own = [" ".join(w for w in point.words if w.partition("=")[0] in names) for point in points]
        shown = " · ".join(own if len(own) <= 12 else [*own[:10], f"… {len(own) - 10} more"])
        hints = "".join(
            f" (a decimal is written with a point: {override.get_value_string().replace(',', '.')})"
            for override in swept
            if override.key_or_group not in COUNTS and re.fullmatch(r"\d+,\d+", override.get_value_string())
        )
        yield f"{len(points)} runs: {shown}{hints}"
    asked = max((one for p in points if isinstance(one := p.values.get("workers"), int)), default=0)
    if asked > most_processes():
        yield f"workers={asked}: at most {most_processes()} are started here, {MOST_A_CORE} for each core"
    for override in overrides:
        if override.value_type is ValueType.ELEMENT:
            text = override.get_value_string()
            if _THOUSANDS.fullmatch(text):
                yield f"{override.input_line}: read as {float(text):g}; thousands are written without a point"
