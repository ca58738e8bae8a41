"""Exports read back: the numbers of the result in every format, equal bytes, words where something lacks."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.results.store import Stored, read_run, write_run
from tests.results.synthetic import info, recorded

from .conftest import Type


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    return read_run(write_run(recorded(8, 0.12), recorded(8), info(), tmp_path_factory.mktemp("results")))


def value(frame: pd.DataFrame, variable: str, statistic: str, year: int, **where: str) -> float:
    rows = frame[(frame["variable"] == variable) & (frame["statistic"] == statistic)]
    for name, label in {"year": year, **where}.items():
        rows = rows[rows[name] == label]
    return float(rows["value"].item())


def test_a_workbook_reads_back(stored: Stored, typed: Type, empty: Path) -> None:
    assert typed("export", str(stored.folder), "--to", "xlsx", "--out", "a.xlsx").code == 0
    sheets = pd.read_excel(empty / "a.xlsx", sheet_name=None, engine="openpyxl")
    assert next(iter(sheets)) == "Guide"
    outcomes = sheets["Outcomes"]
    place = (outcomes["variable"] == "value_added_nl") & (outcomes["place"] == "delft")
    row = outcomes[place & (outcomes["statistic"] == "q25")]
    expected = value(stored.series, "value_added_nl", "q25", 2038, place="delft")
    assert row["2038"].item() == pytest.approx(expected, rel=1e-15)
    changed = sheets["Changes"].query("variable == 'share' and statistic == 'se'")
    assert changed["2030"].item() == pytest.approx(value(stored.difference, "share", "se", 2030), rel=1e-15)
    shares = sheets["Members"]["share_2038"].tolist()
    assert shares == pytest.approx(stored.kpi["share_2038"].tolist(), rel=1e-15)
    assert sheets["Assumptions"].set_index("name").loc["rd_elasticity", ["value", "weak"]].tolist() == [
        0.1,
        "weak",
    ]
    # every sheet stands in the guide
    said = set(sheets["Guide"].iloc[:, 0].dropna())
    assert said >= set(list(sheets)[1:])


def test_a_workbook_has_frozen_heads_and_no_formula(stored: Stored, typed: Type, empty: Path) -> None:
    import openpyxl

    typed("export", str(stored.folder), "--to", "xlsx", "--out", "a.xlsx")
    book = openpyxl.load_workbook(empty / "a.xlsx")
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes in ("A2", "B2")
        assert all(cell.data_type != "f" for row in sheet.iter_rows(max_row=200) for cell in row)


@pytest.mark.parametrize("to", ["xlsx", "iamc", "netcdf"])
def test_equal_results_are_equal_bytes(stored: Stored, typed: Type, empty: Path, to: str) -> None:
    for name in ("a", "b"):
        assert typed("export", str(stored.folder), "--to", to, "--out", name).code == 0
    assert (empty / "a").read_bytes() == (empty / "b").read_bytes()


def test_iamc_has_six_columns_and_one_row_a_series(stored: Stored, typed: Type, empty: Path) -> None:
    typed("export", str(stored.folder), "--to", "iamc", "--out", "a.csv")
    table = pd.read_csv(empty / "a.csv")
    keys = ["Model", "Scenario", "Region", "Variable", "Unit"]
    assert table.columns.tolist() == [*keys, *map(str, range(2010, 2039))]
    assert not table.duplicated(keys[:-1]).any()
    assert table.notna().all().all()
    assert set(table["Scenario"]) == {"ipcei_boost", "baseline"}
    rows = table.set_index(keys[1:-1])
    delft = ("ipcei_boost", "Netherlands|Delft", "Value Added NL|25.0th Percentile")
    expected = value(stored.series, "value_added_nl", "q25", 2038, place="delft")
    assert rows.loc[delft, "2038"] == pytest.approx(expected, rel=1e-15)
    assert ("baseline", "World", "World Chip Sales|Mean") in rows.index


def test_pyam_reads_it(stored: Stored, typed: Type, empty: Path) -> None:
    pyam = pytest.importorskip("pyam", reason="pyam weighs 1.1 GB: checked where it is installed")
    typed("export", str(stored.folder), "--to", "iamc", "--out", "a.csv")
    frame = pyam.IamDataFrame(empty / "a.csv")
    assert set(frame.scenario) == {"ipcei_boost", "baseline"}
    share = frame.filter(scenario="ipcei_boost", variable="Share|Mean", year=2038)
    assert share.data["value"].item() == pytest.approx(value(stored.series, "share", "mean", 2038))


def test_netcdf_reads_back(stored: Stored, typed: Type, empty: Path) -> None:
    xarray = pytest.importorskip("xarray")
    typed("export", str(stored.folder), "--to", "netcdf", "--out", "a.nc")
    with xarray.open_dataset(empty / "a.nc", engine="scipy") as found:
        for name, base in (("share", False), ("share_base", True)):
            table = stored.members_of("share", base=base)
            assert table is not None
            assert np.array_equal(found[name].sel(year=2038).to_numpy(), table.loc[2038].to_numpy())
        assert found["jobs_nl"].dims == ("member", "year")
        assert found["jobs_nl"].attrs["units"] == "person"


def test_dutch_csv_has_semicolons_and_decimal_commas(stored: Stored, typed: Type, empty: Path) -> None:
    assert typed("export", str(stored.folder), "--to", "csv", "--lang", "nl", "--out", "nl").code == 0
    raw = (empty / "nl" / "series.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b";mean;" in raw
    assert b"." not in raw.split(b"\r\n")[1].rsplit(b";", 1)[1]
    back = pd.read_csv(empty / "nl" / "series.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert back["value"].tolist() == pytest.approx(stored.series["value"].tolist(), rel=1e-14)


def test_faults_come_in_words_and_write_nothing(stored: Stored, typed: Type, empty: Path) -> None:
    said = typed("export", "nowhere", "--to", "cvs", "--member", "1")
    assert said.code == 2
    assert "Did you mean 'csv'?" in said.err
    assert "'nowhere' is no result" in said.err
    assert typed("export", str(stored.folder), "--to", "csv", "--lang", "de").code == 2
    assert list(empty.iterdir()) == []


def test_nothing_is_overwritten(stored: Stored, typed: Type, empty: Path) -> None:
    (empty / "mine.nc").write_text("mine")
    said = typed("export", str(stored.folder), "--to", "netcdf", "--out", "mine.nc")
    assert said.code == 2
    assert (empty / "mine.nc").read_text() == "mine"


def test_a_missing_writer_is_named(
    stored: Stored, typed: Type, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    said = typed("export", str(stored.folder), "--to", "xlsx")
    assert said.code == 2
    assert "pip install 'sim[export]'" in said.err
    assert list(empty.iterdir()) == []


def test_a_comparison_goes_to_a_workbook(stored: Stored, typed: Type, empty: Path) -> None:
    from sim.results.compare import compare

    folder = compare([stored.folder], out=empty / "c")
    assert typed("export", str(folder), "--to", "xlsx", "--out", "c.xlsx").code == 0
    runs = pd.read_excel(empty / "c.xlsx", sheet_name="Runs", engine="openpyxl")
    assert runs["run"].tolist() == ["ipcei_boost"]
    assert "a comparison goes to" in typed("export", str(folder), "--to", "iamc").err


def test_a_model_is_that_of_a_member(typed: Type, empty: Path, tmp_path: Path) -> None:
    from xml.etree import ElementTree

    from sim.command.defaults import defaults
    from sim.ensemble.draws import draw
    from sim.inputs.scenarios import compose, load_evidence
    from sim.run.block import build_model

    words = {"scenario": "ipcei_boost", "members": 4, "end": 2026}
    said = info(configuration={**defaults(), **words})
    folder = write_run(recorded(4), None, said, tmp_path / "results")
    parameters = load_evidence().parameters
    used = build_model(compose("ipcei_boost").run).parameters
    scalars = (parameters[name] for name in used if parameters[name].labels == ("",))
    one = next(one for one in scalars if not one.constant and one.points is None)
    name = one.name
    space = "{http://docs.oasis-open.org/xmile/ns/XMILE/v1.0}"
    drawn = float(draw({name: one}, 1, [1])[name].ravel()[0])  # members 2 and 3 share draw 1
    for file, more, expected in (("centre", (), one.at("")), ("two", ("--member", "2"), drawn)):
        assert typed("export", str(folder), "--to", "xmile", "--out", file, *more).code == 0
        root = ElementTree.parse(empty / file).getroot()
        assert root.findtext(f".//{space}sim_specs/{space}stop") == "2026.0"
        values = {it.get("name"): it.findtext(f"{space}eqn") for it in root.iter(f"{space}aux")}
        assert float(values[name]) == pytest.approx(expected)
    assert "not in the run, 0 to 3" in typed("export", str(folder), "--to", "xmile", "--member", "9").err
