"""Writes the measured figures of the documentation anew: each number between two marks of a page.

    python docs/make_figures.py [--members 64] [--only model/talent.md,relief.md] [--check]

Run it where the package is installed, after the model has changed. `docs/figures.yaml` says of each figure
which runs it is of and how it is read; a page says where it stands:

    In 2023 there were <!--=jobs-->51,000 (45,100–56,500)<!--/--> jobs.

What is between the marks is written anew, nothing else. Runs that figures share are run once. What was
measured is kept in a file under the key of all that changes a number (inputs, record, code), so a command
that was stopped goes on where it was, and a second one changes nothing and runs nothing. `--check` says which
figures are not those of today's model, and leaves with code 1 where there are any; it measures nothing.

docs/book/impact.csv, the correlations of the model book, is made as well.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS))

from asking import KINDS, Asking, needed, runs_in  # noqa: E402

DEFINITIONS = DOCS / "figures.yaml"
SOURCES = ("asking.py", "figure_tables.py", "make_questions.py", "make_impact.py")
"""What reads figures; a change of it measures them anew."""
MARKED = re.compile(r"<!--=(\w+)-->(.*?)<!--/-->", re.DOTALL)


def load() -> tuple[dict[str, list[str]], dict[str, dict[str, dict[str, Any]]]]:
    """The runs by name, and the figures by page and name."""
    pages = yaml.safe_load(DEFINITIONS.read_text(encoding="utf-8"))
    return pages.pop("runs"), pages


def marks(page: str) -> dict[str, str]:
    """The figures that a page shows: by name, what stands there."""
    return dict(MARKED.findall((DOCS / page).read_text(encoding="utf-8")))


def faults(runs: Mapping[str, list[str]], pages: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What is wrong with the definitions: figures without a mark, marks without a figure, unknown runs."""
    for page, figures in pages.items():
        names = [name for name, _ in MARKED.findall((DOCS / page).read_text(encoding="utf-8"))]
        yield from (f"{page}: mark {name} stands twice" for name in {*names} if names.count(name) > 1)
        yield from (f"{page}: mark {name} has no figure" for name in names if name not in figures)
        yield from (f"{page}: figure {name} has no mark" for name in figures if name not in names)
        for name, one in figures.items():
            if next(iter(one)) not in KINDS:
                yield f"{page}: {name}: unknown kind {next(iter(one))}"
            yield from (f"{page}: {name}: no run {run}" for run in runs_in(one) if run not in runs)


class Kept:
    """Figures measured before, by a key of all that changes them; on disk, in a file that may be deleted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._figures: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def get(self, key: str) -> str | None:
        """The figure of an equal question."""
        return self._figures.get(key)

    def put(self, key: str, text: str) -> None:
        """Keep a figure, on disk at once."""
        self._figures[key] = text
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".part")
        new.write_text(json.dumps(self._figures, ensure_ascii=False, indent=0, sort_keys=True), "utf-8")
        new.replace(self._path)


def write(page: str, told: Mapping[str, str]) -> None:
    """Put the figures between the marks of a page."""
    path = DOCS / page
    text = path.read_text(encoding="utf-8")
    path.write_text(MARKED.sub(lambda m: f"<!--={m[1]}-->{told.get(m[1], m[2])}<!--/-->", text), "utf-8")


def main() -> int:
    """Measure and write; returns 2 where the definitions are wrong, 1 where `--check` finds old figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, default=64)
    parser.add_argument("--impact-members", type=int, default=512, help="of the run for book/impact.csv")
    parser.add_argument("--only", default="", help="pages, with commas; without book/impact.csv")
    parser.add_argument("--kept", type=Path, default=Path("results") / "figures.json")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    runs, pages = load()
    wrong = list(faults(runs, pages))
    only = asked.only.split(",") if asked.only else list(pages)
    wrong += [f"{page}: no page with figures" for page in only if page not in pages]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 2
    asking, kept, old = Asking(runs, asked.members), Kept(asked.kept), []
    source = sha256(b"".join((DOCS / one).read_bytes() for one in SOURCES)).hexdigest()
    for number, page in enumerate(only):
        later = (needed(one) for other in only[number:] for one in pages[other].values())
        asking.forget_all_but(set().union(*later))
        there, told = marks(page), {}
        for name, one in pages[page].items():
            words = json.dumps([source, asking.key(one), one], sort_keys=True)
            key = sha256(words.encode()).hexdigest()[:32]
            text = kept.get(key)
            if text is None and not asked.check:
                text = asking.told(one)
                kept.put(key, text)
            if text != there[name]:
                old.append(f"{page}: {name}: {_short(there[name])} → {_short(text or 'not measured yet')}")
            if text is not None:
                told[name] = text
        if not asked.check:
            write(page, told)
            print(f"{page}: {len(told)} figures", flush=True)
    if not asked.only:
        old += impact(kept, source, asked.impact_members, check=asked.check)
    print("\n".join(old) if old else "every figure is that of today's model", flush=True)
    return 1 if asked.check and old else 0


def impact(kept: Kept, source: str, members: int, *, check: bool) -> list[str]:
    """Make docs/book/impact.csv of a baseline with so many members; returns what was old."""
    asking = Asking({"base": []}, members)
    key = sha256(json.dumps([source, "impact", asking.identity("base")]).encode()).hexdigest()[:32]
    path, text = DOCS / "book" / "impact.csv", kept.get(key)
    if text is None and not check:
        text = asking.impact()
        kept.put(key, text)
    if text == path.read_text(encoding="utf-8"):
        return []
    if text is not None and not check:
        path.write_text(text, encoding="utf-8")
    return ["book/impact.csv: " + ("not measured yet" if text is None else "other correlations")]


def _short(text: str) -> str:
    return f"{text.strip().count(chr(10)) + 1} lines" if "\n" in text else text


if __name__ == "__main__":
    sys.exit(main())
