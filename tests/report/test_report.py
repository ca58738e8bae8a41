"""The report and the page of a comparison: offline, escaped, every picture with words and a table."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.report import comparison, report
from sim.report.assumptions import assumption_grid
from sim.results.compare import compare
from sim.results.store import Stored, read_run, write_run
from tests.results.synthetic import info, recorded

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Collects ids, references and whether tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.referred: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.referred += (given.get("aria-labelledby") or "").split()
        self.loads += [given[name] or "" for name in ("src", "href", "xlink:href") if name in given]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    where = tmp_path_factory.mktemp("report")
    titles = {"en": "More <b>IPCEI</b> & faster", "nl": "Meer <b>IPCEI</b>"}
    said = info(titles=titles, notes=("stay_rate.other reaches the scenario alone",))
    return read_run(write_run(recorded(16, 0.12), recorded(16), said, where, finish=[report.publish]))


@pytest.fixture(scope="module")
def text(stored: Stored) -> str:
    return (stored.folder / "report.html").read_text(encoding="utf-8")


def test_pictures_and_report_come_with_the_folder(stored: Stored) -> None:
    figures = {path.name for path in (stored.folder / "figures").iterdir()}
    assert {"difference.svg", "difference.png", "share.svg", "money.png"} <= figures


def test_the_page_is_well_formed_and_ids_are_unique(text: str) -> None:
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert set(page.referred) <= set(page.ids)


def test_nothing_is_loaded_from_elsewhere(text: str) -> None:
    assert all(one.startswith("#") for one in Page(text).loads)
    assert "<script" not in text
    assert "@import" not in text
    assert "<img" not in text
    assert "default-src 'none'" in text.split("<title>")[0], "a browser is told to load nothing"
    assert not re.search(r"url\((?!#)", text)


def test_every_picture_has_title_description_and_table(text: str) -> None:
    assert text.count('role="img"') == text.count("<figure") == 8
    for picture in re.findall(r"<figure.*?</figure>", text, flags=re.DOTALL):
        assert re.search(r'<title id="\w+-title">[^<]+</title><desc id="\w+-desc"[^>]*>[^<]+</desc>', picture)
        assert "<details>" in picture
        assert "<table" in picture


def test_words_from_files_are_escaped(text: str) -> None:
    assert "More &lt;b&gt;IPCEI&lt;/b&gt; &amp; faster" in text
    assert "&lt;no&gt; estimate" in text


def test_it_says_what_a_reader_needs(text: str) -> None:
    for needed in (
        "Projection (verkenning)",
        "half of the members: ",
        "What holds output in Brainport back most",
        "IPCEI ME/CT (instruments.ipcei_me_ct.money)",
        "⚠ weak: assumption",
        "https://www.nuffic.nl/",
        "python -m sim scenario=ipcei_boost members=64",
        "stay_rate.other reaches the scenario alone",
    ):
        assert needed in text, needed
    assert "forecast" not in text.lower()


def test_weak_assumptions_come_first(stored: Stored) -> None:
    assert [row[0] for row in assumption_grid(stored).rows] == ["rd_elasticity", "stay_rate[other]"]


def test_a_report_is_redrawn_the_same(stored: Stored, text: str) -> None:
    assert report.redraw(stored.folder).read_text(encoding="utf-8") == text


def test_a_base_alone_has_a_report(tmp_path: Path) -> None:
    said = info("baseline", differs=(), changes=(), parameters=(), question="", questions={})
    folder = write_run(recorded(4), None, said, tmp_path, finish=[report.publish])
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "Nothing; this run is the base." in text
    assert "Compared with" not in text


def test_the_page_of_a_comparison(stored: Stored, tmp_path: Path) -> None:
    other = write_run(recorded(4, 0.1, seed=2), recorded(4, seed=2), info("other", seed=2), tmp_path)
    folder = compare([stored.folder, other], out=tmp_path / "c", unpaired=True, finish=[comparison.publish])
    text = (folder / "comparison.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert text.count("UNPAIRED") >= 3
    assert (folder / "figures" / "difference.svg").exists()
