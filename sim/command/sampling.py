"""A sampled design: the intervals of a sweep as axes of one set of points that fills the space between them.

The points are a scrambled Sobol sequence, so the first 32 of 64 are the 32 of before. A point is words, with
values rounded to what one can type: the run at a point is the run that these words make.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from hydra.core.override_parser.types import ChoiceSweep, IntervalSweep, Override, Sweep, ValueType

from sim.core.axes import Array
from sim.inputs.faults import Fault

POINTS, SEED = "sample.points", "sample.seed"
WORDS = {POINTS: None, SEED: 0}
"""Words of a design and what holds without them; they say which runs are made and are no part of any."""
MOST_POINTS = 1_000
"""Runs of a sweep; each is prepared before the first begins."""
ALONE = "a sweep stands alone after its sign: parameters.NAME=interval(from,to)"
LOG = "log"
"""The tag of an interval that is sampled on a log scale, as Hydra's sweepers have it."""
OPEN = ("parameters", "instruments")
WHOLE = ("end", "seed")
NUMBERS = (*WHOLE, "equal_money", "known_until", "decided_until", "market_until", "purchases_until")
"""Settings that can be sampled beside parameters and instruments; the first of them in whole numbers."""
LARGEST, NARROWEST = 1e15, 1e-12
"""Ends of an interval, and its width beside them, whose points can be told apart as decimals."""
STEPS = 2_000
"""Values are rounded to the fewest decimals that leave so many steps on their axis, or more."""


@dataclass(frozen=True)
class Axis:
    """A setting between two ends, evenly or (`log`) evenly in its logarithm; `whole`: in whole numbers, each
    as often as another."""

    key: str
    low: float
    high: float
    log: bool = False
    whole: bool = False

    def texts(self, u: Array) -> list[str]:
        """The values at u (n,) in [0, 1) as typed: rounded, between the ends."""
        return [self._text(float(x)) for x in u]

    def _text(self, u: float) -> str:
        half = 0.5 if self.whole else 0.0
        low, high = self.low - half, self.high + half
        if self.log:
            low, high = math.log(low), math.log(high)
        x = low + u * (high - low)
        x = math.exp(x) if self.log else x
        if self.whole:
            return f"{min(max(round(x), int(self.low)), int(self.high))}"
        slope = (high - low) * (abs(x) if self.log else 1.0)
        decimals = math.ceil(math.log10(STEPS / slope))
        return plain(min(max(round(x, decimals), self.low), self.high), max(decimals, 0))


@dataclass(frozen=True)
class Sample:
    """A design: how many points, the seed of the scrambling, and its axes in the order of their names, so
    that the order in which words are typed moves no point."""

    points: int
    seed: int
    axes: tuple[Axis, ...]

    def words(self) -> list[dict[str, str]]:
        """Of each point in turn: the text of the value on each axis, by key. Points that rounding makes one
        are there once."""
        columns = [axis.texts(u) for axis, u in zip(self.axes, self.units().T, strict=True)]
        keys = [axis.key for axis in self.axes]
        return [dict(zip(keys, one, strict=True)) for one in dict.fromkeys(zip(*columns, strict=True))]

    def ends(self) -> list[dict[str, str]]:
        """The corners where all axes are lowest and highest, and the first point: what is wrong with an axis
        shows there, once."""
        corners = [{a.key: plain(getattr(a, end), 17) for a in self.axes} for end in ("low", "high")]
        return [*corners, self.words()[0]]

    def units(self) -> Array:
        """Points × axes in [0, 1). They are drawn by whole powers of two, which keeps scipy from warning."""
        from scipy.stats import qmc

        sobol = qmc.Sobol(len(self.axes), scramble=True, rng=np.random.default_rng(self.seed))
        drawn: Array = sobol.random_base2(math.ceil(math.log2(self.points)))
        return drawn[: self.points]


def plain(x: float, decimals: int) -> str:
    """A number without an exponent, with at most so many decimals and no more than it needs."""
    shortest = np.format_float_positional(x, trim="-")
    if len(shortest.partition(".")[2]) <= decimals:
        return "0" if shortest == "-0" else shortest
    return np.format_float_positional(x, precision=decimals, trim="-")


def is_interval(override: Override) -> bool:
    """Whether a word gives an interval, alone."""
    return override.value_type is ValueType.INTERVAL_SWEEP


def hides_sweep(value: Any) -> bool:
    """Whether an interval stands in a list of values, or any sweep inside brackets or braces, where it has no
    meaning."""
    if isinstance(value, ChoiceSweep):
        return any(isinstance(one, IntervalSweep) or hides_sweep(one) for one in value.list)
    if isinstance(value, Mapping):
        value = list(value.values())
    return isinstance(value, list) and any(isinstance(one, Sweep) or hides_sweep(one) for one in value)


def interval_faults(override: Override, word: str, multirun: bool) -> list[str]:
    """What is wrong with an interval, or with its place."""
    found = override.value()
    assert isinstance(found, IntervalSweep)
    key = override.key_or_group
    low, high = _ends(found)
    log, whole = LOG in found.tags, _is_whole(found, key)
    texts = []
    if not multirun:
        texts.append(f"{word}: an interval, which is a sweep: python -m sim -m {POINTS}=32 '{word}'")
    if key.partition(".")[0] not in (*OPEN, *NUMBERS):
        texts.append(f"{word}: cannot be sampled; parameters, instruments and {', '.join(NUMBERS)} can")
        return texts
    if other := sorted(found.tags - {LOG}):
        texts.append(
            f"{word}: unknown tag '{other[0]}'; an interval may be tagged {LOG}: tag(log,interval(1,100))"
        )
    if not (math.isfinite(low) and math.isfinite(high)):
        texts.append(f"{word}: an interval wants two finite numbers")
    elif low == high:
        texts.append(f"{word}: an empty interval; write the value itself: {key}={plain(low, 17)}")
    elif low > high:
        turned = f"interval({plain(high, 17)},{plain(low, 17)})"
        texts.append(f"{word}: runs from the lower to the higher number: {turned}")
    elif max(-low, high) > LARGEST or high - low < NARROWEST * max(1.0, abs(low), abs(high)):
        texts.append(f"{word}: too wide or too narrow to be sampled; write the values")
    elif log and low <= 0:
        texts.append(f"{word}: a log scale wants numbers above 0")
    elif whole and not (low.is_integer() and high.is_integer()):
        texts.append(f"{word}: {key} is a whole number, and so are the ends of its interval")
    return texts


def sample_of(
    own: Mapping[str, Override], intervals: Sequence[Override], *, asked: bool
) -> tuple[Sample | None, list[Fault]]:
    """The design that good intervals and the words of `WORDS` make, None where there is none, and what is
    wrong with these words. `asked`: whether any interval was given, good or not.
    """
    numbers: dict[str, int] = {}
    texts = []
    for key, override in own.items():
        text = override.get_value_string()
        least, most = (2, MOST_POINTS) if key == POINTS else (0, 2**63 - 1)
        whole = int(text) if re.fullmatch(r"\d{1,19}", text) else -1
        if least <= whole <= most:
            numbers[key] = whole
        else:
            wanted = f"from {least} to {most:,}" if key == POINTS else f"of at least {least}"
            texts.append(f"{key} = {text or '(nothing)'}: must be a whole number {wanted}")
    if not asked:
        texts += [f"{key}: there is nothing to sample; give a number as interval(from,to)" for key in own][:1]
    elif POINTS not in own:
        texts += [
            f"{one.input_line}: an interval is sampled; say at how many points: {POINTS}=32 (or write"
            " range(from,to,step), or the values)"
            for one in intervals
        ]
    faults = [Fault(text) for text in texts]
    if faults or not intervals:
        return None, faults
    axes = tuple(sorted((_axis(one) for one in intervals), key=lambda axis: axis.key))
    return Sample(numbers[POINTS], numbers.get(SEED, 0), axes), []


def note(sample: Sample, runs: int) -> str:
    """What to say before a design is run."""
    axes = ", ".join(
        f"{axis.key} {plain(axis.low, 17)} to {plain(axis.high, 17)}{' (log)' if axis.log else ''}"
        for axis in sample.axes
    )
    count = len(sample.words())
    each = f", {runs // count} runs at each" if runs > count else ""
    text = f"{runs} runs: {count} points of {axes}{each}"
    if count < sample.points:
        text += f"; {sample.points - count} points are the same as one before"
    if sample.points & (sample.points - 1):
        below, above = 2 ** int(math.log2(sample.points)), 2 ** math.ceil(math.log2(sample.points))
        text += f"; {POINTS}={below} or {above}, a power of two, would fill the space evenly"
    return text


def _axis(override: Override) -> Axis:
    found = override.value()
    assert isinstance(found, IntervalSweep)
    low, high = _ends(found)
    key = override.key_or_group
    return Axis(key, low, high, LOG in found.tags, _is_whole(found, key))


def _ends(found: IntervalSweep) -> tuple[float, float]:
    return float(found.start or 0), float(found.end or 0)


def _is_whole(found: IntervalSweep, key: str) -> bool:
    """Hydra reads ends as decimals, but for int(interval(1,8))."""
    return key in WHOLE or all(isinstance(end, int) for end in (found.start, found.end))
