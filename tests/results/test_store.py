"""A result folder: what is in it, equal bytes for equal runs, whole or not at all."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet
import pytest

from sim.core.axes import POSITION
from sim.results.exported import plain_tables
from sim.results.statistics import COLUMNS
from sim.results.store import WITH_CSV, Stored, read_run, write_run
from tests.results.synthetic import YEARS, info, recorded

FIXED = ("series", "difference", "base", "paired", "kpi", "binding", "events", "money")


def test_the_folder_holds_what_is_promised(stored: Stored) -> None:
    names = {path.name for path in stored.folder.iterdir()}
    tables = {f"{name}.parquet" for name in FIXED} | {
        "series.csv",
        "difference.csv",
        "money.csv",
        "accounts.csv",
    }
    assert tables | {"run.json", "summary.csv", "datapackage.json"} <= names
    assert stored.folder.parent.name == "ipcei_boost"


def test_equal_runs_give_equal_bytes(tmp_path: Path) -> None:
    folders = [
        write_run(recorded(4, 0.1), recorded(4), info(started=when, command=when), tmp_path)
        for when in ("2026-01-01", "2027-01-01")
    ]
    for name in (*(f"{one}.parquet" for one in FIXED), "series.csv", "difference.csv", "datapackage.json"):
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


def test_parquet_holds_no_metadata_of_pandas(stored: Stored) -> None:
    for name in FIXED:
        assert not parquet.read_metadata(stored.folder / f"{name}.parquet").metadata, name


def test_a_failure_leaves_no_folder(tmp_path: Path) -> None:
    def fail(stored: Stored) -> None:
        assert (stored.folder / "run.json").exists()
        assert stored.folder.name.startswith(".")
        raise RuntimeError("the picture broke")

    with pytest.raises(RuntimeError, match="the picture broke"):
        write_run(recorded(4), None, info("baseline"), tmp_path, finish=[fail])
    assert list(tmp_path.iterdir()) == []


def test_what_finish_adds_is_in_the_folder(tmp_path: Path) -> None:
    folder = write_run(
        recorded(4), None, info("baseline"), tmp_path, [lambda one: (one.folder / "x").touch()]  # type: ignore[list-item,func-returns-value]
    )  # fmt: skip
    assert (folder / "x").exists()


def test_what_is_read_is_what_was_written(stored: Stored) -> None:
    run, base = recorded(16, 0.12), recorded(16)
    share = stored.members_of("share")
    difference = stored.difference_of("share")
    assert share is not None
    assert difference is not None
    assert np.array_equal(share.to_numpy(), run.values["share"].reshape(len(YEARS), -1))
    expected = (run.values["share"] - base.values["share"]).reshape(len(YEARS), -1)
    assert np.array_equal(difference.to_numpy(), expected)
    assert stored.info == info(members=16)
    assert stored.unit("share") == "1"
    assert tuple(stored.series.columns) == tuple(stored.difference.columns) == COLUMNS
    assert len(stored.events) == 16


def test_csv_is_the_same_table_with_a_decimal_point(stored: Stored) -> None:
    with (stored.folder / "series.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == len(stored.series)
    assert [float(row["value"]) for row in rows] == stored.series["value"].tolist()
    assert {row["place"] for row in rows if row["variable"] == "share"} == {""}


def test_without_csv_the_tables_stand_in_parquet_alone_and_can_be_exported(tmp_path: Path) -> None:
    both, alone = (
        write_run(recorded(4, 0.1), recorded(4), info(), tmp_path / name, csv=csv)
        for name, csv in (("both", True), ("alone", False))
    )
    names = {path.name for path in both.iterdir()} - {path.name for path in alone.iterdir()}
    assert names == {f"{name}.csv" for name in WITH_CSV}
    assert all(
        (alone / f"{name}.parquet").read_bytes() == (both / f"{name}.parquet").read_bytes()
        for name in WITH_CSV
    )
    said = json.loads((alone / "datapackage.json").read_text(encoding="utf-8"))
    paths = [
        path
        for one in said["resources"]
        for path in ([one["path"]] if isinstance(one["path"], str) else one["path"])
    ]
    assert all((alone / path).is_file() for path in paths)
    exported = plain_tables(alone, read_run(alone))
    pd.testing.assert_frame_equal(exported["series"], plain_tables(both, read_run(both))["series"])


def test_a_row_a_member_with_inputs_and_outcomes(stored: Stored) -> None:
    kpi = stored.kpi
    assert kpi["member"].tolist() == list(range(16))
    assert kpi["draw"].tolist() == [m // 2 for m in range(16)]
    assert {"rd_elasticity", "stay_rate[other]", "share_2023", "share_2038", "paid_2038_difference"} <= set(
        kpi
    )
    assert (
        kpi["share_2038_difference"] == kpi["share_2038"] - recorded(16).values["share"][-1].ravel()
    ).all()


def test_headline_outcomes_are_added_up_over_the_netherlands(stored: Stored) -> None:
    run = recorded(16, 0.12)
    jobs = stored.members_of("jobs_nl")
    queue = stored.members_of("mw_queued")
    assert jobs is not None
    assert queue is not None
    here = [i for i, label in enumerate(run.labels.labels["cell"]) if not label.startswith("abroad.")]
    in_nl = np.take(run.values["jobs_nl"][-1], here, axis=POSITION["cell"])
    assert jobs.loc[2038, 0] == pytest.approx(in_nl[..., 0].sum())
    brainport = run.labels.index("place", "brainport")
    at_home = np.take(run.values["mw_queued"][20], brainport, axis=POSITION["place"])
    assert queue.loc[2030, 3] == at_home[..., 3].item()


def test_a_run_that_is_its_own_base_has_the_same_columns(tmp_path: Path) -> None:
    alone = read_run(write_run(recorded(4), None, info("baseline"), tmp_path))
    assert not alone.has_base
    assert tuple(alone.difference.columns) == COLUMNS
    assert len(alone.difference) == 0
    assert alone.difference_of("share") is None


def test_a_base_of_the_same_name_is_told_apart(tmp_path: Path) -> None:
    both = read_run(write_run(recorded(4, 0.1), recorded(4), info("baseline"), tmp_path))
    assert both.info.base == "baseline (base)"
    difference = both.difference_of("share")
    assert difference is not None
    assert difference.to_numpy().any()


def test_every_column_is_described(stored: Stored) -> None:
    package = json.loads((stored.folder / "datapackage.json").read_text(encoding="utf-8"))
    resources = {one["path"]: one["schema"]["fields"] for one in package["resources"]}
    assert {"series.parquet", "series.csv", "kpi.parquet"} <= set(resources)
    for path, fields in resources.items():
        if path.endswith(".parquet"):
            assert [one["name"] for one in fields] == parquet.read_schema(stored.folder / path).names
    series = {one["name"]: one for one in resources["series.parquet"]}
    assert series["year"]["type"] == "integer"
    assert all("description" in one for one in series.values())
    share = next(one for one in resources["kpi.parquet"] if one["name"] == "share_2038_difference")
    assert share["unit"] == "1"
    assert {one["name"]: one["unit"] for one in package["variables"]}["mw_queued"] == "MW"


def test_no_result_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"has no run\.json"):
        read_run(tmp_path)


def test_run_and_base_without_a_common_member_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no member in common"):
        write_run(recorded(4), recorded(4, first=8), info(), tmp_path)


def test_quarters_are_kept_as_parts_of_a_year(tmp_path: Path) -> None:
    run = recorded(4)
    quarterly = type(run)(**{**vars(run), "years": 2010 + np.arange(len(YEARS)) / 4})
    series = read_run(write_run(quarterly, None, info("baseline"), tmp_path)).series
    assert sorted(set(series["year"]))[:2] == [2010, 2010.25]
    assert isinstance(series, pd.DataFrame)
