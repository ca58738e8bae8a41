"""Structural switches: each moves the outcome named here, the way named here, and by more than chance.

Many hardly move the headline; so each has an outcome of its own, at which its mechanism first shows. The
exact first effects stand as finite differences of the one equation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest

from sim.inputs.scenarios import Evidence
from sim.run.recorded import Recorded
from sim.sectors import controls, experience
from tests.engine.conftest import figure, fixed, in_year

Run = Callable[..., Recorded]


@dataclass(frozen=True)
class Move:
    """`switch` at `value` moves `outcome` of `year` (None: 2024–2038), at these labels, in `scenario`.

    `sign`: up (1), down (-1), or in every member but either way (0), where what is switched may go both ways.
    """

    switch: str
    value: float
    outcome: str
    year: int | None
    sign: int
    labels: Mapping[str, str] = field(default_factory=dict)
    scenario: str = "baseline"


BRAINPORT = {"place": "brainport"}
MOVES = [
    Move("brabant_release_part", 0.1, "mw_connected", 2027, -1, BRAINPORT),
    Move("brabant_release_part", 0.6, "mw_connected", 2027, 1, BRAINPORT),
    Move(
        "chinese_rd_after_controls", 0, "years_of_lead", 2038, 1, {"seller": "china", "segment": "metrology"}
    ),
    Move(
        "chinese_rd_after_controls", -1, "years_of_lead", 2038, 1, {"seller": "china", "segment": "metrology"}
    ),
    Move("cluster_effect", 1, "years_of_lead", 2038, 1, {"seller": "eu_rest", "segment": "supply_chain"}),
    Move("learning_spills", 0, "share", 2038, 1),
    Move("lead_sales_live", 1, "share", 2038, -1),
    Move("major_steps_by_chance", 0, "share", 2038, 1),
    Move("nexperia_counts_as_dutch", 0, "share_chips", 2030, -1),
    Move("ipcei_effect_by_deadweight", 1, "rd_caused", 2027, -1),
    Move("pull_in_fades", 0, "share", 2030, 1),
    Move("litho_weight_grows", 0, "share_equipment", 2038, 0),
    Move("box_users_leave", 1, "rd_abroad", 2036, 1, scenario="tax_shift.box_abolished"),
    Move("campus_hangs_on_package", 0, "value_added_nl", 2036, 1, scenario="letter_only"),
    Move("taiwan_tail", 1, "days_lost", None, 1),
]


def test_every_switch_has_a_move(evidence: Evidence) -> None:
    switches = {name for name, one in evidence.parameters.items() if one.kind == "switch"}
    assert switches == {one.switch for one in MOVES}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.switch}={move.value}")
def test_a_switch_moves_its_outcome(recorded: Run, move: Move) -> None:
    """By 1.5 standard errors of the pairs at least: some are a chance or a queue and touch few members."""
    usual = recorded(move.scenario)
    turned = recorded(move.scenario, parameters={move.switch: fixed(move.value)})
    series = figure(turned, move.outcome, **move.labels) - figure(usual, move.outcome, **move.labels)
    at = in_year(usual, move.year or 2024)
    change = series[at] if move.year else series[at:].mean(axis=0)
    if not move.sign:
        assert (change != 0).all()
        return
    change = move.sign * change
    error = change.std(ddof=1) / np.sqrt(len(change))
    assert change.mean() > 1.5 * error > 0, f"{move.sign * change.mean():.3g} ± {error:.2g}"


def test_the_cluster_effect_is_the_elasticity_to_its_size() -> None:
    """A cluster twice as large makes inventors 2^0.07 times as productive with it, and no more without."""
    assert experience.cluster_factor(2000.0, 1000.0, 1, 0.07, 1) == pytest.approx(2**0.07)
    assert experience.cluster_factor(2000.0, 1000.0, 0, 0.07, 1) == 1
    assert experience.cluster_factor(2000.0, 1000.0, 1, 0.07, 0) == 1


def test_chinese_budgets_answer_controls_by_the_switch() -> None:
    answer = [controls.chinese_reaction(0.5, 1, switch, 0.4) for switch in (-1, 0, 1)]
    assert answer == pytest.approx([0.8, 1, 1.2])
    assert controls.chinese_reaction(0.5, 0, 1, 0.4) == 1
