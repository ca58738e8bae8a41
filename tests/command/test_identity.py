"""One key for equal content, another for any change that matters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.command.identity import code_key, content_key, versions
from sim.inputs.overriding import override
from sim.inputs.scenarios import load_evidence


@dataclass(frozen=True)
class Thing:
    name: str
    amounts: np.ndarray


def test_equal_content_has_one_key() -> None:
    assert content_key({"a": 1, "b": [1.5, None]}) == content_key({"b": [1.5, None], "a": 1})
    assert content_key(Thing("x", np.arange(3.0))) == content_key(Thing("x", np.arange(3.0)))


def test_what_points_share_has_the_key_of_an_equal_copy() -> None:
    """A parameter is spelt out once for all points of a sweep; that changes no key."""
    parameters = load_evidence().parameters
    copies = {name: replace(one) for name, one in parameters.items()}
    moved = override(parameters, {"stay_rate": {"other": 0.41}})
    keys = [content_key(one) for one in (parameters, copies, parameters, moved)]
    assert keys[0] == keys[1] == keys[2] != keys[3]


def test_any_change_makes_another_key() -> None:
    keys = {
        content_key(Thing("x", np.arange(3.0))),
        content_key(Thing("y", np.arange(3.0))),
        content_key(Thing("x", np.arange(3.0).reshape(3, 1))),
        content_key(Thing("x", np.arange(3))),
        content_key({"a": 1}),
        content_key({"a": 1.5}),
        content_key({"a": [1]}),
        content_key({"a": "1"}),
    }
    assert len(keys) == 8


def test_the_engine_has_a_key_and_names_its_versions() -> None:
    assert code_key() == code_key()
    assert {"python", "numpy", "simpy"} <= set(versions())
