"""`sensitivity` as typed: a study in a folder of its own, equal bytes when equal, bad input in words."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from sim.__main__ import main

from .conftest import Said, Type

WORDS = (
    "sensitivity", "outcome=share", "year=2012", "known_until=2012", "samples=8", "trajectories=2", "top=2",
    "workers=1",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small study, over the three first years of the record."""
    folder = tmp_path_factory.mktemp("sensitivity")
    assert main([*WORDS, f"results={folder}"]) == 0
    return folder


def study_in(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("sensitivity/*/sensitivity.json"))


def test_a_study_is_stored_with_its_tables_picture_and_page(made: Path) -> None:
    (folder,) = study_in(made)
    table = pd.read_csv(folder / "assumptions.csv")
    assert set(table["factor"][-2:]) == {"chance", "others"}
    assert len(table) == 4
    assert table["confidence"][:2].isin(["verified", "derived", "recalled", "assumption"]).all()
    sectors = pd.read_csv(folder / "sectors.csv")
    assert {"market", "chance"} <= set(sectors["factor"])
    assert sectors["effect"].is_monotonic_decreasing
    about = json.loads((folder / "sensitivity.json").read_text(encoding="utf-8"))
    assert about["runs"] > 0
    assert about["base"] is None
    assert " ".join(WORDS) in about["command"]
    page = (folder / "sensitivity.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 1
    assert "marked weak" in page
    assert {one.name for one in (folder / "figures").iterdir()} == {"tornado.svg", "tornado.png"}
    assert not list(made.glob("sensitivity/.*"))


def test_an_equal_study_is_found_and_made_again_has_equal_bytes(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*WORDS, f"results={made}"]
    assert main(words) == 0
    assert "already there" in capsys.readouterr().out
    assert main([*words, "force=true"]) == 0
    assert "marked weak" in capsys.readouterr().out
    first, again = study_in(made)
    names = [one.relative_to(first) for one in sorted(first.rglob("*")) if one.is_file()]
    assert len(names) == 10
    for name in names:
        if name.suffix not in (".json", ".html"):  # these say when and where
            assert (first / name).read_bytes() == (again / name).read_bytes(), name


REFUSED = {
    "an outcome": (["outcome=shar"], ["outcome = shar: no such outcome", "share"]),
    "a year": (["year=2051"], ["year = 2051: must be a whole year from 2010 to 2038"]),
    "a year that is none": (["year=soon"], ["year = soon"]),
    "samples": (["samples=100"], ["samples = 100: must be a power of two from 8 to 8,192"]),
    "members": (["members=64"], ["members: has no meaning here: samples="]),
    "a difference with itself": (["of=difference"], ["differs in nothing from itself"]),
    "an axis": (
        ["outcome=vacancies", "at.segment=chips"],
        ["at.segment: vacancies varies over place, level"],
    ),
    "a label": (["outcome=vacancies", "at.place=eindhoven"], ["at.place = eindhoven: no such place"]),
    "a ratio over places": (["outcome=rent_pressure"], ["a ratio cannot be added up; give at.place"]),
    "a word": (["outcom=share"], ["outcom: unknown setting"]),
    "a sweep": (["-m", "seed=1"], ["-m: a study is one at a time"]),
    "twice": (["year=2030", "year=2031"], ["year: given twice"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_words(case: str, typed: Type, empty: Path) -> None:
    words, texts = REFUSED[case]
    said: Said = typed("sensitivity", *words)
    assert said.code == 2
    assert all(text in said.err for text in texts), said.err
    assert list(empty.iterdir()) == []


def test_all_faults_at_once(typed: Type) -> None:
    said = typed("sensitivity", "outcome=shar", "year=1", "samples=3", "scenario=ipcei_bost")
    assert "nothing was run" in said.err
    assert all(text in said.err for text in ("samples = 3", "ipcei_bost"))


def test_without_the_library_it_says_what_to_install(typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *_: None)
    said = typed("sensitivity")
    assert said.code == 2
    assert "pip install 'SALib" in said.err


def test_an_outcome_that_never_moves_is_said(typed: Type, empty: Path) -> None:
    said = typed(
        "sensitivity", "scenario=ipcei_boost", "year=2011", "known_until=2012", "trajectories=2", "workers=1"
    )
    assert said.code == 2
    assert "share in 2011: the outcome is the same in every run" in said.err
    assert list(empty.iterdir()) == []
