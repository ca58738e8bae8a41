"""An independent program re-runs the small model, which has every word of the vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.core.loop import Clock
from sim.core.vocabulary import Driver, Stock, Valve
from tests import small
from tests.readings.replaying import constants, differences, translate

CLOCK = Clock(2010.0, 2018.0, 1 / 16)


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small model with the parameters of member 0, translated once."""
    model = small.build()
    inputs = small.of_member(small.inputs(3), 0)
    return translate(model, inputs, CLOCK, Path(tmp_path_factory.mktemp("xmile")))


@pytest.mark.parametrize("member", [0, 2])
def test_pysd_agrees_on_every_stock_at_every_quarter(translated: Path, member: int) -> None:
    model = small.build()
    inputs = small.of_member(small.inputs(3), member)
    names = (*model.of(Stock), *model.of(Driver), *model.of(Valve))
    series = small.run(model, inputs, CLOCK, 1, *names)
    found = differences(translated, model, series, series, CLOCK, constants(model, inputs))
    assert len(found) == 40
    assert {name: far for name, far in found.items() if far > 1e-9} == {}


def test_a_difference_would_be_seen(translated: Path) -> None:
    model = small.build()
    inputs = small.of_member(small.inputs(3), 0)
    series = small.run(model, inputs, CLOCK, 1, *model.of(Stock), *model.of(Driver), *model.of(Valve))
    other = {**constants(model, inputs), "lead_time__chips": 0.99 * float(inputs["lead_time"].flat[0])}
    found = differences(translated, model, series, series, CLOCK, other)
    assert 1e-3 < found["backlog__others__rest__chips"] < 0.1
    assert found["backlog__others__rest__design"] < 1e-9
