"""Uniform numbers for events, keyed by what they are: seed, name, member and ordinal."""

from __future__ import annotations

from collections.abc import Sequence

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
        at = (name, member // CHUNK, ordinal // CHUNK)
        chunk = self._chunks.get(at)
        if chunk is None:
            chunk = self._chunks[at] = self._drawn(*at)
        number: float = chunk.item(member % CHUNK, ordinal % CHUNK)
        return number

    def several(self, name: str, members: Sequence[int], number: int) -> Array:
        """(member, CHUNK): the numbers of `name` in these members for events from number × CHUNK on."""
        every = np.asarray(members)
        found = np.empty((len(every), CHUNK))
        for of_members in np.unique(every // CHUNK):
            here = every // CHUNK == of_members
            found[here] = self._drawn(name, int(of_members), number)[every[here] % CHUNK]
        return found

    def _drawn(self, name: str, of_members: int, of_ordinals: int) -> Array:
        if name not in self._keys:
            self._keys[name] = key(name)
        generator = np.random.default_rng([self.seed, self._keys[name], of_members, of_ordinals])
        return generator.random((CHUNK, CHUNK))
