"""Settings at the edges of what is allowed run to finite figures; a step beyond is refused (tests/bad)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.figures import drawing
from sim.results.store import read_run

from .conftest import Type, folders

EDGES = (
    ("end=2025",),
    ("known_until=2011", "end=2012"),
    ("known_until=2025.95", "end=2026"),
    ("scenario=ipcei_boost", "end=2030", "equal_money=1e6"),
    ("end=2025", "market_until=2100", "purchases_until=2100"),
)


@pytest.mark.parametrize("words", EDGES, ids=" ".join)
def test_the_edges_of_settings_run(
    words: tuple[str, ...], typed: Type, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = drawing.pictures()[:1]
    monkeypatch.setattr(drawing, "pictures", lambda: first)
    said = typed(*words, "members=2", "workers=1")
    assert said.code == 0, said
    (folder,) = folders(empty)
    series = read_run(folder).series
    assert np.isfinite(series["value"]).all()
    share = series.query("variable == 'share' and statistic == 'mean'")["value"]
    assert (share > 0.01).all()


def test_a_tilde_is_the_home_folder(
    typed: Type, empty: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(empty / "home"))
    said = typed("members=8", "results=~/x")
    assert said.code == 0, said
    assert [path.name for path in empty.iterdir()] == ["home"]
    assert list((empty / "home" / "x" / "baseline").glob("*/run.json"))
