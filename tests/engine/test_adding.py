"""Adding is a change of data: a place, a segment, a seller, an instrument and a scenario, and no code.

What the new labels lack is asked for by name, file and line; the test answers as a reader would, with the
numbers of a label like the new one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.inputs.scenarios import compose
from sim.run.engine import run_case
from sim.run.settings import Settings
from tests.engine.adding import Label, complete, copy_of_shipped, lacking, name_labels, say_what_they_are
from tests.engine.conftest import figure, in_year

NEW = (
    Label("place", "zeeland", "almere", ("design",)),
    Label("segment", "quantum", "photonics", ("zeeland", "abroad")),
    Label("seller", "india", "eu_rest"),
)
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
    copy_of_shipped(tmp_path)
    monkeypatch.setenv("SIM_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_place_a_segment_a_seller_an_instrument_and_a_scenario_are_data(home: Path) -> None:
    name_labels(home, NEW)
    assert [fault.text for fault in lacking()] == [
        "indicators: place 'zeeland' has none of is_nl, is_abroad; name it in one",
        "indicators: segment 'quantum' has none of counts_as_equipment, counts_as_chips, counts_in_supply;"
        " name it in one",
    ]
    say_what_they_are(home, NEW)
    asked = lacking()
    assert len(asked) > 20
    names = {one.name for one in NEW}
    assert {name for fault in asked for name in names if f"lacks {name}" in fault.text} == names
    complete(home, NEW)

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
