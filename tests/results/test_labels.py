"""Both languages are complete: the same keys with the same blanks, a label for all that data name, numbers
as read."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from sim.core.base_units import BASE
from sim.inputs.axes import load_axes
from sim.inputs.channels import CHANNELS
from sim.inputs.checks import CONFIDENCE
from sim.inputs.finding import known_overlays, known_scenarios
from sim.inputs.instruments import PAYERS, PRIORITIES
from sim.inputs.policies import LANGUAGES, load_overlay, load_scenario
from sim.inputs.scenarios import load_evidence
from sim.results import keyed
from sim.results.binding import GROUPS
from sim.results.labels import load_labels, nameless

DUTCH, ENGLISH = load_labels("nl"), load_labels("en")


def blanks(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_both_languages_have_the_same_keys() -> None:
    assert set(DUTCH.texts) == set(ENGLISH.texts)


def test_both_languages_leave_the_same_blanks() -> None:
    assert {key: blanks(text) for key, text in DUTCH.texts.items()} == {
        key: blanks(text) for key, text in ENGLISH.texts.items()
    }


def test_what_is_long_is_translated() -> None:
    same = {key for key, text in DUTCH.texts.items() if text == ENGLISH.texts[key] and text.count(" ") > 2}
    assert {key for key in same if re.search(r"[a-z]{3}", re.sub(r"{\w*}", "", DUTCH.texts[key]))} == set()


def test_whatever_the_data_name_has_a_label_in_both() -> None:
    named = {
        "place": load_axes().labels["place"],
        "level": load_axes().labels["level"],
        "channel": CHANNELS,
        "payer": PAYERS,
        "priority": PRIORITIES,
        "cause": GROUPS,
        "cause_group": set(GROUPS.values()),
        "confidence": CONFIDENCE,
        "base_unit": BASE,
    }
    for labels in (DUTCH, ENGLISH):
        lacking = [f"{group}.{one}" for group, names in named.items() for one in names]
        assert [key for key in lacking if not labels.has(key)] == []
        assert nameless(load_axes().labels, labels) == []


def test_titles_and_questions_are_there_in_both() -> None:
    policies = [*map(load_scenario, known_scenarios()), *map(load_overlay, known_overlays())]
    instruments = load_evidence().instruments.values()
    lacking = [one.name for one in policies if not set(LANGUAGES) <= set(one.title) & set(one.questions)]
    assert lacking + [one.name for one in instruments if not set(LANGUAGES) <= set(one.title)] == []


def test_a_projection_is_no_forecast() -> None:
    said = " ".join((*DUTCH.texts.values(), *ENGLISH.texts.values())).lower()
    for word in ("voorspel", "prognose", "forecast", "predict"):
        assert word not in said, word


@pytest.mark.parametrize(
    ("x", "digits", "dutch", "english"),
    [(1234.5, 1, "1.234,5", "1,234.5"), (-0.0004, 2, "0,00", "0.00"), (-12.0, 0, "−12", "−12")],
)
def test_numbers_are_written_as_each_language_does(x: float, digits: int, dutch: str, english: str) -> None:
    assert (DUTCH.number(x, digits), ENGLISH.number(x, digits)) == (dutch, english)


def test_years_and_written_numbers() -> None:
    assert DUTCH.year(2024.0, 1) == "2024,0"
    assert (DUTCH.year(2024.5), ENGLISH.year(2031)) == ("2024,5", "2031")
    assert [DUTCH.exact(x) for x in (55.125, 0.0225, 3e-05, 5100.0)] == [
        "55,125",
        "0,0225",
        "0,00003",
        "5.100",
    ]


def test_a_number_travels_in_a_text_with_its_key() -> None:
    text = f"met {DUTCH.with_keys().number(0.0672, 2, scale=100, key='run/share/2023/q50')}%"
    assert keyed.plain(text) == "met 6,72%"
    assert list(keyed.parts(text))[1] == keyed.Number("run/share/2023/q50", "0.0672", "6,72")
    assert "6,72" in DUTCH.number(0.0672, 2, scale=100, key="no keys where none are asked")
