"""Gives MkDocs the model book: pages made from the model at each build, so that none can be out of date."""

from __future__ import annotations

from typing import Any

from contents import Contents
from equations import Equations
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from parameters import Parameters
from subjects import boundary, events, index, quality, reporting

BOOK = "book"


def pages() -> dict[str, tuple[str, str, str]]:
    """By address: the part of the book, the title in the menu, the text."""
    contents = Contents()
    equations = Equations(contents)
    parameters = Parameters(contents, equations)
    made = {
        "book/index.md": ("", "Purpose and contents", index(contents)),
        "book/boundary.md": ("", "Boundary", boundary(contents)),
    }
    for page in contents.sectors:
        part = "Outcomes" if page.startswith("outcomes_") else "Sectors"
        title = page.removeprefix("outcomes_").replace("_", " ").capitalize()
        made[f"book/{page}.md"] = (part, title, equations.page(page))
    for stem in parameters.files:
        title = stem.replace("_", " ").capitalize()
        made[f"book/parameters_{stem}.md"] = ("Parameters", title, parameters.page(stem))
    made["book/events.md"] = ("", "Events", events(contents))
    made["book/quality.md"] = ("", "Quality", quality(contents))
    made["book/reporting.md"] = ("", "Reporting items", reporting())
    return made


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the book into the menu."""
    made = config.extra[BOOK] = pages()
    book: list[dict[str, Any]] = []
    parts: dict[str, list[dict[str, str]]] = {}
    for address, (part, title, _) in made.items():
        if part and part not in parts:
            parts[part] = []
            book.append({part: parts[part]})
        (parts[part] if part else book).append({title: address})
    assert config.nav is not None
    config.nav.insert(-1, {"Model book": book})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages."""
    for address, (_, _, text) in config.extra[BOOK].items():
        files.append(File.generated(config, address, content=text))
    return files
