"""Every number in a sentence, a table and a picture is the stored one; no word is left in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim
from sim.inputs.translations import KEYS, translations
from sim.report.report import redraw
from sim.results.binding import GROUPS
from sim.results.labels import load_labels
from sim.results.wording import LITTLE
from tests.report.looking_up import Stored
from tests.report.reading import Report, astray, misread

EVIDENCE = sorted(
    (t for kind in KEYS for one in translations(kind, "nl").values() for t in one.values()), key=len
)[::-1]
OF_PICTURES = ("svg", "g", "text", "tspan", "defs")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = sim.run(
        "ipcei_boost", members=4, end=2031, lang="nl", results=str(tmp_path_factory.mktemp("numbers"))
    )
    return made.folder


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, Report]:
    """The report that the run wrote, and the one in the other language."""
    paths = {"nl": folder / "report.html", "en": redraw(folder, "en")}
    return {lang: Report(path.read_text(encoding="utf-8")) for lang, path in paths.items()}


@pytest.fixture(params=["nl", "en"])
def report(request: pytest.FixtureRequest, pages: dict[str, Report]) -> tuple[Report, str]:
    return pages[request.param], request.param


def test_every_number_is_the_stored_one(report: tuple[Report, str], folder: Path) -> None:
    page, stored = report[0], Stored(folder, GROUPS)
    assert len({key for key, _, _ in page.numbers}) > 500
    kinds = {key.partition("/")[0] for key, _, _ in page.numbers}
    assert kinds >= {"run", "difference", "series", "binding", "money", "own", "accounts", "summary", "info"}
    assert astray(page.numbers, stored.look) == []


def test_a_number_is_shown_as_it_is(report: tuple[Report, str]) -> None:
    page, lang = report
    assert misread(page.numbers, lang) == []


def test_no_number_stands_without_a_key(pages: dict[str, Report]) -> None:
    labels = load_labels("nl")
    known = set(re.findall(r"[\d.,]*\d", " ".join(labels.texts.values())))
    known |= {labels.number(100 * LITTLE, 1), "1"}  # a limit in the code, and the unit 1
    without = ("style", "code", "dd", "title", "desc", "svg")
    loose = [
        (number, text)
        for text, lang in pages["nl"].said(without=without)
        if lang == "nl"  # what files say in English is quoted as it is
        for number in re.findall(r"(?<![\w.])[\d.,]*\d", _without_evidence(text))
        if number not in known and not re.fullmatch(r"(19|20)\d\d", number)
    ]
    assert [one for one in loose if "_" not in one[1]] == []


def test_a_dutch_report_has_no_english_words(pages: dict[str, Report]) -> None:
    page = pages["nl"]
    dutch, english = ({*_words(" ".join(load_labels(lang).texts.values()))} for lang in ("nl", "en"))
    left = {
        word
        for text, lang in page.said()
        if lang == "nl"
        for word in _words(re.sub(r"\([\w.]*[_.][\w.]*\)|\b\w+_\w+\b", "", _without_evidence(text)))
        if word in english - dutch
    }
    assert left == set()


def _without_evidence(text: str) -> str:
    """What the page says by itself; texts of the evidence: tests/results/test_translations.py."""
    for one in EVIDENCE:
        text = text.replace(one, "")
    return text


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]{2,}", re.sub(r"{\w*}", " ", text).lower())


def test_what_stands_in_another_language_says_so(pages: dict[str, Report]) -> None:
    page = pages["nl"]
    assert {lang for _, lang in page.said()} == {"nl", "en"}
    told = {text for text, lang in page.said() if lang == "en"}
    assert any("http" in text for text in told), "sources are quoted as the files have them"


def test_redrawn_reports_and_pictures_are_the_same_bytes(folder: Path, pages: dict[str, Report]) -> None:
    def everything() -> dict[str, bytes]:
        found = sorted([*folder.glob("report*.html"), *folder.glob("figures*/*")])
        return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}

    first = everything()
    assert {"report.html", "report.en.html", "figures/share.svg", "figures.en/share.svg"} <= set(first)
    redraw(folder)
    assert everything() == first
