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

from hydra.core.override_parser.types import Glob, Override, RangeSweep, ValueType

from sim.command import sampling
from sim.command.defaults import GROUPS, defaults, group
from sim.command.hints import COUNTS, comma_hint, has_number_key
from sim.command.parsing import hydra_word, parse, quoted
from sim.command.sampling import MOST_POINTS, OPEN, Sample
from sim.inputs.faults import Fault, Faults, nearest

HYDRA = ("launcher", "sweeper", "mode", "verbose")
"""What of Hydra's own may be set; the rest makes folders and files, and ours are made by us."""
_TOO_MANY = f"more than {MOST_POINTS:,} runs are asked for at once; sweep a part of them at a time"
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
    """What the words ask for: the points, what to say first, and the words as Hydra takes them.

    `sample`: the design of which the points are, None for a grid; `ends`: runs at its ends, which are checked
    and never run, so that an axis that reaches too far is refused once and not at each point.
    """

    points: tuple[Point, ...]
    notes: tuple[str, ...]
    words: tuple[str, ...]
    faults: tuple[Fault, ...]
    sample: Sample | None = None
    ends: tuple[Point, ...] = ()


def plan(words: Sequence[str], *, multirun: bool) -> Plan:
    """What these `key=value` words ask for, with the faults of all; the points are of the good words."""
    base = defaults()
    keys = [*_known_keys(base), *sampling.WORDS]
    faults: list[Fault] = []
    overrides: list[Override] = []
    sampled = False
    for word in words:
        try:
            override = parse(quoted(word))
        except Faults as found:
            faults.extend(found.faults)
            continue
        texts = _faults_of(override, keys, multirun)
        faults.extend(Fault(text) for text in texts)
        sampled = sampled or sampling.is_interval(override) or sampling.hides_sweep(override.value())
        if not texts:
            overrides.append(override)
    faults.extend(_given_twice(overrides))
    own = {one.key_or_group: one for one in overrides if one.key_or_group in sampling.WORDS}
    intervals = [one for one in overrides if sampling.is_interval(one)]
    sample, unsampled = sampling.sample_of(own, intervals, asked=sampled)
    faults.extend(unsampled)
    points = tuple(itertools.islice(points_of(overrides, base, sample), MOST_POINTS + 1))
    if not points:
        faults.append(Fault("the sweep is empty: no name or number fits what was asked"))
    if len(points) > MOST_POINTS:
        raise Faults([*faults, Fault(_TOO_MANY)])
    notes = tuple(_notes(overrides, points, sample))
    hydras = tuple(hydra_word(word) for word in words if word.partition("=")[0] not in sampling.WORDS)
    ends = () if sample is None else tuple(_grid(overrides, base, sample.ends()))
    return Plan(points, notes, hydras, tuple(faults), sample, ends)


def points_of(
    overrides: Sequence[Override], base: Mapping[str, Any], sample: Sample | None = None
) -> Iterable[Point]:
    """Every point of the grid, in Hydra's order; `glob(*)` on scenario or overlay goes over names we know, a
    variant only where its dot is written. With a `sample`, the whole grid at each of its points in turn: what
    shares a base comes together.
    """
    return _grid(overrides, base, [{}] if sample is None else sample.words())


def _grid(
    overrides: Sequence[Override], base: Mapping[str, Any], design: Sequence[Mapping[str, str]]
) -> Iterable[Point]:
    axes = []
    for override in overrides:
        if override.key_or_group in sampling.WORDS:
            continue
        if sampling.is_interval(override):
            texts = [override.get_key_element()]  # its value is that of the design
        elif override.is_sweep_override():
            override.config_loader = _Names(override)  # type: ignore[assignment]
            texts = [f"{override.get_key_element()}={text}" for text in override.sweep_string_iterator()]
        else:
            texts = [f"{override.get_key_element()}={override.get_value_element_as_str()}"]
        axes.append([(text.removeprefix("++"), override) for text in texts])
    for sampled, choice in itertools.product(design, itertools.product(*axes)):
        values = deepcopy(dict(base))
        own = []
        for text, override in sorted(choice, key=lambda one: one[1].key_or_group not in GROUPS):
            if override.is_hydra_override():
                continue
            if sampling.is_interval(override):
                if override.key_or_group not in sampled:  # no design: its faults are said
                    continue
                text = f"{text}={sampled[override.key_or_group]}"
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
    if sampling.hides_sweep(override.value()):
        texts.append(f"{word}: {sampling.ALONE}")
    elif override.is_sweep_override():
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
    if sampling.is_interval(override):
        return sampling.interval_faults(override, word, multirun)
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


def _notes(overrides: Sequence[Override], points: Sequence[Point], sample: Sample | None) -> Iterable[str]:
    from sim.run.settings import MOST_A_CORE, most_processes

    swept = [override for override in overrides if override.is_sweep_override()]
    names = {override.key_or_group for override in swept}
    if sample is not None:
        yield sampling.note(sample, len(points))
    elif len(points) > 1:
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
