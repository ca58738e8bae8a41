"""Symbols: the expressions that come out, and the document they are written into."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from sim.core.model import Model
from sim.core.vocabulary import auxiliary, driver, flow, ratio, stock, total
from sim.readings.symbols import CellSymbols, Symbol, text
from sim.readings.xmile import export, label_paths, scalar_names
from tests import small
from tests.small import AXES, sector

SPACE = "{http://docs.oasis-open.org/xmile/ns/XMILE/v1.0}"


def symbol(*names: str | float, axes: tuple[str, ...] = ("place",)) -> Symbol:
    return Symbol(np.array(names, dtype=object).reshape(AXES.shape(axes)))


def texts(it: Symbol) -> list[str]:
    return [text(each) for each in it.each.ravel()]


def test_expressions() -> None:
    x, y = symbol("a", "b"), symbol("c", axes=())
    assert texts(x + y * 2) == ["(a + (c * 2))", "(b + (c * 2))"]
    assert texts(1 / x - y) == ["((1 / a) - c)", "((1 / b) - c)"]
    assert texts(np.exp(-x)) == ["EXP((0 - a))", "EXP((0 - b))"]
    assert texts(np.log(np.sqrt(y))) == ["LN(SQRT(c))"]
    assert texts(np.minimum(1, np.maximum(y, 0))) == ["MIN(1, MAX(c, 0))"]
    assert texts(y**0.5) == ["(c ^ 0.5)"]
    assert texts(y >= -2.5) == ["(IF c >= (0 - 2.5) THEN 1 ELSE 0)"]
    assert texts(np.where(y, 1, x)) == ["(IF c <> 0 THEN 1 ELSE a)", "(IF c <> 0 THEN 1 ELSE b)"]
    assert texts(ratio(1, y, 0)) == ["(IF c = 0 THEN 0 ELSE (1 / c))"]


def test_what_is_known_beforehand_falls_away() -> None:
    x, indicator = symbol("a", "b"), symbol(1.0, 0.0)
    assert texts(x * indicator) == ["a", "0"]
    assert texts(x + indicator * 0) == ["a", "b"]
    assert texts(indicator * np.log(np.where(indicator > 0, x, 1))) == ["LN(a)", "0"]
    assert texts(total(indicator * x, "place")) == ["a"]
    assert texts(ratio(x, 1 - indicator, 0)) == ["0", "b"]


def test_sums_stand_in_the_order_of_labels() -> None:
    x = symbol("a", "b", "c", "d", axes=("seller", "place"))
    assert texts(total(x, "seller")) == ["(a + c)", "(b + d)"]
    assert texts(total(x, "seller", "place")) == ["((a + c) + (b + d))"]
    cells = CellSymbols(AXES.cells)
    z = symbol("p", "q", "r", axes=("cell",))
    assert texts(cells.total(z, "place")) == ["(p + q)", "r"]
    assert texts(cells.total(z, "segment")) == ["(p + r)", "q"]
    assert texts(cells.spread(symbol("a", "b"), "place")) == ["a", "a", "b"]
    assert cells.spread(symbol("a", "b"), "place").each.shape == AXES.shape(("cell",))
    assert cells.total(z, "segment").each.shape == AXES.shape(("segment",))


def test_what_is_not_in_the_vocabulary_is_refused() -> None:
    x = symbol("a", "b")
    for each in (lambda: bool(x), lambda: np.tanh(x), lambda: np.cumsum(x), lambda: np.add.reduce(x)):
        with pytest.raises(TypeError):
            each()
    with pytest.raises(ValueError, match="an equation contains inf"):
        text(float("inf"))


def test_names_follow_axes_in_their_fixed_order() -> None:
    assert label_paths(AXES, ("cell",)) == ["__north__chips", "__north__design", "__rest_nl__chips"]
    names = scalar_names(small.build(), "staff", ("place", "level"))
    assert names == ["staff__north__mbo", "staff__north__wo", "staff__rest_nl__mbo", "staff__rest_nl__wo"]


def document() -> ElementTree.Element:
    model = small.build()
    inputs = small.of_member(small.inputs(3), 0)
    return ElementTree.fromstring(export(model, inputs, 1 / 16, 2010.0, 2015.0))


def test_the_document_is_whole() -> None:
    root = document()
    specs = root.find(f"{SPACE}sim_specs")
    assert specs is not None
    assert [each.text for each in specs] == ["2010.0", "2015.0", "0.0625"]
    variables = {it.attrib["name"]: it for it in root.iter() if "name" in it.attrib}
    stock_of_staff = variables["staff__north__mbo"]
    found = {each.tag.removeprefix(SPACE): each.text for each in stock_of_staff}
    assert found == {
        "doc": "Staff.",
        "eqn": "staff_start__north__mbo",
        "inflow": "graduation__north__mbo",
        "outflow": "leaving__north__mbo",
        "units": "person",
    }
    assert variables["commissioned__north__chips"].tag == f"{SPACE}flow"
    assert variables["campaign__north"].tag == f"{SPACE}aux"
    assert variables["staffing_curve"].tag == f"{SPACE}gf"
    assert not any("share" == name or name.startswith("share__") for name in variables)
    words = re.compile(r'"[^"]*"|[A-Za-z_]\w*')
    functions = {"MIN", "MAX", "EXP", "LN", "SQRT", "IF", "THEN", "ELSE"}
    for it in variables.values():
        for eqn in it.findall(f"{SPACE}eqn"):
            needs = {word.strip('"') for word in words.findall(eqn.text or "")} - functions
            assert needs <= set(variables), it.attrib["name"]


def test_what_hangs_on_a_valve_is_written_once_more_for_the_start() -> None:
    variables = {it.attrib["name"]: it for it in document().iter() if "name" in it.attrib}
    now = variables["pace__north__chips"].find(f"{SPACE}eqn")
    then = variables["pace__at_start__north__chips"].find(f"{SPACE}eqn")
    assert now is not None
    assert then is not None
    assert now.text == "(commissioned__north__chips + (capacity_start__north__chips / life))"
    assert then.text == "(capacity_start__north__chips / life)"


def test_two_names_that_read_as_one_are_refused() -> None:
    @flow("1/year", axes=("place",))
    def pace(wish):
        return wish

    @auxiliary("1/year")
    def pace_north(wish):
        return 2 * total(wish, "place")

    pool = stock("1", "A stock.", axes=("place",), initial="begin", inflows=[pace])
    wish = driver("1/year", "A driver.", axes=("place",))
    model = Model.build(
        sector(pace=pace, pace_north=pace_north, pool=pool, wish=wish), axes=AXES, parameters=["begin"]
    )
    with pytest.raises(ValueError, match="'pace__north' and 'pace_north' are one name"):
        export(model, {"begin": np.zeros(AXES.shape(()))}, 1 / 16, 0.0, 1.0)
