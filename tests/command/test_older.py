"""A result of an early engine, as it was stored (older.tar.xz: run.json and tables of two members to 2013):
every command that reads results reads it, or says in words why not. That engine had no shocks, no node axis
and no money table, and some 220 parameters fewer.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from sim.figures import drawing

from .conftest import Type

STORED = Path(__file__).parents[1] / "results" / "older.tar.xz"
RESULT = "ipcei_boost"
AGAIN = "inputs or engine have changed since this result"
READ = {
    ("report", RESULT): (0, "report.html"),
    ("diff", RESULT, RESULT): (0, "no difference"),
    ("record", RESULT): (1, "the run has no share after 2023"),
    ("indicators", RESULT): (2, "2 members are too few to learn from half of them"),
    ("export", RESULT, "--to", "iamc"): (0, "-iamc.csv"),
    ("export", RESULT, "--to", "csv", "--lang", "nl"): (0, "-csv"),
    ("export", RESULT, "--to", "netcdf"): (0, ".nc"),
    ("explain", RESULT, "share", "2013", "--depth", "1"): (0, AGAIN),
    ("trace", RESULT): (0, AGAIN),
    ("compare", RESULT, "--base", RESULT): (2, "the base is the only result"),
}


@pytest.fixture(autouse=True)
def older(empty: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stored folder, in ./results."""
    first = drawing.pictures()[:1]
    monkeypatch.setattr(drawing, "pictures", lambda: first)
    with tarfile.open(STORED) as packed:
        packed.extractall(empty / "results", filter="data")
    (folder,) = (empty / "results" / RESULT).iterdir()
    return folder


@pytest.mark.parametrize("words", READ, ids=" ".join)
def test_it_is_read_or_refused_with_a_word(words: tuple[str, ...], typed: Type) -> None:
    code, text = READ[words]
    said = typed(*words)
    assert said.code == code, said
    assert text in said.out + said.err
    assert "Error" not in said.err


def test_verify_says_what_has_changed_since(typed: Type) -> None:
    said = typed("verify", RESULT)
    assert said.code == 1
    for text in (
        "note: scenario ipcei_boost has changed since",
        "note: parameters changed since: ",
        "DIFFERENT: ",
        "  money: 18 rows only now",
    ):
        assert text in said.out + said.err
