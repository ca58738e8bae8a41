"""Generators made together give the numbers that numpy gives for each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ensemble.generators import generators

WORD = st.integers(0, 2**32 - 1)


@settings(max_examples=50, deadline=None)
@given(
    seed=st.integers(0, 2**70), key=st.integers(0, 2**64 - 1), members=st.lists(WORD, max_size=4), year=WORD
)
def test_each_gives_the_numbers_of_a_generator_of_its_own(
    seed: int, key: int, members: list[int], year: int
) -> None:
    for made, member in zip(generators(seed, key, members, year), members, strict=True):
        own = np.random.default_rng([seed, key, member, year])
        assert made.bit_generator.state == own.bit_generator.state
        assert made.poisson(1.0) == own.poisson(1.0)
        assert made.random(3).tolist() == own.random(3).tolist()
        assert made.standard_normal(3).tolist() == own.standard_normal(3).tolist()


def test_a_number_drawn_before_leaves_no_half_behind() -> None:
    """A draw of 32 bits keeps the other half for the next; a generator set anew has none."""
    found = []
    for made in generators(1, [5, 6]):
        found.append(made.integers(0, 100, dtype=np.uint32))
    assert found == [np.random.default_rng([1, at]).integers(0, 100, dtype=np.uint32) for at in (5, 6)]


@pytest.mark.parametrize("keys", [(-1, [1]), (1, [-1]), (1, [2**32]), (1, [1, 2], [3])])
def test_keys_out_of_range_are_refused(keys: tuple[int | list[int], ...]) -> None:
    with pytest.raises(ValueError, match="key"):
        list(generators(*keys))
