"""Shocks stand apart from policies: never ranked with them, on scales of their own, told as what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.command.comparing import compare as compare_command
from sim.figures.comparison import pictures_of
from sim.figures.rows import SHOCKS, in_order
from sim.inputs.faults import Faults
from sim.inputs.policies import load_scenario
from sim.report.comparison import changes_grid, publish
from sim.results.compare import Comparison, compare
from sim.results.comparison_words import sentences
from sim.results.pairs import ranking
from sim.results.store import write_run
from tests.results.synthetic import info, recorded


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two policies and a shock that raises the share by more than either."""
    where, base = tmp_path_factory.mktemp("shocks"), recorded(16)
    runs = (("windfall", 0.9, "shock"), ("grid_first", 0.05, "policy"), ("ipcei_boost", 0.12, "policy"))
    return [
        write_run(recorded(16, boost), base, info(name, kind=kind, titles={}), where)
        for name, boost, kind in runs
    ]


@pytest.fixture(scope="module")
def compared(folders: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    seen: list[Comparison] = []
    compare(folders, out=tmp_path_factory.mktemp("c") / "c", finish=[publish, seen.append])
    return seen[0]


def test_no_shock_is_a_best_policy(compared: Comparison) -> None:
    assert ranking(compared) == ["ipcei_boost", "grid_first"]
    assert set(compared.regret["run"]) == set(compared.pairs["run"]) == {"ipcei_boost", "grid_first"}
    first, *rest = sentences(compared)
    assert "Of these 2 policies “ipcei_boost”" in first
    assert [one for one in rest if "windfall" in one] == [one for one in rest if one.startswith("Shocks")]


def test_shocks_have_axes_scales_and_rows_of_their_own(compared: Comparison) -> None:
    tables = {one.name: one.table for one in pictures_of(compared)}
    assert set(tables["effects"]["run"]) == {"ipcei_boost", "grid_first"}
    assert set(tables["shocks"]["run"]) == {"windfall"}
    names = [one.name for one in compared.results]
    assert in_order(compared, names) == ["ipcei_boost", "grid_first", SHOCKS, "windfall"]
    assert set(tables["key_figures"]["run"]) == set(names), "no heading among the numbers"
    rows = changes_grid(compared, compared.labels).rows
    assert [row[0] for row in rows] == ["ipcei_boost", "grid_first", "Shocks from outside:", "windfall"]


def test_shocks_alone_are_compared_with_each_other(
    folders: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_run(recorded(16, -0.3), recorded(16), info("storm", kind="shock", titles={}), tmp_path)
    seen: list[Comparison] = []
    compare([folders[0], other], out=tmp_path / "c", finish=[seen.append])
    assert ranking(seen[0]) == ["windfall", "storm"]
    assert seen[0].shocks == ()


def test_what_builds_on_a_shock_is_one(tmp_path: Path) -> None:
    assert load_scenario("export_shock").kind == load_scenario("export_shock.allied").kind == "shock"
    assert load_scenario("grid_first").kind == "policy"
    own = tmp_path / "mine.yaml"
    own.write_text("title: Mine\nwhy: a test\nkind: world\n", encoding="utf-8")
    with pytest.raises(Faults, match="policy, shock"):
        load_scenario(str(own))


def test_a_comparison_as_slides_and_pages(folders: list[Path], tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    made = [tmp_path / one for one in ("a", "b")]
    for out in made:
        words = [*map(str, folders), "--to", "pdf", "--lang", "nl", "--out", str(out)]
        assert compare_command(words) == 0
    for name, (wide, high) in (("slides", (960, 540)), ("pages", (595, 842))):
        pages = pypdf.PdfReader(made[0] / f"{name}.pdf").pages
        assert all(float(one.mediabox.width) == pytest.approx(wide, abs=1) for one in pages)
        assert all(float(one.mediabox.height) == pytest.approx(high, abs=1) for one in pages)
        first, second = (" ".join(pages[at].extract_text().split()) for at in (0, 1))
        assert "Van deze 2 beleidspaden geeft ‘ipcei_boost’" in first
        assert "Van deze 2 beleidspaden geeft ‘ipcei_boost’" in second, "above the picture that shows it"
        assert (made[0] / f"{name}.pdf").read_bytes() == (made[1] / f"{name}.pdf").read_bytes()
    with pytest.raises(Faults, match="must be one of html, pdf"):
        compare_command([*map(str, folders), "--to", "docx", "--out", str(tmp_path / "no")])
    assert not (tmp_path / "no").exists()
