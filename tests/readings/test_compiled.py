"""The compiled step against numpy: every bit of every variable at every step, and what happens without it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from sim.command.defaults import defaults
from sim.command.session import Session
from sim.core.axes import Array
from sim.core.loop import Clock, integrate
from sim.core.model import Model
from sim.core.stepping import NumpyStep
from sim.core.valves import Valves
from sim.core.vocabulary import Valve
from sim.inputs.scenarios import Case
from sim.readings.graph import Untraceable, trace
from sim.run.block import build_model, compiled_for, prepare, simulate
from sim.run.compiled import PAYS, Compiled
from sim.run.settings import Settings
from tests import small

MEMBERS = range(8)


@pytest.fixture(scope="module")
def prepared() -> tuple[Case, Settings]:
    """A scenario with rounds, a board, outages and export control, over what is known and some years more."""
    ready = Session().prepare({**defaults(), "scenario": "supply_retaliation", "members": 8, "end": 2028})
    return ready.request.run, ready.settings


@pytest.fixture(scope="module")
def faster(prepared: tuple[Case, Settings]) -> Compiled:
    if shutil.which("cc") is None:
        pytest.skip("no C compiler here: numpy does every run")
    made = compiled_for(*prepared, PAYS)
    assert made is not None, "an equation cannot be compiled, or the compiler refuses the code"
    return made


class Each:
    """Hands every variable of every step to a check."""

    def __init__(self, check: Any) -> None:
        self._check = check

    def see(self, step: int, values: Mapping[str, Any]) -> None:
        """As the loop's observer."""
        self._check(step, {name: x for name, x in values.items() if isinstance(x, np.ndarray)})


def test_every_variable_has_the_bits_of_numpy_at_every_step(
    prepared: tuple[Case, Settings], faster: Compiled
) -> None:
    steps: list[dict[str, Array]] = []
    kept = Each(lambda _, values: steps.append({name: x.copy() for name, x in values.items()}))
    prepare(*prepared, MEMBERS).run(kept)
    compared = []

    def compare(step: int, values: Mapping[str, Array]) -> None:
        assert values.keys() == steps[step].keys()
        for name, expected in steps[step].items():
            np.testing.assert_array_equal(
                values[name], np.broadcast_to(expected, values[name].shape), f"{name} at step {step}"
            )
        compared.append(step)

    prepare(*prepared, MEMBERS, faster).run(Each(compare))
    assert compared == list(range(prepared[1].clock.steps + 1))


def test_figures_events_and_money_are_the_same(prepared: tuple[Case, Settings], faster: Compiled) -> None:
    one, other = simulate(*prepared, MEMBERS), simulate(*prepared, MEMBERS, faster)
    assert one.events == other.events
    assert all(one.values[name].tobytes() == other.values[name].tobytes() for name in one.values)
    assert one.money.keys() == other.money.keys()


def test_it_is_the_compiled_step_that_ran(prepared: tuple[Case, Settings], faster: Compiled) -> None:
    """Its buffers are what an observer sees; numpy makes new arrays at each step."""
    seen = []
    block = prepare(*prepared, MEMBERS, faster)
    block.run(Each(lambda step, values: seen.append(values["realised_output"]) if step < 2 else None))
    assert np.shares_memory(*seen)


@pytest.mark.parametrize("compiler", ["none", "no-such-compiler"])
def test_without_a_compiler_numpy_does_it(
    prepared: tuple[Case, Settings], monkeypatch: pytest.MonkeyPatch, compiler: str
) -> None:
    monkeypatch.setenv("CC", compiler)
    assert compiled_for(*prepared, PAYS) is None


def test_few_runs_do_not_wait_for_a_compiler(
    prepared: tuple[Case, Settings], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiled_for(*prepared, PAYS - 1) is None
    assert not list(tmp_path.iterdir())


def test_a_number_of_members_that_fills_no_vector_is_left_to_numpy(
    prepared: tuple[Case, Settings], faster: Compiled
) -> None:
    assert faster(build_model(prepared[0]), 6) is None


class _Wrong(NumpyStep):
    """A step that is off in the last bits of one equation."""

    def equations(self, step: int, values: dict[str, Any]) -> None:
        super().equations(step, values)
        name = "starts"
        values[name] = values[name] * (1 + 1e-15)


def test_a_step_that_differs_is_refused_by_name() -> None:
    model = small.build()
    clock, valves = Clock(2010.0, 2011.0, 0.25), Valves(model.of(Valve), small.AXES, 2)
    seen = small.Recording("staff")
    values, series = small.inputs(2), small.drivers(clock)
    with pytest.warns(RuntimeWarning, match="another starts"):
        integrate(model, values, series, clock, 2, small.Happenings(), valves, seen, _Wrong)


def test_an_equation_that_cannot_be_traced_is_named() -> None:
    with pytest.raises(Untraceable, match=r"\(small_sector.py:\d+\) reads a curve"):
        trace(small.build(), small.inputs(2))


def test_every_equation_of_the_model_is_traced(prepared: tuple[Case, Settings]) -> None:
    case, _ = prepared
    model: Model = build_model(case)
    inputs = {name: it.centre for name, it in case.parameters.items()}
    inputs |= {name: model.axes.indicator(name) for name in model.axes.indicators}
    assert set(model.steps) - set(model.of("measure")) <= set(trace(model, inputs).equations)
