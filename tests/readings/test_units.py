"""Units: the algebra, what is refused, and the check of a whole model word for word."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.core.model import Model
from sim.core.vocabulary import auxiliary, driver, flow, measure, outcome, ratio, stock, table, total
from sim.readings.units import CellUnits, CurveUnit, Unit, UnitError, check, parse
from tests import small
from tests.small import AXES, sector

EUR, USD, YEAR, ONE = parse("MEUR"), parse("MUSD"), parse("year"), parse("1")


def over(unit: Unit, *axes: str) -> Unit:
    return unit.over(frozenset(axes))


def same(one: Unit, other: Unit) -> bool:
    return one.dimensions == other.dimensions and one.axes == other.axes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("MEUR/year*year", "MEUR"),
        ("MEUR / year / year", "MEUR/year**2"),
        ("MUSD2023/year/year*year", "MUSD2023/year"),
        ("year**2", "year**2"),
        ("1/year^2", "1/year**2"),
        ("year**-1", "1/year"),
        ("1", "1"),
        ("person/year", "person/year"),
        ("MUSD/MEUR", "MUSD/MEUR"),
    ],
)
def test_a_unit_is_read_left_to_right(text: str, shown: str) -> None:
    assert str(parse(text)) == shown
    assert same(parse(shown), parse(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MEUR2032/year", "'MEUR2032/year': 'MEUR2032' is no unit; did you mean 'MEUR2023'?"),
        ("persons", "'persons': 'persons' is no unit; did you mean 'person'?"),
        ("year**x", "'year**x': a power is a whole number after a unit, not 'x'"),
        ("1**2", "'1**2': a power is a whole number after a unit, not '2'"),
        (
            "%",
            "'%': '%' is no unit; known are 1, year, person, MEUR, MUSD, MEUR2023, MUSD2023, MW, day, home, "
            "project, request, firm, hectare",
        ),
    ],
)
def test_a_wrong_unit_names_the_nearest(text: str, words: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse(text)
    assert str(caught.value) == words


def test_only_exactly_equal_units_add() -> None:
    assert same(over(EUR, "place") + over(EUR, "level"), over(EUR, "place", "level"))
    assert same(np.maximum(0, EUR), EUR)
    assert same(0 + EUR - 0, EUR)
    assert same(1 - over(ONE, "place"), over(ONE, "place"))
    assert same(np.where(EUR > 0, over(USD, "place"), 0), over(USD, "place"))
    assert same(over(EUR, "cell") > EUR, over(ONE, "cell"))
    wrong: list[Any] = [
        lambda: EUR + USD,
        lambda: parse("MUSD") - parse("MUSD2023"),
        lambda: 1 + EUR,
        lambda: np.minimum(EUR, 2),
        lambda: np.where(EUR > 0, EUR, USD),
        lambda: np.where(EUR, EUR, EUR),
        lambda: EUR > YEAR,
        lambda: np.exp(EUR),
        lambda: np.log(EUR),
        lambda: EUR**EUR,
        lambda: EUR**ONE,
        lambda: ONE**EUR,
        lambda: np.tanh(ONE),
        lambda: np.clip(ONE, 0, 1),
        lambda: bool(ONE),
        lambda: EUR + "1",
    ]
    for each in wrong:
        with pytest.raises(UnitError):
            each()


def test_products_powers_and_roots() -> None:
    assert same(over(EUR, "place") / over(YEAR, "level"), over(parse("MEUR/year"), "place", "level"))
    assert same(1 / YEAR, parse("1/year"))
    assert same(EUR**2, parse("MEUR**2"))
    assert same(np.sqrt(EUR**2), EUR)
    assert same(np.sqrt(EUR) * np.sqrt(EUR), EUR)
    assert same(EUR**0, ONE)
    assert same(over(ONE, "place") ** over(ONE, "level"), over(ONE, "place", "level"))
    assert same(-EUR, EUR)
    assert same(2 * EUR, EUR)


def test_total_ratio_table_and_cells_carry_axes() -> None:
    assert same(total(over(EUR, "seller", "market"), "seller", "market"), EUR)
    with pytest.raises(UnitError, match="total over 'place' of a value that has the axes seller, market"):
        total(over(EUR, "seller", "market"), "place")
    assert same(ratio(over(EUR, "place"), YEAR, 0), over(parse("MEUR/year"), "place"))
    assert same(ratio(1, YEAR, 0), parse("1/year"))
    with pytest.raises(UnitError, match="the last argument of ratio: MEUR/year and 1 do not go together"):
        ratio(EUR, YEAR, 1)
    curve = CurveUnit(YEAR, over(EUR, "place"))
    assert same(table(over(YEAR, "level"), curve), over(EUR, "place", "level"))
    with pytest.raises(UnitError, match="the x of a curve: year and MEUR do not go together"):
        table(EUR, curve)
    cells = CellUnits()
    assert same(cells.total(over(EUR, "cell", "level"), "place"), over(EUR, "place", "level"))
    assert same(cells.spread(over(EUR, "segment"), "segment"), over(EUR, "cell"))
    with pytest.raises(UnitError, match=r"cells\.total wants the axis 'cell' and not 'place'"):
        cells.total(over(EUR, "place"), "place")
    with pytest.raises(UnitError, match=r"cells\.spread wants the axis 'place' and not 'cell'"):
        cells.spread(EUR, "place")


def test_the_small_model_is_sound() -> None:
    assert check(small.build(), small.UNITS) == []


def test_all_faults_stand_in_one_list_with_file_and_line() -> None:
    @auxiliary("MEUR/year", axes=("place",))
    def cost(price, volume):
        return price * volume

    @auxiliary("MEUR", axes=("place",))
    def everywhere(cost, lag):
        return total(cost * lag, "place")

    @flow("person/year", axes=("level",))
    def hiring(wish):
        return 1 * wish

    @auxiliary("1")
    def branching(lag):
        return 1 if lag > 0 else 0

    @outcome("MEUR/year")
    def spent(cost):
        return total(cost, "place") + 1

    @measure("1", names=("first",))
    def measured(lag):
        return (np.cumsum(lag),)

    wish = driver("persn/year", "A driver.")
    staff = stock("MW", "A stock.", initial="begin", inflows=[hiring])
    declared = {
        "cost": cost,
        "everywhere": everywhere,
        "hiring": hiring,
        "branching": branching,
        "spent": spent,
        "wish": wish,
        "staff": staff,
    }
    model = Model.build(
        sector(**declared, measured=measured),
        axes=AXES,
        parameters=["price", "volume", "lag", "begin", "other"],
    )
    units = {"price": ("MEUR/MW", ()), "volume": ("MW", ("place",)), "lag": ("year", ())}
    at = {name: f"(test_units.py:{it.line})" for name, it in declared.items()}
    assert check(model, units) == [
        "parameter 'begin' is given no unit",
        f"driver 'wish' {at['wish']}: 'persn/year': 'persn' is no unit; did you mean 'person'?",
        f"auxiliary 'cost' {at['cost']} declares MEUR/year, but its equation yields MEUR",
        f"auxiliary 'everywhere' {at['everywhere']} declares the axes place, but its equation yields none",
        f"auxiliary 'branching' {at['branching']}: an equation may not branch on a value: use np.where",
        f"stock 'staff' {at['staff']} wants MW/year, but its flow 'hiring' has person/year",
        f"stock 'staff' {at['staff']} has the axes none, but its flow 'hiring' has level",
        f"outcome 'spent' {at['spent']}: +: MEUR/year and 1 do not go together",
    ]
