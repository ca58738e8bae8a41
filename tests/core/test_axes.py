"""Sums by label, the cell table, indicators."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.axes import Axes, add_in_order
from sim.core.vocabulary import Curve, ratio, table, total
from tests.small import AXES


def test_sums_stand_in_the_order_of_labels_for_any_number_of_members() -> None:
    x = np.random.default_rng(1).lognormal(0, 9, AXES.shape(("seller", "cell"), 5))
    together = total(x, "seller", "cell")
    assert together.shape == AXES.shape((), 5)
    for member in range(5):
        assert (
            total(x[..., member : member + 1], "seller", "cell") == together[..., member : member + 1]
        ).all()
    assert add_in_order(together, "seller") is together


def test_cells_go_to_their_places_and_back() -> None:
    x = np.array([1.0, 2.0, 4.0]).reshape(AXES.shape(("cell",)))
    assert AXES.cells.total(x, "place").ravel().tolist() == [3.0, 4.0]
    assert AXES.cells.total(x, "segment").ravel().tolist() == [5.0, 2.0]
    spread = AXES.cells.spread(AXES.cells.total(x, "place"), "place")
    assert spread.shape == AXES.shape(("cell",))
    assert spread.ravel().tolist() == [3.0, 3.0, 4.0]
    with pytest.raises(ValueError, match="cells have a place and a segment, not a 'level'"):
        AXES.cells.total(x, "level")


def test_cells_of_a_single_place() -> None:
    axes = Axes(
        labels={
            **AXES.labels,
            "place": ("north",),
            "segment": ("chips", "design"),
            "cell": ("north.chips", "north.design"),
        }
    )
    x = np.full(axes.shape(("place",)), 7.0)
    assert axes.cells.spread(x, "place").shape == axes.shape(("cell",))


def test_an_indicator_is_one_where_data_says_so() -> None:
    assert AXES.indicator("is_dutch").ravel().tolist() == [1.0, 0.0]
    assert AXES.indicator("is_dutch").shape == AXES.shape(("seller",))


def test_ratio_never_divides_by_zero() -> None:
    a, b = np.array([1.0, 0.0, 3.0]), np.array([2.0, 0.0, 0.0])
    with np.errstate(all="raise"):
        assert ratio(a, b, 9.0).tolist() == [0.5, 9.0, 9.0]


def test_a_curve_is_flat_beyond_its_ends() -> None:
    curve = Curve((0.0, 1.0, 3.0), (2.0, 4.0, 0.0), 10.0)
    assert table(np.array([-1.0, 0.5, 2.0, 9.0]), curve).tolist() == [20.0, 30.0, 20.0, 0.0]
