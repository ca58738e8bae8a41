"""Many members: what the main process holds of them, and the same bytes when they are looked at in parts."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.inputs.scenarios import compose
from sim.results import by_column, headline, store
from sim.results.by_column import ByMember, Columns
from sim.results.information import RunInfo
from sim.results.store import read_run, write_run
from sim.run import recorded, sheets
from sim.run.engine import run_case
from sim.run.event_table import event_table
from sim.run.packed import Broken, pack, unpacked
from sim.run.settings import Settings
from sim.run.sheets import Sheets, Window

SHORT = Settings(end=2026.0, members=4, block=2, workers=1)
CASE = compose("ipcei_boost")
ROW = (0, 2020.0, "built", "a project", "brainport", "equipment", 1.0, "MW")


def block(first: int, count: int = 64, outcomes: int = 12) -> bytes:
    """A packed block like the engine's: labels, periods, rows of the log."""
    rng = np.random.default_rng(first)
    arrays = {f"values/{name}": rng.normal(size=(16, 4, 9, count)) for name in range(outcomes)}
    members = range(first, first + count)
    return pack(members, arrays, event_table([(member, *ROW[1:]) for member in members for _ in range(50)]))


def held(blocks: int, folder: Path) -> tuple[int, int]:
    """Bytes that a run holds after so many blocks, and bytes that they were."""
    run, size = Sheets(64 * blocks, folder), 0
    made = [block(64 * number) for number in range(3)]  # numbers differ, what is held of them does not
    tracemalloc.start()
    for number in range(blocks):
        data = made[number % len(made)]
        size += len(data)
        run.put(64 * number, unpacked(data), data)
    now, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert run.read("values/0", Window(3, 5, 64, 96)).shape == (2, 4, 9, 32)
    assert len(list(run.logs())) == blocks
    return now, size


def test_of_a_block_in_the_file_the_main_process_holds_its_places_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "IN_MEMORY", 0)
    held(2, tmp_path)  # whatever is made once
    few, many = held(10, tmp_path), held(40, tmp_path)
    each, was = ((many[at] - few[at]) / (30 * 64) for at in (0, 1))
    assert was > 30_000
    assert each < 100  # bytes a member: 10 MB for 100,000
    assert not list(tmp_path.iterdir())


def test_bytes_that_are_cut_or_changed_are_no_block() -> None:
    data = block(0, 2, 1)
    changed = bytearray(data)
    changed[len(data) // 2] ^= 1
    for wrong in (b"", data[:-1], bytes(changed), b"x" + data):
        with pytest.raises(Broken):
            unpacked(wrong)
    with pytest.raises(ValueError, match="must follow each other"):
        pack([0, 2], {}, None)


@pytest.fixture(scope="module")
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result of a small pair whose figures stand in memory."""
    return written(tmp_path_factory.mktemp("small"), SHORT)


def written(folder: Path, settings: Settings) -> Path:
    settings = replace(settings, results=str(folder))
    run, base = (run_case(case, settings) for case in (CASE.run, CASE.base))
    return write_run(run, base, RunInfo("ipcei_boost", started="now", known_until=2024.0), folder)


def test_a_result_that_is_looked_at_in_parts_has_the_same_bytes(
    in_memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "IN_MEMORY", 0)  # figures in a file,
    monkeypatch.setattr(recorded, "SPAN", 1)  # one period of an outcome at a time,
    monkeypatch.setattr(headline, "TOGETHER", 2)  # two members of the headline at a time,
    monkeypatch.setattr(by_column, "AT_ONCE", 0)  # and tables by member read by column
    other = written(tmp_path, replace(SHORT, block=4))
    names = {path.name for path in in_memory.iterdir()}
    assert {"paired.parquet", "kpi.parquet", "events.parquet", "accounts.csv"} <= names
    for name in sorted(names):
        assert (other / name).read_bytes() == (in_memory / name).read_bytes(), name


def test_a_table_by_member_reads_the_same_by_column(in_memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_run(in_memory)
    monkeypatch.setattr(by_column, "AT_ONCE", 0)
    by_part = read_run(in_memory)
    assert isinstance(by_part.paired, ByMember)
    assert isinstance(by_part.drawn, Columns)
    for name in whole.paired.outcomes:
        for of in ("members_of", "difference_of"):
            one, other = (getattr(stored, of)(name) for stored in (whole, by_part))
            pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(whole.kpi, by_part.kpi)
    assert whole.years == by_part.years


def test_only_the_first_members_are_logged_where_that_is_asked_and_no_figure_moves(
    in_memory: Path, tmp_path: Path
) -> None:
    few = written(tmp_path, replace(SHORT, output={**SHORT.output, "log": 3}))
    assert set(read_run(few).events["member"]) == {0, 1, 2}
    for name in store.FRAMES:
        assert (few / f"{name}.parquet").read_bytes() == (in_memory / f"{name}.parquet").read_bytes()
