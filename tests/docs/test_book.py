"""The model book tells of all that runs: every name can be looked up, every number leads to a source."""

import re
import sys
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[2] / "docs" / "book"


@pytest.fixture(scope="module")
def made():
    pytest.importorskip("mkdocs")
    sys.path.insert(0, str(BOOK))
    try:
        import hook

        return {address: text for address, (_, _, text) in hook.pages().items()}
    finally:
        sys.path.remove(str(BOOK))


@pytest.fixture(scope="module")
def contents():
    sys.path.insert(0, str(BOOK))
    try:
        from contents import Contents

        return Contents()
    finally:
        sys.path.remove(str(BOOK))


def test_every_declaration_of_the_model_has_an_entry(made, contents):
    from sim.core.vocabulary import Declaration
    from sim.sectors import SECTORS

    anchors = {anchor for text in made.values() for anchor in re.findall(r"\{#(\w+)\}", text)}
    declared = {
        name for module in SECTORS for name, it in vars(module).items() if isinstance(it, Declaration)
    }
    assert declared <= anchors
    assert set(contents.parameters) <= anchors


def test_whatever_an_equation_reads_is_told_of(contents):
    known = set(contents.variables) | set(contents.parameters) | contents.indicators | {"cells"}
    delays = {f"{one.name}__under_way" for one in contents.entries}
    unknown = {
        (one.name, need)
        for one in contents.entries
        for need in contents.needs(one)
        if need not in known | delays
    }
    assert not unknown


def test_links_of_the_drawings_lead_to_entries(made):
    anchors = {
        address.removeprefix("book/").replace(".md", ".html"): set(re.findall(r"\{#(\w+)\}", text))
        for address, text in made.items()
    }
    for address, text in made.items():
        page = address.removeprefix("book/").replace(".md", ".html")
        for to, anchor in re.findall(r'<a href="([\w.]*)#(\w+)"', text):
            assert anchor in anchors[to or page], (address, to, anchor)


def test_from_an_outcome_to_the_source_of_a_parameter_in_three_links(contents):
    """share → a variable → an equation → a parameter with its source or whose assumption it is."""
    reached = {"share"}
    first = contents.outcomes["share"]
    step = set(contents.needs(first))
    for _ in range(3):
        reached |= step
        step = {
            need
            for name in step
            if name in contents.variables
            for need in contents.needs(contents.variables[name])
        }
    parameters = [contents.parameters[name] for name in reached if name in contents.parameters]
    assert parameters
    assert all(one.source or one.assumption for one in contents.parameters.values())


def test_an_equation_is_shown_as_it_stands(contents):
    import numpy as np

    from sim.core import vocabulary

    sys.path.insert(0, str(BOOK))
    try:
        from contents import equation_text
    finally:
        sys.path.remove(str(BOOK))
    one = contents.outcomes["share"]
    scope = {"np": np, "total": vocabulary.total}
    exec(equation_text(one.it), scope)
    shown, ran = scope["share"], one.it.function
    assert shown.__code__.co_code == ran.__code__.co_code
    assert shown.__code__.co_varnames == ran.__code__.co_varnames
