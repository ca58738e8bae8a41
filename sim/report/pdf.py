"""A report or a comparison as PDF: slides (16:9) with a picture each and its sentence on top, and pages (A4)
for a dossier.

Pictures stay drawings and texts stay text. Nothing in a file tells when or by what it was made, so equal
results give equal bytes.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from sim.figures import difference, house
from sim.figures.comparison import pictures_of
from sim.figures.drawing import pictures
from sim.report.comparison import intro, title
from sim.report.report import lead_sentences, made_line, question_of
from sim.results.compared import Comparison
from sim.results.comparison_words import sentence_of, sentences
from sim.results.labels import Labels, suffix
from sim.results.remembering import remember, title_of
from sim.results.store import Stored

PLAIN = {"CreationDate": None, "Creator": None, "Producer": None}
POINTS = 72
"""Points of a PDF in an inch."""
LETTER, LINE = 0.56, 1.4
"""Mean width of a letter, and height of a line, in sizes of the type (DejaVu Sans)."""


@dataclass(frozen=True)
class Format:
    """A size of paper: inches, what stands at most on one, sizes of the type (points)."""

    name: str
    wide: float
    high: float
    margin: float
    pictures: int
    title: float
    text: float
    leads: bool
    """Whether the first page holds all sentences of the summary beside those to remember."""


FORMATS = (
    Format("slides", 13.333, 7.5, 0.6, 1, 24, 16, leads=False),
    Format("pages", 8.268, 11.693, 0.8, 2, 15, 9.5, leads=True),
)
FOOT, GAP = 0.5, 0.25
LEAD = 1.25
"""Type of the first sentence over that of the others."""
SHRUNK = (1.0, 0.92, 0.85, 0.78, 0.7)
"""Sizes of type, as parts of the usual one, that the page of words may have."""


@dataclass(frozen=True)
class Told:
    """What stands on paper: the first page in words, and pictures as PDF with the sentence above each."""

    title: str
    question: str
    warning: str
    remember: Sequence[str]
    rest: Sequence[str]
    made: str
    drawn: Sequence[tuple[str, bytes]]


def write_pdf(stored: Stored, lang: str = "") -> list[Path]:
    """Write `slides.pdf` and `pages.pdf` into the folder of a result (`slides.nl.pdf` where that is not the
    language of the run) and return their paths; ImportError without pypdf."""
    said = stored.read_in(lang)
    other = suffix(lang, stored.info.lang)
    asked = question_of(said)
    with matplotlib.rc_context(fname=house.STYLE):
        told = Told(
            title=title_of(said),
            question=said.labels("report.question", question=asked) if asked else "",
            warning="",
            remember=remember(said),
            rest=lead_sentences(said),
            made=made_line(said),
            drawn=[(_sentence(one, said), _bytes(one.draw(said))) for one in pictures() if one.applies(said)],
        )
        return _write(told, said.labels, stored.folder, other)


def publish_pdf(comparison: Comparison) -> None:
    """Add slides.pdf and pages.pdf to a comparison; for `compare(finish=[publish_pdf])`."""
    write_comparison_pdf(comparison)


def write_comparison_pdf(comparison: Comparison, other: str = "") -> list[Path]:
    """Write slides.pdf and pages.pdf of a comparison into its folder (`other`: as slides.nl.pdf) and return
    their paths; ImportError without pypdf."""
    labels = comparison.labels
    with matplotlib.rc_context(fname=house.STYLE):
        drawn = [
            (
                sentence_of(comparison, one.name, labels),
                _bytes(one.draw()),
            )
            for one in pictures_of(comparison)
        ]
        told = Told(
            title=title(comparison, labels),
            question="",
            warning=labels("figures.unpaired", what=comparison.unpaired) if comparison.unpaired else "",
            remember=sentences(comparison),
            rest=[],
            made=intro(comparison, labels),
            drawn=drawn,
        )
        return _write(told, labels, comparison.folder, other)


def _write(told: Told, labels: Labels, folder: Path, other: str) -> list[Path]:
    found = []
    for size in FORMATS:
        path = folder / f"{size.name}{other}.pdf"
        path.write_bytes(_document(told, labels, size))
        found.append(path)
    return found


def _sentence(picture: ModuleType, stored: Stored) -> str:
    """What stands above a picture: above the first what is remembered, which that picture shows; above others
    what their description finds, after its first sentence, which tells who cannot see them how they look."""
    if picture is difference:
        return remember(stored)[0]
    looks, _, finds = str(picture.description(stored)).partition(". ")
    return finds or looks


def _bytes(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="pdf", metadata=PLAIN)
    return out.getvalue()


def _document(told: Told, labels: Labels, size: Format) -> bytes:
    from pypdf import PdfReader, PdfWriter, Transformation

    rest = [(words, PdfReader(io.BytesIO(picture)).pages[0]) for words, picture in told.drawn]
    groups = [rest[at : at + size.pictures] for at in range(0, len(rest), size.pictures)]
    count = len(groups) + 1
    writer = PdfWriter()
    for number, group in enumerate([[], *groups], start=1):
        sheet = _Sheet(size, labels, number, count)
        places = []
        if number == 1:
            _first(sheet, told)
        room = (sheet.down - FOOT) / max(len(group), 1)
        for at, (words, picture) in enumerate(group):
            sheet.down = size.high - size.margin - at * room if at else sheet.down
            top = sheet.down
            if words:
                sheet.write(words, size.text, bold=size.pictures == 1)
            wide, high = (float(x) / POINTS for x in (picture.mediabox.width, picture.mediabox.height))
            free = room - (top - sheet.down) - GAP
            scale = min((size.wide - 2 * size.margin) / wide, free / high)
            left = (size.wide - scale * wide) / 2
            places.append((picture, scale, left, sheet.down - scale * high))
            sheet.down -= scale * high + GAP
        page = writer.add_page(PdfReader(io.BytesIO(_bytes(sheet.figure))).pages[0])
        for picture, scale, left, bottom in places:
            at_place = Transformation().scale(scale).translate(left * POINTS, bottom * POINTS)
            page.merge_transformed_page(picture, at_place)
        page.compress_content_streams()
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


class _Sheet:
    """A page with the line at its foot; `write` goes down from `down` (inches above the lower edge)."""

    def __init__(self, size: Format, labels: Labels, number: int, count: int) -> None:
        self.size, self.down = size, size.high - size.margin
        self.figure = Figure(figsize=(size.wide, size.high))
        small = 0.6 * size.text if size.pictures == 1 else 0.8 * size.text
        foot: dict[str, Any] = {"va": "bottom", "size": small, "color": house.GREY}
        across = size.margin / size.wide
        self.figure.text(across, 0.22 / size.high, labels("report.kind"), ha="left", **foot)
        self.figure.text(1 - across, 0.22 / size.high, f"{number}/{count}", ha="right", **foot)

    def lines(self, text: str, points: float, *, bold: bool = False) -> list[str]:
        """A paragraph in lines that fit between the margins."""
        wide = (self.size.wide - 2 * self.size.margin) * POINTS / (points * LETTER * (1.12 if bold else 1))
        return textwrap.wrap(text, int(wide))

    def height(self, text: str, points: float, *, bold: bool = False) -> float:
        """What a paragraph takes, with the space below it (inches)."""
        return (len(self.lines(text, points, bold=bold)) * LINE + 0.5) * points / POINTS

    def write(self, text: str, points: float, *, bold: bool = False, colour: str = "black") -> None:
        """A paragraph, and down by what it takes."""
        self.figure.text(
            self.size.margin / self.size.wide, self.down / self.size.high,
            "\n".join(self.lines(text, points, bold=bold)), va="top", ha="left", size=points, color=colour,
            weight="bold" if bold else "normal", linespacing=1.25,
        )  # fmt: skip
        self.down -= self.height(text, points, bold=bold)


def _first(sheet: _Sheet, told: Told) -> None:
    """The page of words: in smaller type where they would run off it, and without the last sentences where
    that is not enough."""
    size = sheet.size
    sheet.write(told.title, size.title, bold=True, colour=house.PURPLE)
    if told.question:
        sheet.write(told.question, size.text, colour=house.GREY)
    if told.warning:
        sheet.write(told.warning, size.text, bold=True, colour=house.WARNING)
    room = sheet.down - FOOT - sheet.height(told.made, 0.8 * size.text)
    said = [*told.remember, *(told.rest if size.leads else ())]

    def taken(part: float) -> float:
        sizes = ((one, part * size.text * (LEAD if at == 0 else 1), at == 0) for at, one in enumerate(said))
        return sum(sheet.height(one, points, bold=bold) for one, points, bold in sizes)

    part = next((one for one in SHRUNK if taken(one) <= room), SHRUNK[-1])
    while len(said) > 1 and taken(part) > room:
        said.pop()
    for at, sentence in enumerate(said):
        sheet.write(sentence, part * size.text * (LEAD if at == 0 else 1), bold=at == 0)
    sheet.write(told.made, 0.8 * size.text, colour=house.GREY)
