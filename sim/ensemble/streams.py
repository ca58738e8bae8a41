"""Uniform numbers for events, keyed by what they are: seed, name, member and ordinal."""

from __future__ import annotations

import numpy as np

from sim.core.axes import Array
from sim.ensemble.draws import key

CHUNK = 64


class Streams:
    """The event streams of one seed. Keeps the chunks it has made; dropping it changes no number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._keys: dict[str, int] = {}
        self._chunks: dict[tuple[str, int, int], Array] = {}

    def uniform(self, name: str, member: int, ordinal: int) -> float:
        """The number in [0, 1) that belongs to event `ordinal` of `name` in a member."""
        row, column = member % CHUNK, ordinal % CHUNK
        at = (name, member // CHUNK, ordinal // CHUNK)
        chunk = self._chunks.get(at)
        if chunk is None:
            if name not in self._keys:
                self._keys[name] = key(name)
            generator = np.random.default_rng([self.seed, self._keys[name], *at[1:]])
            chunk = self._chunks[at] = generator.random((CHUNK, CHUNK))
        number: float = chunk.item(row, column)
        return number
