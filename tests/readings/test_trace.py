"""A difference walked back through the model: nothing is lost on the way, and it ends where it came in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.core.loop import Clock
from sim.readings.trace import Pair, above, moved, needs, via, walk
from tests import small

CLOCK = Clock(2010.0, 2016.0, 1 / 16)
LAST = CLOCK.steps - 1
MEMBERS = 3


@pytest.fixture(scope="module")
def pair() -> Pair:
    """A run in which people leave three times as fast as in its base."""
    model, inputs = small.build(), small.inputs(MEMBERS)
    faster = {**inputs, "leaving_rate": 3 * inputs["leaving_rate"]}
    names = [name for name in model.declarations if name not in model.of("initial")]
    run, base = (small.run(model, each, CLOCK, MEMBERS, *names) for each in (faster, inputs))
    return Pair(model, run, base, faster, inputs, CLOCK.dt)


def test_flows_bring_all_that_a_stock_gains(pair: Pair) -> None:
    for name in ("staff", "backlog"):
        changed = pair.differs(name)
        assert changed is not None
        flows = via(pair, name, LAST - 1)
        assert changed[LAST].any()
        # a stock after a step is what flowed in up to and with that step
        it = pair.model.declarations[name]
        brought = sum(
            sign * pair.width * pair.run[flow][:LAST].mean(axis=-1).sum(axis=0)
            - sign * pair.width * pair.base[flow][:LAST].mean(axis=-1).sum(axis=0)
            for listed, sign in ((it.inflows, 1), (it.outflows, -1))
            for flow in listed
        )
        assert brought == pytest.approx(changed[LAST], rel=1e-6, abs=1e-9)
        assert {one.name for one in flows} <= set(needs(pair.model, name))


def test_of_one_differing_input_all_comes_through_it(pair: Pair) -> None:
    """staffing hangs on staff alone where the staff wanted is the same."""
    only = via(pair, "staffing", LAST)
    assert [one.name for one in only] == ["staff"]
    changed = pair.differs("staffing")
    assert changed is not None
    assert only[0].size == pytest.approx(np.abs(changed[LAST]).sum())


def test_what_does_not_hang_on_it_does_not_move(pair: Pair) -> None:
    found = moved(pair, 1e-6)
    assert "staff" in found
    assert "demand_plain" not in found
    assert found["leaving"].first == 0
    assert found["leaving"].first < found["staff"].first <= found["shipments"].first
    assert list(found.values()) == sorted(found.values(), key=lambda one: one.first)


def test_equal_runs_have_no_difference(pair: Pair) -> None:
    same = replace(pair, run=pair.base, run_inputs=pair.base_inputs)
    assert moved(same, 0.0) == {}
    assert list(walk(same, "share", LAST, 9)) == []


def test_the_walk_ends_where_the_difference_came_in(pair: Pair) -> None:
    lines = list(walk(pair, "share", LAST, 20))
    assert "via shipments" in lines[0]
    assert any("via staff" in line for line in lines)
    assert "via leaving_rate" in "".join(walk(pair, "leaving", LAST, 1))


def test_above_holds_what_the_outcome_hangs_on(pair: Pair) -> None:
    behind = above(pair.model, "share")
    assert {"shipments", "backlog", "staff", "leaving_rate"} <= behind
    assert "noted" not in above(pair.model, "staff")
