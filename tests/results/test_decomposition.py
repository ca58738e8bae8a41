"""Contributions of the entries of a package: laws of the Shapley value, subsets of a scenario, the tables."""

from __future__ import annotations

import numpy as np
import pytest

from sim.inputs.scenarios import Evidence, compose, load_evidence
from sim.results.decomposition import Decomposition, contributions, interactions, lines, subsets_frame
from sim.results.labels import load_labels
from sim.results.shapley import alone, interaction, last, shapley, subsets
from sim.run.entries import Entry, Part, entries, parts, with_entries

MEMBERS = 16


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return load_evidence()


def worth(count: int) -> dict[frozenset[int], np.ndarray]:
    generator = np.random.default_rng(5)
    return {chosen: generator.normal(size=MEMBERS) for chosen in subsets(count)}


def test_parts_add_up_to_the_whole_in_every_member() -> None:
    game = worth(5)
    assert np.allclose(shapley(game, 5).sum(axis=0), game[frozenset(range(5))] - game[frozenset()])


def test_a_part_that_does_nothing_gets_nothing() -> None:
    game = worth(3)
    game |= {chosen | {3}: game[chosen] for chosen in list(game)}
    assert np.allclose(shapley(game, 4)[3], 0)
    for other in range(3):
        assert np.allclose(interaction(game, 4, 3, other), 0)


def test_alike_parts_get_alike() -> None:
    game = {chosen: np.full(MEMBERS, float(len(chosen)) ** 2) for chosen in subsets(4)}
    assert np.allclose(shapley(game, 4), 4.0)
    # the square of n parts: each pair does 2 more together than apart
    assert np.allclose(interaction(game, 4, 0, 3), 2.0)


def test_without_interaction_alone_is_last_is_the_contribution() -> None:
    each = np.random.default_rng(2).normal(size=(4, MEMBERS))
    game = {chosen: 7 + sum((each[part] for part in chosen), np.zeros(MEMBERS)) for chosen in subsets(4)}
    for found in (shapley(game, 4), alone(game, 4), last(game, 4)):
        assert np.allclose(found, each)


@pytest.mark.parametrize(
    "name", ["beethoven", "grid_first", "letter_only", "baseline.talent_on_demand", "foreign_race"]
)
def test_all_entries_make_the_run_and_none_the_base(name: str, evidence: Evidence) -> None:
    from sim.command.identity import content_key

    request = compose(name, evidence=evidence)
    found = entries(request)
    assert found
    for chosen, case in ((found, request.run), ((), request.base)):
        made = with_entries(request, chosen)
        for what in ("parameters", "instruments", "settings", "triggers", "decided_until"):
            assert content_key(getattr(made, what)) == content_key(getattr(case, what)), what


def test_many_entries_are_taken_together_near_ones_first() -> None:
    found = [
        Entry("instruments", "a", "talent", "training"),
        Entry("instruments", "b", "space", "grid"),
        Entry("instruments", "c", "talent", "training"),
        Entry("instruments", "d", "talent", "migration"),
    ]
    assert [part.name for part in parts(found, 4)] == ["a", "b", "c", "d"]
    assert [part.name for part in parts(found, 3)] == ["a + c", "b", "d"]
    assert [part.name for part in parts(found, 2)] == ["a + c + d", "b"]


def test_the_tables_hold_the_same_numbers() -> None:
    found = Decomposition(
        "made_up",
        tuple(Part(name, (Entry("instruments", name),)) for name in "abc"),
        {"share": worth(3)},
        {"share": "1"},
        np.arange(MEMBERS),
        2038,
        load_labels("en"),
    )
    table = contributions(found)
    mine = table[table["way"] == "contribution"]
    assert mine["mean"].sum() == pytest.approx(found.whole("share").mean)
    assert subsets_frame(found).iloc[-1]["share_difference"] == pytest.approx(found.whole("share").mean)
    assert len(interactions(found)) == 3
    assert sum("  a " in line for line in lines(found)) == 1
