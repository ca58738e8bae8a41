"""Settings from words: what is read, what is refused, and that every fault is named."""

from __future__ import annotations

from typing import Any

import pytest

from sim.command.defaults import defaults
from sim.command.session import NOT_SETTINGS
from sim.inputs.faults import Faults
from sim.run.words import CHECKS, checked, settings_from_words


def plain(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**defaults(), **changes}.items() if name in CHECKS}


def test_the_defaults_of_the_configuration_are_in_order() -> None:
    assert checked(plain())["dt"] == 0.0625


def test_every_key_of_the_configuration_is_checked() -> None:
    apart = {"scenario", "overlay", "parameters", "instruments"}
    assert set(defaults()) - apart == set(CHECKS)


def test_the_defaults_are_those_of_the_settings_themselves() -> None:
    from sim.run.settings import Settings

    words = {name: value for name, value in defaults().items() if name not in NOT_SETTINGS}
    assert settings_from_words(words) == Settings()


@pytest.mark.parametrize(
    ("name", "word", "value"),
    [
        ("dt", "1/64", 1 / 64),
        ("dt", 0.00390625, 1 / 256),
        ("members", 2, 2),
        ("members", 64.0, 64),
        ("end", "2034", 2034.0),
        ("known_until", "2016-01-01", 2016.0),
        ("decided_until", None, None),
        ("decided_until", 2024, 2024.0),
        ("seed", 0, 0),
    ],
)
def test_reads(name: str, word: Any, value: Any) -> None:
    assert checked(plain(**{name: word}))[name] == value


@pytest.mark.parametrize(
    ("name", "word", "says"),
    [
        ("dt", 0.07, "power of one half"),
        ("dt", 0.125, "the nearest is 0.0625"),
        ("dt", 0, "power of one half"),
        ("dt", float("nan"), "power of one half"),
        ("results", "~\ud800/x", "holds half a character"),
        ("members", -3, "even whole number"),
        ("members", 3, "even whole number"),
        ("members", 1.5, "even whole number"),
        ("members", "1,5", "a decimal is written with a point: 1.5"),
        ("members", True, "even whole number"),
        ("members", None, "(nothing)"),
        ("end", 2034.5, "a whole year"),
        ("end", 2010, "two years after start"),
        ("known_until", 2040, "before end"),
        ("known_until", "soon", "a year"),
        ("seed", -1, "at least 0"),
        ("force", "yes", "true or false"),
        ("lang", "english", "must be nl or en"),
        ("events", {"projects": 0}, "events.projects = 0: must be true or false"),
        ("events", {"project": True}, "Did you mean 'projects'?"),
        ("output", {"every": "quartre"}, "Did you mean 'quarter'?"),
        ("results", "", "name of a folder"),
        ("membres", 4, "Did you mean 'members'?"),
    ],
)
def test_refuses(name: str, word: Any, says: str) -> None:
    with pytest.raises(Faults) as refused:
        checked({**plain(), name: word})
    assert says in str(refused.value)
    assert len(refused.value.faults) == 1


def test_names_every_fault() -> None:
    with pytest.raises(Faults) as refused:
        checked(plain(dt=0.07, members=-3, events={"projects": "no", "grid": 1, "subsidies": True}))
    assert len(refused.value.faults) == 4
