"""The commands `relief` and `switches`: what they refuse and write; equal calls give equal bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
import yaml

from sim.inputs import resources
from tests.engine.test_adding import home as home

from .conftest import Type

BRIEF = ("members=4", "end=2027", "workers=1", "year=2026")


@pytest.fixture
def few(home: Path) -> Path:
    """Reliefs with one limit and one small relief alone."""
    path = home / "configs" / "reliefs.yaml"
    said = yaml.safe_load((resources.root() / "configs" / "reliefs.yaml").read_text(encoding="utf-8"))
    for part, kept in (("limits", "people"), ("small", "homes")):
        said[part] = {kept: said[part][kept]}
    path.write_text(yaml.safe_dump(said, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return home


REFUSED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "a year before the record ends": (
        ("relief", "from=2019"),
        "from = 2019: must be a year from known_until",
    ),
    "a year that is none": (("relief", "from=soon"), "from = soon: must be a year"),
    "a year before the date": (("relief", "from=2030", "year=2028"), "must not be before from = 2030"),
    "a misspelt place": (("relief", "place=brainprt"), "unknown place. Did you mean 'brainport'?"),
    "a misspelt scenario": (("relief", "scenario=ipcei_bost"), "Did you mean 'ipcei_boost'?"),
    "a misspelt setting": (("switches", "membres=4"), "Did you mean 'members'?"),
    "a parameter that is no switch": (
        ("switches", "switch=box_user_leave"),
        "Did you mean 'box_users_leave'?",
    ),
    "a year beyond the end": (
        ("switches", "year=2050"),
        "year = 2050: must be a whole year from 2024 to 2038",
    ),
    "a value that is no choice": (("parameters.box_users_leave=0.5",), "must be one of 0, 1"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_bad_words_are_refused(what: str, typed: Type, empty: Path) -> None:
    words, text = REFUSED[what]
    said = typed(*words)
    assert said.code == 2
    assert text in said.err
    assert not list(empty.iterdir())


def test_relief_writes_its_tables_twice_alike(few: Path, typed: Type, empty: Path) -> None:
    words = ("relief", "from=2025", *BRIEF)
    assert typed(*words).code == 0
    said = typed(*words)
    assert said.code == 0
    assert "People" in said.out
    assert "per 100 homes" in said.out
    one, other = sorted((empty / "results" / "relief").iterdir())
    for name in ("relief.csv", "relief.parquet", "relief.html", "figures/relief.svg"):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    table = pd.read_csv(one / "relief.csv")
    assert set(table["relief"]) == {"people", "all", "homes"}
    assert table["se"].notna().all()
    # alone among limits, people are all there is to lift
    people, whole = (table[table["relief"] == name].reset_index(drop=True) for name in ("people", "all"))
    assert people.drop(columns="relief").equals(whole.drop(columns="relief"))


def test_switches_turns_each_value_once(typed: Type, empty: Path) -> None:
    said = typed("switches", "scenario=ipcei_boost", "switch=litho_weight_grows,brabant_release_part", *BRIEF)
    assert said.code == 0
    (folder,) = (empty / "results" / "switches").iterdir()
    table = pd.read_csv(folder / "switches.csv", keep_default_na=False)
    share = table[(table["outcome"] == "share") & (table["quantity"] == "level")]
    assert [(row.switch, row.value) for row in share.itertuples()] == [
        ("", ""),
        ("litho_weight_grows", "0"),
        ("brabant_release_part", "0.1"),
        ("brabant_release_part", "0.6"),
    ]
    turned = table[(table["switch"] == "litho_weight_grows") & (table["quantity"] == "level_change")]
    # how much of lithography is bought depends on it, in every member
    assert (turned[turned["outcome"] == "share"]["mean"].astype(float).abs() > 1e-6).all()
    assert "effect" in set(table["quantity"])


def test_show_says_that_a_switch_is_one(typed: Type) -> None:
    said = typed("show", "chinese_rd_after_controls")
    assert "structural switch" in said.out
    assert "-1, 0, 1" in said.out
    assert "knock-out" in typed("show", "rivals_react").out
