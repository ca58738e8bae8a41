"""Kept members: what is on disk is not computed again, and a run made of both is the same to the bit."""

import fcntl
import sys
from dataclasses import replace
from subprocess import PIPE, Popen

import numpy as np
import pandas as pd
import pytest

from sim.command.job import KEPT, recorded
from sim.inputs.scenarios import compose
from sim.run import sheets
from sim.run.engine import run_case
from sim.run.kept import Kept, prune, remove_unfinished
from sim.run.settings import Settings

SHORT = Settings(end=2027.0, members=6, block=2, workers=1)
CASE = compose("baseline.talent_on_demand").run


@pytest.fixture(scope="module")
def whole():
    return run_case(CASE, SHORT)


@pytest.fixture
def kept(tmp_path):
    return Kept(tmp_path / "case")


def assert_same(one, other):
    assert one.values.keys() == other.values.keys()
    for name, x in one.values.items():
        np.testing.assert_array_equal(x, other.values[name], err_msg=name)
    pd.testing.assert_frame_equal(one.events, other.events)
    pd.testing.assert_frame_equal(one.inputs, other.inputs)
    assert one.money.keys() == other.money.keys()
    for name, money in one.money.items():
        assert money.instrument.title == other.money[name].instrument.title
        for amount, x in money.amounts.items():
            np.testing.assert_array_equal(x, other.money[name].amounts[amount])


def test_more_members_compute_only_the_new_ones(whole, kept, monkeypatch):
    run_case(CASE, replace(SHORT, members=4), kept=kept)
    computed = []
    from sim.run import executors

    simulate = executors.simulate
    monkeypatch.setattr(
        executors, "simulate", lambda *words: computed.append(tuple(words[2])) or simulate(*words)
    )
    assert_same(run_case(CASE, SHORT, kept=kept), whole)
    assert computed == [(4, 5)]
    assert_same(run_case(CASE, SHORT, kept=kept), whole)
    assert computed == [(4, 5)]


def test_a_run_that_was_cut_off_goes_on_where_it_was(whole, kept):
    def cut(done, total):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_case(CASE, SHORT, kept=kept, progress=cut)
    assert [list(block.members) for block, _ in kept.blocks(range(6))] == [[0, 1], [2, 3]]
    assert_same(run_case(CASE, SHORT, kept=kept), whole)


def test_a_hole_in_the_middle_is_filled_in_order(whole, kept):
    run_case(CASE, SHORT, kept=kept)
    next(kept.folder.glob("00000002-*")).unlink()
    assert_same(run_case(CASE, replace(SHORT, block=8), kept=kept), whole)


def test_a_damaged_file_is_computed_again(whole, kept):
    run_case(CASE, SHORT, kept=kept)
    for number, path in enumerate(sorted(kept.folder.glob("*.block"))):
        path.write_bytes(path.read_bytes()[: 1000 * number] if number else b"no block")
    assert_same(run_case(CASE, SHORT, kept=kept), whole)


def test_what_a_killed_writer_left_is_removed_by_the_next_run_and_what_is_being_written_is_not(tmp_path):
    folder = tmp_path / KEPT / "case"
    folder.mkdir(parents=True)
    whole, killed, writing = (
        folder / name
        for name in ("00000000-000002.block", ".00000002-000002.block.17", ".00000004-000002.block.18")
    )
    for path in (whole, killed, writing):
        path.write_bytes(b"x")
    settings = replace(SHORT, end=2026.0, members=2, results=str(tmp_path))
    writer = (
        "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    )
    with Popen([sys.executable, "-c", writer, str(writing)], stdin=PIPE, stdout=PIPE) as other:
        other.stdout.readline()
        recorded(CASE, settings, "", Kept(tmp_path / KEPT / "own"))
        assert sorted(folder.iterdir()) == [writing, whole]
        other.kill()
    remove_unfinished(tmp_path / KEPT)
    assert sorted(folder.iterdir()) == [whole]


def test_a_writer_holds_the_lock_until_its_file_has_its_name(kept, monkeypatch):
    seen = []

    def lock(file, how):
        flock(file, how)
        if how == (fcntl.LOCK_EX | fcntl.LOCK_NB) and not seen:
            seen.extend(path.name for path in kept.folder.iterdir())
            remove_unfinished(kept.folder.parent)
            seen.extend(path.name for path in kept.folder.iterdir())

    flock = fcntl.flock
    monkeypatch.setattr(fcntl, "flock", lock)
    run_case(CASE, replace(SHORT, members=2), kept=kept)
    assert [name[:22] for name in seen] == 2 * [".00000000-000002.block"]
    assert [path.name for path in kept.folder.iterdir()] == ["00000000-000002.block"]


def test_the_oldest_go_first_when_there_is_no_room(tmp_path):
    import os

    for age, name in enumerate(("new", "old", "oldest")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "x").write_bytes(bytes(1000))
        os.utime(folder, (1e9 - age, 1e9 - age))
    prune([tmp_path], 2.5e-6)
    assert {path.name for path in tmp_path.iterdir()} == {"new", "old"}
    prune([tmp_path], 0.0, spare=[tmp_path / "old"])
    assert {path.name for path in tmp_path.iterdir()} == {"old"}


def test_figures_that_fill_the_memory_stand_in_a_file_with_the_same_bits(whole, tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "IN_MEMORY", 0)
    kept = Kept(tmp_path / "case")
    other = run_case(CASE, replace(SHORT, block=4, results=str(tmp_path / "results")), kept=kept)
    assert_same(other, whole)
    assert_same(other, whole)  # and when they are read once more
    assert not list((tmp_path / "results").iterdir())
