"""Two equal runs of the real engine, with other blocks and workers, write the same bytes."""

from __future__ import annotations

from pathlib import Path

import sim
from sim.results.store import TABLES


def test_equal_runs_write_equal_bytes(tmp_path: Path) -> None:
    folders = [
        sim.run(
            "ipcei_boost",
            members=8,
            end=2027,
            block=block,
            workers=workers,
            results=str(tmp_path / f"{block}"),
        ).folder
        for block, workers in ((2, 2), (128, 1))
    ]
    files = [f"{name}.parquet" for name in TABLES] + ["series.csv", "difference.csv", "binding.csv"]
    files += ["summary.csv", *sorted(f"figures/{one.name}" for one in (folders[0] / "figures").iterdir())]
    for name in files:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name
