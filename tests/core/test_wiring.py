"""A model that cannot be built says every fault word for word, with file and line."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.model import Model, ModelError, kind_of
from sim.core.vocabulary import (
    Equation,
    auxiliary,
    correction,
    delay,
    driver,
    flow,
    initial,
    measure,
    outcome,
    smooth,
    stock,
    valve,
)
from tests import small
from tests.small import AXES, sector


def build(*given: str, **declared: object) -> Model:
    return Model.build(sector(**declared), axes=AXES, parameters=given)


def faults(*given: str, **declared: object) -> str:
    with pytest.raises(ModelError) as caught:
        build(*given, **declared)
    return str(caught.value)


@flow("person/year")
def hiring(attrition_rate, staff):
    """Replaces those who leave."""
    return attrition_rate * staff


staff = stock("person", "Staff.", initial="staff_start", inflows=[hiring])


def test_a_misspelt_need_names_the_nearest() -> None:
    @auxiliary("person/year")
    def replaced(atrition_rate):
        return atrition_rate

    text = faults("attrition_rate", "staff_start", hiring=hiring, staff=staff, replaced=replaced)
    assert text == (
        f"auxiliary 'replaced' (test_wiring.py:{replaced.line}) needs 'atrition_rate', "
        "which is neither a variable nor a parameter; did you mean 'attrition_rate'?"
    )


def test_all_faults_stand_in_one_list() -> None:
    text = faults(hiring=hiring, staff=staff)
    assert text.splitlines() == [
        f"flow 'hiring' (test_wiring.py:{hiring.line}) needs 'attrition_rate', "
        "which is neither a variable nor a parameter",
        f"stock 'staff' (test_wiring.py:{staff.line}) needs 'staff_start', "
        "which is neither a variable nor a parameter; did you mean 'staff'?",
    ]


def test_a_name_is_declared_once() -> None:
    with pytest.raises(ModelError) as caught:
        Model.build(sector(staff=staff, hiring=hiring), sector(staff=hiring), axes=AXES, parameters=())
    assert f"'staff' is declared twice: test_wiring.py:{staff.line} and test_wiring.py:{hiring.line}" in str(
        caught.value
    )


def test_a_variable_may_not_have_the_name_of_a_parameter() -> None:
    it = driver("1", "A driver.")
    assert faults("pace", pace=it) == (
        f"driver 'pace' (test_wiring.py:{it.line}) has the name of a parameter or indicator"
    )


def test_an_unknown_axis() -> None:
    it = driver("1", "A driver.", axes=("region",))
    assert faults(pace=it) == f"driver 'pace' (test_wiring.py:{it.line}) has no such axis: 'region'"


def test_only_flows_and_valves_move_a_stock() -> None:
    pace = driver("person/year", "A driver.")
    pool = stock("person", "A stock.", initial="begin", inflows=["pace"])
    assert faults("begin", pace=pace, pool=pool) == (
        f"stock 'pool' (test_wiring.py:{pool.line}) has 'pace', a driver, among its flows"
    )
    opened = valve("person/year", "A valve.", kind="quantity")
    assert build("begin", pace=opened, pool=pool).of(type(pool))["pool"].inflows == ("pace",)


def test_a_flow_must_enter_or_leave_a_stock() -> None:
    assert faults("attrition_rate", "staff", hiring=hiring) == (
        f"flow 'hiring' (test_wiring.py:{hiring.line}) enters and leaves no stock"
    )


def test_a_circle_within_one_moment_is_named() -> None:
    @auxiliary("1")
    def hen(egg):
        return egg

    @auxiliary("1")
    def egg(hen):
        return hen

    assert faults(hen=hen, egg=egg) == ("these equations need each other within one moment: hen → egg → hen")


def test_a_circle_of_steady_states_is_named() -> None:
    @initial("person")
    def begin(hiring):
        return hiring

    pool = stock("person", "A stock.", initial="begin", inflows=[hiring])
    assert faults("attrition_rate", begin=begin, hiring=hiring, staff=pool) == (
        "these initial values need each other: staff → begin → hiring → staff"
    )


def test_a_delay_of_a_parameter_is_refused() -> None:
    it = delay("pace", time="lag", order=2)
    assert faults("pace", "lag", late=it) == (
        f"'late' (test_wiring.py:{it.line}) needs a variable: 'pace' is a parameter"
    )


def test_nothing_but_an_outcome_reads_a_measurement() -> None:
    @measure("1", names=("much", "little"))
    def measured(pace):
        return pace, pace

    @auxiliary("1")
    def reader(measured):
        return measured

    assert faults("pace", measured=measured, reader=reader) == (
        f"auxiliary 'reader' (test_wiring.py:{reader.line}) reads the measurement 'measured'"
    )

    @outcome("1")
    def shown(much, little):
        return much + little

    assert set(build("pace", measured=measured, shown=shown).of("outcome")) == {"shown"}


def test_a_valve_is_of_one_of_two_kinds() -> None:
    with pytest.raises(ValueError, match="a valve is a 'quantity' or a 'switch', not 'tap'"):
        valve("1/year", "A valve.", kind="tap")


def test_the_order_follows_needs_and_splits_off_constants() -> None:
    model = small.build()
    order = {name: at for at, name in enumerate(model.steps)}
    for name in model.steps:
        for need in model.equation(name).arguments:
            assert order.get(need, -1) < order[name]
    assert model.parameters == tuple(sorted(small.UNITS))

    @auxiliary("1")
    def twice(pace):
        return 2 * pace

    @auxiliary("1")
    def four_times(twice):
        return 2 * twice

    assert build("pace", four_times=four_times, twice=twice).constants == ("twice", "four_times")


def test_expansions_are_plain_stocks_and_flows() -> None:
    model = small.build()
    kinds = {name: kind_of(it) for name, it in model.declarations.items()}
    assert {kinds[name] for name in ("finished__1", "finished__3", "expected_orders", "residual")} == {
        "stock"
    }
    assert {kinds[name] for name in ("finished", "finished__2_out", "residual__fading")} == {"flow"}
    assert model.declarations["finished__2"].inflows == ("finished__1_out",)
    assert model.declarations["finished"].axes == ("cell",)


def test_a_declaration_can_be_called_as_the_function_it_holds() -> None:
    assert isinstance(hiring, Equation)
    assert hiring(attrition_rate=np.array(0.5), staff=4.0) == 2.0
    assert hiring.words == "Replaces those who leave."
    assert (hiring.kind, hiring.unit, hiring.arguments) == (
        "flow",
        "person/year",
        ("attrition_rate", "staff"),
    )


def test_perceptions_and_corrections_take_unit_and_axes_of_what_they_follow() -> None:
    @flow("MW/year", axes=("place",))
    def pace(wish):
        return 1 * wish

    model = build(
        "lag",
        "begin",
        "correction_time",
        "correction_floor",
        "correction_half_life",
        wish=driver("MW/year", "A driver.", axes=("place",)),
        observing=driver("1", "A driver."),
        pace=pace,
        pool=stock("MW", "A stock.", axes=("place",), initial="begin", inflows=[pace]),
        felt=smooth("late", time="lag"),
        late=delay("pace", time="lag", order=1),
        gap=correction("wish", needed="pace"),
    )
    assert (model.declarations["felt"].unit, model.declarations["felt"].axes) == ("MW/year", ("place",))
    assert (model.declarations["gap"].unit, model.declarations["gap"].axes) == ("1", ("place",))


def test_an_outcome_is_declared_once() -> None:
    @outcome("person")
    def people(staff):
        return 1 * staff

    @outcome("person")
    def other(staff):
        return 2 * staff

    with pytest.raises(ModelError) as caught:
        Model.build(
            sector(staff=staff, hiring=hiring, people=people),
            sector(people=other),
            axes=AXES,
            parameters=("attrition_rate", "staff_start"),
        )
    where = f"test_wiring.py:{people.line} and test_wiring.py:{other.line}"
    assert str(caught.value) == f"'people' is declared twice: {where}"


def test_a_flow_of_a_module_that_is_missing_is_named_by_its_line() -> None:
    assert faults("staff_start", staff=staff) == (
        f"stock 'staff' (test_wiring.py:{staff.line}) needs 'the flow of test_wiring.py:{hiring.line}', "
        "which is neither a variable nor a parameter"
    )
