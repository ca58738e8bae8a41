"""`dry_run=true` says what would run and writes nothing; what is kept is not counted as work."""

import os
from pathlib import Path

from sim.command import planning
from sim.results.information import RunInfo

SMALL = ("end=2026", "workers=1")


def test_a_plan_counts_a_shared_base_once_and_writes_nothing(typed):
    said = typed("-m", "scenario=ipcei_boost,grid_first", "members=4", *SMALL, "dry_run=true")
    assert said.code == 0
    assert "8 member runs to compute, of 8" in said.out
    assert "grid_first members=4 end=2026 workers=1: 4 member runs to compute, of 8" in said.out
    assert "2 results to make, 12 member runs to compute" in said.out
    assert not Path("results").exists()


def test_members_are_kept_and_a_larger_run_needs_the_rest(typed):
    assert typed("members=2", *SMALL).code == 0
    said = typed("members=6", *SMALL, "dry_run=true")
    assert "4 member runs to compute, of 6" in said.out
    assert "About" in said.out
    assert "While it runs: about 0.7 GB of memory in the main process" in said.out
    assert "there already" in typed("members=2", *SMALL, "dry_run=true").out


def test_the_most_members_fit_into_4_gigabytes_and_the_disk_that_they_take_is_told(typed):
    said = typed("scenario=ipcei_boost", "members=100000", "dry_run=true")
    assert said.code == 0
    assert "about 1.9 GB of memory" in said.out
    assert "30 GB on disk for figures of members" in said.out


def test_keep_0_keeps_nothing(typed):
    assert typed("members=2", *SMALL, "keep=0").code == 0
    assert not (Path("results") / ".base").exists()


def test_many_small_runs_take_as_long_as_their_reports(tmp_path):
    """A sweep of small runs is mostly writing; a report drawn again later tells nothing of that."""
    report = tmp_path / "report.html"
    report.touch()
    for after, beside in ((4.5, 4.5), (3600, 0), (-1, 0)):
        os.utime(report, (1_000_000_010 + after,) * 2)
        info = RunInfo("baseline", started="2001-09-09T01:46:40+00:00", seconds=10.0)
        assert planning._beside(report, info) == beside
    assert planning._beside(tmp_path / "none.html", info) == 0
