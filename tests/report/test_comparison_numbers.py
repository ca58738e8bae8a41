"""Every number in a sentence, a table and a picture of a comparison is the stored one, in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from sim.figures import comparison as pictures
from sim.report.comparison import publish
from sim.results.compare import compare
from sim.results.labels import load_labels
from sim.results.store import write_run
from sim.results.wording import LITTLE, MOST_MEMBERS
from tests.report.looking_up_comparison import Compared
from tests.report.reading import Report, astray, misread
from tests.results.synthetic import info, recorded

CASES = ("one_future", "two_futures", "base_apart", "design")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Comparisons in one future; in two, with so few panels that tables take over; against a base that is not
    the own; and of a design: five points of two policies."""
    where = tmp_path_factory.mktemp("compared")
    runs: dict[str, list[Path]] = {"[]": [], "downturn": []}
    for members, overlay in ((16, "[]"), (12, "downturn")):
        base, words = recorded(members, seed=members), {"overlay": overlay, "members": members}
        for name, boost in (("baseline", None), ("ipcei_boost", 0.12), ("grid_first", 0.001)):
            run = base if boost is None else recorded(members, boost, seed=members)
            own = None if boost is None else base
            runs[overlay].append(write_run(run, own, info(name, configuration=words), where))
    plain, sampled, base = runs["[]"], [], recorded(8)
    for at in range(5):
        for name, boost in (("baseline", 0.0), ("ipcei_boost", 0.03)):
            run, aid = recorded(8, boost * at), {"ipcei_ast": {"money": 10.5 + 2 * at}}
            words = {"members": 8, "instruments": aid, "equal_money": 60 - at * at}
            sampled.append(write_run(run, base, info(name, configuration=words), where))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "PANELS", 3)
        return {
            "one_future": compare(plain, out=where / "one_future", finish=[publish]),
            "base_apart": compare(plain, plain[2], where / "base_apart", lang="nl", finish=[publish]),
            "design": compare(sampled, out=where / "design", lang="nl", finish=[publish]),
            "two_futures": compare(
                [*plain, *runs["downturn"]], out=where / "two_futures", lang="nl", finish=[publish]
            ),
        }


@pytest.fixture(params=CASES)
def page(request: pytest.FixtureRequest, folders: dict[str, Path]) -> tuple[Report, Compared]:
    folder = folders[request.param]
    return Report((folder / "comparison.html").read_text(encoding="utf-8")), Compared(folder)


def test_every_number_is_the_stored_one(page: tuple[Report, Compared]) -> None:
    report, stored = page
    assert len({key for key, _, _ in report.numbers}) > 150
    least = 15 if (stored.folder / "design.csv").exists() else 40
    assert report.text.count(" data-value=") > least, "texts in pictures carry keys too"
    assert astray(report.numbers, stored.look) == []


def test_equal_keys_carry_equal_numbers_shown_as_they_are(page: tuple[Report, Compared]) -> None:
    report, _ = page
    values = defaultdict(set)
    for key, value, _ in report.numbers:
        values[key].add(f"{value:.9g}")
    assert {key: found for key, found in values.items() if len(found) > 1} == {}
    assert misread(report.numbers, report.lang) == []


def test_the_pages_hold_every_kind_of_number(folders: dict[str, Path]) -> None:
    kinds = {
        key.partition("/")[0]
        for folder in folders.values()
        for key, _, _ in Report((folder / "comparison.html").read_text(encoding="utf-8")).numbers
    }
    tables = {"runs", "regret", "regret_by_future", "pairs", "equal_money", "binding", "places_segments"}
    tables.add("design")
    assert kinds == {"level", "difference", "count", "hindcast", "trust", *tables}


def test_the_table_of_key_figures_agrees(page: tuple[Report, Compared]) -> None:
    """What a spreadsheet reads in key_figures.csv is what the page shows."""
    report, stored = page
    shown = {key: value for key, value, _ in report.numbers}
    for row in stored.table("key_figures").to_dict("records"):
        key = f"difference/{row['run']}/{row['figure']}/{row['year']}/mean"
        if key in shown:
            assert shown[key] == pytest.approx(row["difference_mean"], rel=1e-9)
    assert any(key.startswith("level/") for key in shown)


def test_no_number_stands_without_a_key(page: tuple[Report, Compared]) -> None:
    report, stored = page
    labels = load_labels(report.lang)
    known = set(re.findall(r"[\d.,]*\d", " ".join(labels.texts.values()))) | {labels.number(MOST_MEMBERS)}
    known |= {labels.number(100 * LITTLE, 1)}
    names = [*stored.runs.index, *stored.runs["future"].dropna()]
    loose = [
        (number, text)
        for text, _ in report.said(without=("style", "code", "title", "desc", "svg"))
        for number in re.findall(r"(?<![\w.])[\d.,]*\d", _without(names, text))
        if number not in known and not re.fullmatch(r"(19|20)\d\d", number)
    ]
    assert loose == []


def _without(names: list[str], text: str) -> str:
    for name in names:
        text = text.replace(name, "")
    return text
