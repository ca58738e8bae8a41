"""Leading indicators: a threshold that is right where the early figure decides, and no better than chance
where it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.results.by_column import ByMember
from sim.results.leading import leading_frame
from sim.results.store import Stored


def with_figures(stored: Stored, tells: float) -> Stored:
    """A result whose unfilled share in 2025 tells a part of where the share ends in 2035."""
    rng = np.random.default_rng(5)
    members = np.arange(400)
    early = rng.normal(size=400)
    late = -tells * early + (1 - tells) * rng.normal(size=400)
    rows = [
        pd.DataFrame(
            {
                "scenario": stored.info.scenario,
                "member": members,
                "year": year,
                "share": s,
                "unfilled_share": u,
            }
        )
        for year, s, u in ((2023, 0.07, 0.08), (2025, 0.07, early), (2035, late, 0.08))
    ]
    table = pd.concat(rows, ignore_index=True).assign(scenario=stored.info.scenario)
    return replace(stored, paired=ByMember(table))


def test_what_decides_is_right_and_says_on_which_side(stored: Stored) -> None:
    best = leading_frame(with_figures(stored, 1.0), 2025, 2035).iloc[0]
    assert best["hit_rate"] > 0.95
    assert best["side"] == "below"
    assert abs(best["threshold"]) < 0.3


def test_what_tells_nothing_is_right_by_chance(stored: Stored) -> None:
    best = leading_frame(with_figures(stored, 0.0), 2025, 2035).iloc[0]
    assert best["hit_rate"] == pytest.approx(0.5, abs=4 * best["se"])


def test_a_year_that_is_not_there_gives_no_row(stored: Stored) -> None:
    assert not len(leading_frame(stored, 1990, 2035))
