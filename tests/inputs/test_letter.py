"""Everything that the letter names is an instrument, and an instrument without effect says why."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from sim.inputs import resources
from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import load_evidence

ROOT = Path(__file__).resolve().parents[2]
NOT_DUTCH = "First IPCEI on Microelectronics (2018; no Dutch participation seen)"

with (resources.root() / "data" / "evidence" / "instruments.csv").open(encoding="utf-8", newline="") as text:
    ROWS = {row["instrument"]: row for row in csv.DictReader(text)}
INSTRUMENTS = load_evidence().instruments
LINKED = {one.evidence: one for one in INSTRUMENTS.values() if one.evidence}


def acts(one: Instrument) -> bool:
    """Whether it does something in the model, of itself or once a scenario makes it active."""
    if not one.modelled or one.channel == "coordination":
        return False
    words = {
        "pull", "stay", "time_saved", "permit_rate", "stops_avoided", "sales", "exports",
        "shorten", "second", "part", "time_gain",
    } & set(one.effect)  # fmt: skip
    return any(amount for _, amount in one.money + one.quantity) or bool(words) or "priority" in one.delivery


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row["in_letter"] == "yes"])
def test_a_row_of_the_letter_is_an_instrument(name: str) -> None:
    assert name in LINKED, "no entry of configs/instruments has it as its evidence"


def test_rows_are_linked_once_and_exist() -> None:
    assert [name for name in LINKED if name not in ROWS] == []
    count = Counter(one.evidence for one in INSTRUMENTS.values() if one.evidence)
    assert [name for name, times in count.items() if times > 1] == []


def test_priority_and_flag_are_those_of_the_row() -> None:
    for name, one in LINKED.items():
        assert one.priority == ROWS[name]["priority"], one.name
        assert one.in_letter == (ROWS[name]["in_letter"] == "yes"), one.name
    unlinked = [one.name for one in INSTRUMENTS.values() if one.in_letter and not one.evidence]
    assert unlinked == [], "of the letter, but without a row"


def test_what_followed_with_public_money_is_there_too() -> None:
    missing = [
        name
        for name, row in ROWS.items()
        if (row["public_eur_m_per_year"] or row["public_eur_m_total"])
        and "EXOGENOUS" not in row["note"]
        and name not in LINKED
    ]
    assert missing == [NOT_DUTCH]


@pytest.mark.parametrize("name", [name for name, one in INSTRUMENTS.items() if not acts(one)])
def test_an_instrument_without_effect_says_why(name: str) -> None:
    assert INSTRUMENTS[name].note


def test_parts_of_another_are_declared() -> None:
    parts = {
        "mit": "sector_envelope",
        "kdt_ju": "chips_ju",
        "ipcei_me_ct_asml": "ipcei_me_ct",
        "eurostars": "horizon_eurostars",
        "react_eu": "efro_interreg",
        "beethoven_talent_brainport": "beethoven_talent",
    }
    for part, whole in parts.items():
        assert whole in INSTRUMENTS[part].overlaps


def test_a_stake_taken_out_of_a_programme_is_not_counted_twice() -> None:
    """PhotonDelta's 266.6 million are its grants and the stake in SMART Photonics."""

    def paid(name: str) -> float:
        points = INSTRUMENTS[name].money
        return sum(rate * (until - since) for (since, rate), (until, _) in pairwise(points))

    assert paid("ngf_photondelta") + paid("smart_photonics_round") == pytest.approx(266.6, abs=0.01)


@pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="the documentation is not here")
def test_the_page_of_the_instruments_is_up_to_date() -> None:
    script = ROOT / "docs" / "make_instruments.py"
    words = [sys.executable, str(script), "--check"]
    there = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, env=there, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
