"""Parameters: arrays, defaults, and centres that move with their spread."""

from __future__ import annotations

import pickle
from dataclasses import fields

import numpy as np
import pytest

from sim.core.axes import Axes
from sim.inputs.faults import Fault, Faults, nearest
from sim.inputs.parameters import Parameter, override
from sim.inputs.scenarios import Evidence


def same(one: Parameter, other: Parameter) -> bool:
    """Equal in every bit of every field."""
    pairs = [(getattr(one, field.name), getattr(other, field.name)) for field in fields(Parameter)]
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


def test_arrays_have_eight_dimensions(evidence: Evidence, axes: Axes) -> None:
    stay = evidence.parameters["stay_rate"]
    assert stay.centre.shape == axes.shape(("origin",))
    assert stay.labels == ("nl", "eu", "other")
    assert stay.at("other") == 0.40
    cell = evidence.parameters["cell_size"]
    assert cell.centre.shape == axes.shape(("cell",))
    assert cell.at("abroad", "packaging") == 8
    assert cell.centre[0, 0, 0, 0, axes.index("cell", "twente.chips"), 0, 0, 0] == 2


def test_distributions_follow_limits(evidence: Evidence) -> None:
    kinds = {name: one.distribution for name, one in evidence.parameters.items()}
    assert kinds == {
        "stay_rate": "split_logit",
        "lag": "split_lognormal",
        "swing": "split_normal",
        "effect": "split_lognormal",
        "fact": "fixed",
        "cell_size": "split_lognormal",
        "learning": "split_lognormal",
    }


def test_its_own_value_changes_nothing(evidence: Evidence) -> None:
    for name, one in evidence.parameters.items():
        if one.axes == ("cell",):
            own = {}
            for label in one.labels:
                place, segment = label.split(".")
                own.setdefault(place, {})[segment] = one.at(place, segment)
        else:
            own = {label: one.at(label) for label in one.labels} if one.axes else one.at()
        for given in (own, {"value": own}):
            assert same(override(evidence.parameters, {name: given})[name], one)


def test_the_spread_travels_by_ratio(evidence: Evidence) -> None:
    lag = override(evidence.parameters, {"lag": 5})["lag"]
    assert (lag.at(), lag.low.item(), lag.high.item()) == (5, 3.75, 7.5)


def test_the_spread_of_a_share_travels_on_the_logit(evidence: Evidence) -> None:
    old = evidence.parameters["stay_rate"]
    new = override(evidence.parameters, {"stay_rate": {"other": 0.9}})["stay_rate"]

    def logit(x: float) -> float:
        return float(np.log(x / (1 - x)))

    shift = logit(0.9) - logit(0.4)
    for array, moved in ((old.low, new.low), (old.high, new.high)):
        assert logit(moved.ravel()[2]) == pytest.approx(logit(array.ravel()[2]) + shift)
        assert moved.ravel()[1] == array.ravel()[1]


def test_a_fixed_value_has_no_spread(evidence: Evidence) -> None:
    lag = override(evidence.parameters, {"lag": {"value": 5, "spread": "none"}})["lag"]
    assert lag.constant
    assert lag.at() == 5


def test_a_share_may_be_set_to_its_ends(evidence: Evidence) -> None:
    for end in (0.0, 1.0):
        moved = override(evidence.parameters, {"stay_rate": {"eu": end}})["stay_rate"]
        assert moved.low.ravel()[1] == moved.high.ravel()[1] == moved.at("eu") == end


def test_all_faults_at_once_and_a_warning_beyond_the_range(evidence: Evidence) -> None:
    warnings: list[str] = []
    override(evidence.parameters, {"lag": 9}, warnings=warnings)
    assert warnings == ["parameters.lag = 9: beyond the evidence's range, 3 to 6 (unit year)"]
    with pytest.raises(Faults) as raised:
        override(
            evidence.parameters, {"lga": 1, "lag": 0.1, "stay_rate": {"other": 1.4, "us": 1}, "fact": "1,5"}
        )
    assert str(raised.value).splitlines() == [
        "parameters.lga: unknown parameter. Did you mean 'lag'?",
        "parameters.lag = 0.1: beyond its limits, at least 0.25 (unit year)",
        "parameters.stay_rate.us: unknown label. Valid: nl, eu, other",
        "parameters.stay_rate.other = 1.4: beyond its limits, 0 to 1 (unit 1)",
        "parameters.fact = 1,5: must be a number; a decimal is written with a point: 1.5",
        "5 faults; nothing was run.",
    ]


def test_faults_survive_the_way_between_processes() -> None:
    faults = Faults([Fault("b", "f.yaml", 9), Fault("a", "f.yaml", 2), Fault("typed"), Fault("typed")])
    assert [fault.text for fault in faults.faults] == ["typed", "a", "b"]
    assert str(pickle.loads(pickle.dumps(faults))) == str(faults)


def test_nearest() -> None:
    assert nearest("retension", ["retention", "lag"]) == "retention"
    assert nearest("zzz", ["retention", "lag"]) is None
