"""Extreme conditions: whatever lacks or abounds, nothing is negative, shares stay shares, all is finite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.core.vocabulary import Stock
from sim.inputs.scenarios import Case, Evidence
from sim.run.block import Prepared
from tests.engine.conftest import block, fixed

SHARES = (
    "share_of_orders", "share_plain", "spending_share", "filled", "location_share", "cell_share", "staying",
    "sector_choice", "choice_of_graduates", "directed_share", "intake_room", "people_sufficiency",
    "openings_share", "rd_people", "access", "home_reserve", "bite",
)  # fmt: skip
TOLERANCE = 1e-9
"""Below zero by rounding alone: of the largest value that the stock has had in the run, at least of one."""


class Sound:
    """Looks at every step: unsigned stocks not below zero, shares in [0, 1], the headline too, all finite."""

    def __init__(self, prepared: Prepared) -> None:
        self.unsigned = [name for name, it in prepared.model.of(Stock).items() if not it.signed]
        self.size: dict[str, float] = dict.fromkeys(self.unsigned, 1.0)
        self.faults: list[str] = []

    def see(self, step: int, values: Mapping[str, Any]) -> None:
        for name in self.unsigned:
            low, high = float(np.min(values[name])), float(np.max(values[name]))
            self.size[name] = max(self.size[name], high)
            if not low >= -TOLERANCE * self.size[name]:
                self.faults.append(f"{name} = {low} at step {step}")
        headline = self.headline(values)
        for name, share in [(each, values[each]) for each in SHARES] + [("share", headline)]:
            if not (np.min(share) >= -TOLERANCE and np.max(share) <= 1 + TOLERANCE):
                self.faults.append(f"{name} = {np.min(share)} … {np.max(share)} at step {step}")
        for name, value in values.items():
            if isinstance(value, np.ndarray) and not np.isfinite(value).all():
                self.faults.append(f"{name} is not finite at step {step}")

    @staticmethod
    def headline(values: Mapping[str, Any]) -> Any:
        counted = values["counts_as_equipment"] + values["counts_as_chips"]
        mine = np.sum(counted * values["dutch_sales"], axis=tuple(range(np.ndim(counted) - 1)))
        return mine / np.reshape(values["world_equipment_sales"] + values["world_chip_sales"], (1, -1))


def holds(case: Case) -> None:
    prepared = block(case, 4)
    sound = Sound(prepared)
    prepared.run(sound)
    assert sound.faults[:5] == []


EMPTY = {
    "no graduates": {"entrants_initial": fixed(0)},
    "no migrants": {"migrants_per_vacancy": fixed(0)},
    "no R&D": {"rd_intensity": fixed(0)},
    "no rival's R&D": {"rd_effort": fixed({"eu_rest": 0, "china": 0, "others": 0})},
    "near zero demand": {
        "downturn_depth": fixed(0.6), "downturn_start": fixed(2024.0), "downturn_length": fixed(10),
    },
    "plenty of capacity": {"normal_utilisation": fixed(0.3)},
}  # fmt: skip


@pytest.mark.parametrize("what", EMPTY)
def test_missing_or_plentiful(case: Callable[..., Case], what: str) -> None:
    holds(case(parameters=EMPTY[what]))


def test_a_market_that_shrinks_at_the_limit(case: Callable[..., Case], evidence: Evidence) -> None:
    holds(case(parameters={"trend_growth": fixed(evidence.parameters["trend_growth"].limits[0])}))


def test_no_power_and_no_releases(case: Callable[..., Case], evidence: Evidence) -> None:
    grid = [name for name, it in evidence.instruments.items() if it.channel == "grid_capacity"]
    holds(
        case(parameters={"mw_free_initial": fixed(0)}, instruments={each: {"active": False} for each in grid})
    )


def test_ten_times_the_money(case: Callable[..., Case], evidence: Evidence) -> None:
    more = {
        name: {"money": [[since, 10 * rate] for since, rate in it.money]}
        for name, it in evidence.instruments.items()
        if it.money
    }
    holds(case(instruments=more))


@pytest.mark.parametrize("end", ["low", "high"])
def test_every_parameter_at_one_end_of_its_range(case: Callable[..., Case], end: str) -> None:
    chosen = case()
    moved = {
        name: it if it.points is not None else replace(
            it, centre=getattr(it, end), low=getattr(it, end), high=getattr(it, end)
        )
        for name, it in chosen.parameters.items()
    }  # fmt: skip
    holds(replace(chosen, parameters=moved))
