"""Shares an effect of several parts among them: Shapley values and interactions, exact over all subsets."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from math import factorial

import numpy as np

from sim.results.statistics import Array

Worth = Mapping[frozenset[int], Array]
"""The outcome (member,) of every subset of the parts 0 … n − 1, the empty one too."""


def subsets(count: int) -> list[frozenset[int]]:
    """All subsets of `count` parts, the smaller first."""
    parts = range(count)
    return [frozenset(each) for size in range(count + 1) for each in combinations(parts, size)]


def shapley(worth: Worth, count: int) -> Array:
    """What each part adds, (part, member): the mean over all orders in which the parts can be added.

    In every member the parts add up to the effect of the whole (Shapley, A value for n-person games, 1953).
    """
    found = np.zeros((count, len(worth[frozenset()])))
    for part in range(count):
        for before in (each for each in worth if part not in each):
            weight = factorial(len(before)) * factorial(count - len(before) - 1) / factorial(count)
            found[part] += weight * (worth[before | {part}] - worth[before])
    return found


def alone(worth: Worth, count: int) -> Array:
    """What each part does by itself, (part, member)."""
    return np.stack([worth[frozenset({part})] - worth[frozenset()] for part in range(count)])


def last(worth: Worth, count: int) -> Array:
    """What is lost where each part is left out of the whole, (part, member)."""
    whole = frozenset(range(count))
    return np.stack([worth[whole] - worth[whole - {part}] for part in range(count)])


def interaction(worth: Worth, count: int, one: int, other: int) -> Array:
    """How much more two parts do together than each by itself, (member,): the Shapley interaction index.

    The mean over what is there before them (Grabisch and Roubens, An axiomatic approach to the concept of
    interaction among players in cooperative games, 1999). Below 0: they stand in each other's way.
    """
    found = np.zeros_like(worth[frozenset()])
    for before in (each for each in worth if one not in each and other not in each):
        weight = factorial(len(before)) * factorial(count - len(before) - 2) / factorial(count - 1)
        both, first, second = (worth[before | more] for more in ({one, other}, {one}, {other}))
        found = found + weight * (both - first - second + worth[before])
    return found
