"""A changed equation shows in the golden XMILE file, so that a review cannot miss it."""

from __future__ import annotations

import difflib
from xml.etree import ElementTree

import pytest

from tests.readings import golden

SHOWN = 20
NAMESPACE = "{http://docs.oasis-open.org/xmile/ns/XMILE/v1.0}"


@pytest.fixture(scope="module")
def now() -> str:
    """The document from the equations as they are."""
    return golden.text()


def test_the_equations_are_those_of_the_golden_file(now: str) -> None:
    kept = golden.FILE.read_text(encoding="utf-8")
    if now != kept:
        changed = difflib.unified_diff(kept.splitlines(), now.splitlines(), "golden", "now", "", "", 0, "")
        shown = "\n".join(line[:300] for line in list(changed)[: 2 * SHOWN])
        pytest.fail(
            f"equations differ from {golden.FILE.name}:\n{shown}\n"
            "If that is meant: python -m tests.readings.golden, and commit the file with the change.",
            pytrace=False,
        )


def test_the_golden_file_holds_the_whole_model(now: str) -> None:
    """Each variable once, none that is not of the model, and no stock without its flows."""
    variables = ElementTree.fromstring(now).findall(f".//{NAMESPACE}variables/*")
    named = [each.get("name", "") for each in variables if not each.tag.endswith("gf")]
    assert len(named) == len(set(named))
    stocks = [each for each in variables if each.tag.endswith("stock")]
    flows = {each.text for stock in stocks for each in stock if each.tag.endswith("flow")}
    assert len(stocks) > 200
    assert flows <= set(named)
