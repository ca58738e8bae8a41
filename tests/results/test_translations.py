"""What the evidence says stands in Dutch too, all of it and nothing else; where a text lacks, in English."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest

from sim.command.checking import check
from sim.inputs import resources
from sim.inputs.scenarios import load_evidence
from sim.inputs.translations import KEYS, complaints, in_english, said, translations, untold
from sim.results.labels import load_labels, nameless

EVIDENCE = load_evidence()
DUTCH = "Aantal jaren dat een geleverd systeem in gebruik blijft"


def with_words(words: str, name: str = "base_life"):
    """The evidence with other words of a parameter, there or new."""
    one = replace(EVIDENCE.parameters["base_life"], name=name, words=words)
    return replace(EVIDENCE, parameters={**EVIDENCE.parameters, name: one})


def test_all_that_the_evidence_says_is_there_in_dutch_and_nothing_else():
    assert list(complaints(EVIDENCE, "nl")) == []
    assert {kind: len(there) for kind, there in in_english(EVIDENCE).items()} == {
        kind: len(translations(kind, "nl")) for kind in KEYS
    }


def test_no_text_is_half_english():
    english = re.compile(r"\b(the|and|with|from|which|that|are|by|its|their|for|on|until|where|part)\b", re.I)
    texts = [text for kind in KEYS for one in translations(kind, "nl").values() for text in one.values()]
    assert [text for text in texts if english.search(text)] == []


@pytest.mark.parametrize(
    ("words", "name", "told"),
    [
        ("Years of use", "shelf_life", "parameters.shelf_life.words: has no text in nl"),
        (DUTCH, "base_life", "is the English text in nl too"),
        ("Years, 25 at most, of use", "base_life", "numbers of one language alone, 25"),
    ],
)
def test_what_is_wrong_is_told_by_name(words, name, told):
    found = list(complaints(with_words(words, name), "nl"))
    assert found
    assert all(one.startswith(f"parameters.{name}.") for one in found)
    assert any(told in one for one in found)


def test_an_instrument_of_ones_own_is_told_too():
    one = replace(EVIDENCE.instruments["wbso"], name="own", note="what nobody has put into Dutch")
    found = list(complaints(replace(EVIDENCE, instruments={**EVIDENCE.instruments, "own": one}), "nl"))
    assert found == ["instruments.own.note: has no text in nl, so it stands in English there"]


def test_a_text_that_is_left_over_is_told():
    rest = {name: one for name, one in EVIDENCE.parameters.items() if name != "base_life"}
    first, *_ = complaints(replace(EVIDENCE, parameters=rest), "nl")
    assert first == "parameters.base_life.words: has a text in nl and none in English"


def test_english_stands_where_a_text_lacks():
    assert said("parameters", "base_life", "words", "Years of use", "nl") == (DUTCH, "nl")
    assert said("parameters", "base_life", "words", "Years of use", "en") == ("Years of use", "en")
    assert said("parameters", "shelf_life", "words", "Years of use", "nl") == ("Years of use", "en")
    assert untold("parameters", ["base_life", "shelf_life"], "nl") == ["shelf_life"]


def test_a_parameter_of_ones_own_is_in_order_and_told(tmp_path, monkeypatch, capsys):
    top = resources.root()
    for folder in ("configs", "scenarios", "data"):
        shutil.copytree(top / folder, tmp_path / folder)
    own = {"words": "Years of use", "value": 3, "unit": "year", "range": "none", "limits": "[0, 9]"}
    lines = [f"  {key}: {value}" for key, value in own.items()]
    lines += ["  confidence: recalled", '  source: "my own"']
    (tmp_path / "configs" / "parameters" / "own.yaml").write_text(
        "\n".join(["shelf_life:", *lines]) + "\n", encoding="utf-8"
    )
    monkeypatch.setenv(resources.HOME, str(tmp_path))
    monkeypatch.chdir(tmp_path / "data")  # so that ./scenarios is not a second folder of the same
    assert check([]) == 0
    told = capsys.readouterr().err
    assert "parameters.shelf_life.words: has no text in nl" in told


def test_a_place_of_ones_own_without_a_name_is_told():
    axes = {**EVIDENCE.axes.labels, "place": ("brainport", "zeeland"), "cell": ("zeeland.chips",)}
    assert [nameless(axes, load_labels(lang)) for lang in ("nl", "en")] == [["zeeland"], ["zeeland"]]
