"""A report as PDF: sizes of paper, the sentence on top, no moment of making, equal bytes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sim.command.reporting import report as report_command
from sim.figures import difference
from sim.figures.drawing import pictures
from sim.inputs.faults import Faults
from sim.report.pdf import write_pdf
from sim.results.remembering import remember
from sim.results.store import read_run, write_run
from tests.results.synthetic import info, recorded

pypdf = pytest.importorskip("pypdf")


def test_slides_and_pages(tmp_path: Path) -> None:
    stored = read_run(write_run(recorded(8, 0.12), recorded(8), info(), tmp_path))
    slides, pages = write_pdf(stored, "nl")
    assert (slides.name, pages.name) == ("slides.nl.pdf", "pages.nl.pdf")
    for path, (wide, high) in ((slides, (960, 540)), (pages, (595, 842))):
        read = pypdf.PdfReader(path)
        assert len(read.pages) >= 4
        for page in read.pages:
            assert float(page.mediabox.width) == pytest.approx(wide, abs=1)
            assert float(page.mediabox.height) == pytest.approx(high, abs=1)
        assert "CreationDate" not in str(read.metadata)
        first, second = (" ".join(read.pages[at].extract_text().split()) for at in (0, 1))
        sentence = " ".join(remember(stored.read_in("nl"))[0].split())
        assert sentence in first
        assert sentence in second, "the picture of the difference has its sentence on top"
        whole = " ".join(" ".join(page.extract_text().split()) for page in read.pages)
        for picture in (one for one in pictures() if one.applies(stored) and one is not difference):
            looks, finds = " ".join(picture.description(stored.read_in("nl")).split()).split(". ", 1)
            assert finds in whole, picture.NAME
            assert looks not in whole, "how a picture looks is for who cannot see it"
    before = [path.read_bytes() for path in (slides, pages)]
    assert [path.read_bytes() for path in write_pdf(stored, "nl")] == before


def test_a_missing_library_and_a_wrong_kind_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_run(recorded(4), None, info("baseline"), tmp_path)
    with pytest.raises(Faults, match="must be one of html, pdf"):
        report_command([str(folder), "--to", "docx"])
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(Faults, match="pip install 'sim\\[export\\]'"):
        report_command([str(folder), "--to", "pdf"])
    assert not list(folder.glob("*.pdf"))
