"""Every equation of the whole model fits in unit and axes, with the parameters as they are declared."""

from __future__ import annotations

from sim.core.model import Model
from sim.inputs.axes import load_axes
from sim.inputs.parameters import load_parameters
from sim.readings.units import check
from sim.sectors import SECTORS


def test_units_and_axes_of_all_equations_fit() -> None:
    axes = load_axes()
    parameters = load_parameters(axes)
    model = Model.build(*SECTORS, axes=axes, parameters=parameters)
    units = {
        name: (it.unit, it.axes, it.x_unit) if it.kind == "curve" else (it.unit, it.axes)
        for name, it in parameters.items()
    }
    assert check(model, units) == []
