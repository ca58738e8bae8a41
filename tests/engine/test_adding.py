"""Adding is a change of data: a place, a segment, a seller, an instrument and a scenario, and no code.

What the new labels lack is asked for by name, file and line; the test answers as a reader would, with the
numbers of a label like the new one.
"""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from sim.command.checking import check
from sim.inputs import resources
from sim.inputs.documents import read_document
from sim.inputs.faults import Fault, Faults
from sim.inputs.scenarios import compose
from sim.run.engine import run_case
from sim.run.settings import Settings
from tests.engine.conftest import figure, in_year

LIKE = {"zeeland": "almere", "quantum": "photonics", "india": "eu_rest"}
"""The new labels, and the label that each is taken to be like."""
SEGMENTS = ("design", "quantum")
INSTRUMENT = """
quantum_zeeland:
  title: {nl: "Quantumfonds Zeeland", en: "Quantum fund Zeeland"}
  priority: business_climate
  channel: direct_rd_support
  decided: 2027
  active: false
  money: [[2027, 20], [2031, 0]]
  targets: {place: {zeeland: 1.0}, segment: {quantum: 1.0}, large_firms: 0.0}
  delivery: {kind: annual_call}
  effect: {additionality: direct_subsidy_additionality}
  in_letter: false
  source: "hypothesis"
  confidence: assumption
"""
SCENARIO = """
title: {nl: "Quantum in Zeeland", en: "Quantum in Zeeland"}
question: What does a quantum fund do?
why: hypothesis
instruments:
  quantum_zeeland: {active: true, source: "hypothesis"}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what is shipped, which the engine reads from here on."""
    shipped = resources.root()
    for folder in ("configs", "scenarios"):
        shutil.copytree(shipped / folder, tmp_path / folder)
    (tmp_path / "data").symlink_to(shipped / "data")
    monkeypatch.setenv("SIM_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rewrite(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True), encoding="utf-8")


def add_labels(home: Path) -> None:
    path = home / "configs" / "axes.yaml"
    axes = read_document(path).value
    labels, cells = axes["labels"], axes["cells"]
    labels["place"].insert(-2, "zeeland")
    labels["segment"].append("quantum")
    labels["seller"].append("india")
    cells["zeeland"] = list(SEGMENTS)
    cells["abroad"].append("quantum")
    rewrite(path, axes)


def say_what_they_are(home: Path) -> None:
    path = home / "configs" / "axes.yaml"
    axes = read_document(path).value
    axes["indicators"]["is_nl"]["place"].append("zeeland")
    axes["indicators"]["counts_as_chips"]["segment"].append("quantum")
    rewrite(path, axes)


def lacking() -> list[Fault]:
    """What the loader asks for."""
    try:
        check([])
    except Faults as found:
        return list(found.faults)
    return []


def answer(home: Path, fault: Fault) -> None:
    """Give what a fault asks for: at its path, the number of the label that the new one is like."""
    found = re.fullmatch(r"([\w.]+): lacks (.*)", fault.text)
    assert found, fault
    assert fault.file, fault
    path = home / fault.file
    document = read_document(path).value
    top = document
    for key in found[1].split("."):
        top = top[key]
    for labels in found[2].split(", "):
        at, (*above, label) = top, labels.split(".")
        for key in above:
            if key not in at:
                at[key] = deepcopy(at[LIKE[key]])
            at = at[key]
        if label in at:
            continue
        like = deepcopy(at[LIKE[label]] if LIKE[label] in at else next(iter(at.values())))
        if label == "zeeland" and isinstance(like, dict) and "design" in like:  # a cell's own number
            like = dict.fromkeys(SEGMENTS, like["design"])
        at[label] = like
    rewrite(path, document)


def test_a_place_a_segment_a_seller_an_instrument_and_a_scenario_are_data(home: Path) -> None:
    add_labels(home)
    assert [fault.text for fault in lacking()] == [
        "indicators: place 'zeeland' has none of is_nl, is_abroad; name it in one",
        "indicators: segment 'quantum' has none of counts_as_equipment, counts_as_chips, counts_in_supply;"
        " name it in one",
    ]
    say_what_they_are(home)
    asked = lacking()
    assert len(asked) > 20
    assert {label for fault in asked for label in LIKE if f"lacks {label}" in fault.text} == set(LIKE)
    while asked:
        for fault in asked:
            answer(home, fault)
        asked = lacking()

    with (home / "configs" / "instruments" / "business_climate.yaml").open("a", encoding="utf-8") as file:
        file.write(INSTRUMENT)
    (home / "scenarios" / "quantum_zeeland.yaml").write_text(SCENARIO, encoding="utf-8")
    assert lacking() == []
    request = compose("quantum_zeeland")
    assert request.changes == ("instruments.quantum_zeeland: not in force → in force",)
    short = Settings(members=2, workers=1, end=2033)
    run, base = (run_case(case, short) for case in (request.run, request.base))
    assert run.labels.labels["cell"][-1] == "abroad.quantum"
    more = figure(run, "paid") - figure(base, "paid")
    np.testing.assert_allclose(more.sum(axis=0), 80.0, rtol=1e-9)
    caused = figure(run, "rd_caused", segment="quantum") - figure(base, "rd_caused", segment="quantum")
    assert (caused[in_year(run, 2028)] > 0).all()
    for name, labels in (("jobs_nl", {"cell": "zeeland.quantum"}), ("sales", {"segment": "quantum"})):
        assert (figure(run, name, **labels) > 0).all()
