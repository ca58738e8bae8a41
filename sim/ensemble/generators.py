"""Many random generators at once: the numbers of `default_rng([seed, key, …])` without its cost for each.

numpy makes a generator in some twenty microseconds, and a member has hundreds of them, one for each name and
year. Here the published hash of `SeedSequence` and the seeding of PCG64, which numpy keeps as they are, are
worked out for all of them together, and one generator is set to each state in turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint32]

POOL = 4
INIT_A, MULT_A = 0x43B0D7E5, 0x931E8875
INIT_B, MULT_B = 0x8B51F9DD, 0x58F38DED
MIX_L, MIX_R = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)
SHIFT = np.uint32(16)
WORD, LONG = 2**32, 2**128
MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
"""of PCG64"""


def generators(*keys: int | Sequence[int]) -> Iterator[np.random.Generator]:
    """A generator for each place of the keys that are sequences, as `default_rng` of the keys there makes it.

    Keys are whole numbers from 0 on; sequences are of one length and of numbers below 2^32. It is the same
    object each time, set anew: use it before the next is asked for.
    """
    count = max((len(key) for key in keys if isinstance(key, Sequence)), default=1)
    words = [word for key in keys for word in _words(key, count)]
    bits = np.random.PCG64(0)
    generator = np.random.Generator(bits)
    if not count:
        return
    for state, increment in _states(words):
        bits.state = {
            "bit_generator": "PCG64",
            "state": {"state": state, "inc": increment},
            "has_uint32": 0,
            "uinteger": 0,
        }
        yield generator


def _words(key: int | Sequence[int], count: int) -> list[Words]:
    """A key as words of 32 bits, the lowest first; as many as its size needs, one at least."""
    if isinstance(key, Sequence):
        numbers = np.asarray(key, dtype=np.int64)
        if len(key) != count or (len(key) and not 0 <= numbers.min() <= numbers.max() < WORD):
            raise ValueError("keys that differ between generators are of one length and lie in [0, 2^32)")
        return [numbers.astype(np.uint32)]
    if key < 0:
        raise ValueError(f"a key of a generator is 0 or more, not {key}")
    found = [key % WORD]
    while key := key // WORD:
        found.append(key % WORD)
    return [np.full(count, word, dtype=np.uint32) for word in found]


class _Hash:
    """The hash of SeedSequence, whose constant goes on from call to call."""

    def __init__(self, first: int, multiplier: int) -> None:
        self._constant, self._multiplier = first, multiplier

    def __call__(self, value: Words) -> Words:
        value = value ^ np.uint32(self._constant)
        self._constant = self._constant * self._multiplier % WORD
        value = value * np.uint32(self._constant)
        result: Words = value ^ (value >> SHIFT)
        return result


def _mix(x: Words, y: Words) -> Words:
    result = MIX_L * x - MIX_R * y
    mixed: Words = result ^ (result >> SHIFT)
    return mixed


def _states(words: list[Words]) -> Iterator[tuple[int, int]]:
    """State and increment of PCG64 for each column of words."""
    nothing = np.zeros_like(words[0])
    mixed = _Hash(INIT_A, MULT_A)
    pool = [mixed(words[at] if at < len(words) else nothing) for at in range(POOL)]
    for source in range(POOL):
        for target in range(POOL):
            if source != target:
                pool[target] = _mix(pool[target], mixed(pool[source]))
    for word in words[POOL:]:
        for target in range(POOL):
            pool[target] = _mix(pool[target], mixed(word))
    drawn = _Hash(INIT_B, MULT_B)
    out = [drawn(pool[at % POOL]).astype(np.uint64) for at in range(2 * POOL)]
    longs = [(low | high << np.uint64(32)).tolist() for low, high in zip(out[::2], out[1::2], strict=True)]
    for high, low, sequence_high, sequence_low in zip(*longs, strict=True):
        increment = ((sequence_high << 64 | sequence_low) << 1 | 1) % LONG
        yield ((high << 64 | low) + increment) * MULTIPLIER + increment & LONG - 1, increment
