"""Every note and warning that a run can make is said again in Dutch, whole."""

from __future__ import annotations

import pytest

from sim.inputs.scenarios import compose, load_evidence
from sim.results.labels import load_labels
from sim.results.remarks import GROUP, said_again
from sim.run.equal_money import with_equal_money
from sim.run.settings import Settings

DUTCH, ENGLISH = load_labels("nl"), load_labels("en")
EVIDENCE = load_evidence()


def remarks() -> list[str]:
    far = {"stay_rate": {"other": 0.6}}
    made = [
        compose("ipcei_boost", [], far, evidence=EVIDENCE),
        compose("foreign_race", [], {"foreign_support": 0.002}, evidence=EVIDENCE),
        compose("baseline", ["downturn"], {"downturn_depth": 0.1}, evidence=EVIDENCE),
        compose("baseline", ["combined"], evidence=EVIDENCE),
        with_equal_money(compose("ipcei_boost", evidence=EVIDENCE), 500.0, Settings()).request,
    ]
    few = Settings(members=8, output={**Settings().output, "log": 4}).notes
    return [*few, *(text for one in made for text in (*one.notes, *one.warnings))]


def test_each_kind_of_remark_is_made_and_said_again() -> None:
    texts = remarks()
    kinds = [key for key in ENGLISH.texts if key.startswith(GROUP)]
    assert len(set(texts)) >= len(kinds)
    for text in texts:
        again = said_again(text, DUTCH)
        assert again != text
        assert said_again(text, ENGLISH) == text
        assert not {"the", "to", "what", "range", "instead", "unit"} & set(again.split()), again


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        (
            "parameters.stay_rate.other = 0.6: beyond the evidence's range, 0.35 to 0.5 (unit 1/year)",
            "parameters.stay_rate.other = 0,6: buiten de spreiding van de evidentie, 0,35 tot 0,5"
            " (eenheid per jaar)",
        ),
        ("what a and b set reaches the run alone, not its base", "wat a and b zetten, geldt alleen voor het"
         " scenario en niet voor de basis"),
        ("something that nobody wrote a template for", "something that nobody wrote a template for"),
    ],
)  # fmt: skip
def test_blanks_are_filled_as_the_language_writes_them(english: str, dutch: str) -> None:
    assert said_again(english, DUTCH) == dutch
