"""Writes docs/model/loops.md and a drawing of each loop, out of configs/loops.yaml and the model itself.

    python docs/make_loops.py [--check]

Run it where the package is installed. With --check nothing is written; the answer is 1 where the page is not
what it would be, or a drawing has other words (its strokes may differ by a version of matplotlib).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from draw_loop import svg_of

from sim.core.model import Model
from sim.core.vocabulary import Stock
from sim.inputs import resources
from sim.inputs.scenarios import load_evidence
from sim.readings.loops import Link, Loop, load_loops
from sim.sectors import SECTORS

DOCS = Path(__file__).resolve().parent
PAGE = DOCS / "model" / "loops.md"
DRAWINGS = DOCS / "images" / "loops"
HEAD = """# Feedback loops

{count} loops, {reinforcing} that reinforce and {balancing} that balance. Each is a chain of names in
`configs/loops.yaml`; this page and its drawings are made from it and from the equations by
`docs/make_loops.py`. A test takes the finite difference of every equation in the argument that stands
before it, and cuts each loop from known until on: `python -m pytest tests/engine/test_loops.py`.

A drawing is read clockwise, from the top. A **+** (blue) moves the same way, a **−** (orange) the other
way, all else held. A name in a box is a stock; two strokes across an arrow are a delay or a perception;
a dashed arrow is carried by events. An even number of minuses reinforces (R), an odd number balances
(B)."""


def page(loops: Mapping[str, Loop], model: Model) -> str:
    """The whole page."""
    signs = [loop.sign for loop in loops.values()]
    parts = [HEAD.format(count=len(signs), reinforcing=signs.count(1), balancing=signs.count(-1))]
    numbers = {1: 0, -1: 0}
    for loop in loops.values():
        numbers[loop.sign] += 1
        letter = f"{'R' if loop.sign > 0 else 'B'}{numbers[loop.sign]}"
        parts += [
            f"## {letter}. {loop.title['en']}",
            f"![{loop.title['en']}: the loop as a ring of names](../images/loops/{loop.name}.svg)",
            _about(loop),
            _table(loop, model),
        ]
    return "\n\n".join(parts) + "\n"


def _about(loop: Loop) -> str:
    words = [f"`{loop.name}`, {loop.kind}, {len(loop.links)} links."]
    words += [f"The loop of one {axis}: {label}." for axis, label in loop.where.items()]
    words += [f"Off unless `{name}` is {value:g}." for name, value in loop.switch.items()]
    cut = next(
        link for link in loop.links if (link.source, link.target) == loop.cut or loop.cut in link.steps
    )
    words.append(f"Cut between `{cut.source}` and `{cut.target}`, it moves `{loop.outcome}`.")
    return " ".join(words)


def _table(loop: Loop, model: Model) -> str:
    lines = ["| from | to | sign | what the second is | in |", "|---|---|---|---|---|"]
    for at, link in enumerate(loop.links):
        it = model.declarations[link.target]
        before = loop.links[at - 1]
        cells = (
            _named(link.source, before.who),
            _named(link.target, link.who),
            "+" if link.sign > 0 else "−",
            " ".join([it.words.split("\n")[0], *_remarks(link, model)]),
            f"`{_file(it.file)}`",
        )
        lines.append("| " + " | ".join(one.replace("|", "\\|") for one in cells) + " |")
    return "\n".join(lines)


def _named(name: str, who: str) -> str:
    return f"`{name}`" + (f" {who}" if who else "")


def _remarks(link: Link, model: Model) -> list[str]:
    words = []
    if link.event:
        words.append("Events carry it.")
    if len(link.steps) > 1:
        lags = any(name.endswith("__adjustment") for _, name in link.steps)
        words.append("By a perception." if lags else "After a delay.")
    elif link.steps and isinstance(model.declarations[link.target], Stock):
        words.append("A flow into it." if link.sign > 0 else "A flow out of it.")
    if link.across:
        words.append(f"What one {link.across} has works on the others.")
    if link.depends:
        words.append(f"In most cells: {link.depends}.")
    return words


def _file(file: str) -> str:
    return Path(file).resolve().relative_to(DOCS.parent).as_posix()


def wanted() -> dict[Path, bytes]:
    """Every file that this writes, with what stands in it."""
    evidence = load_evidence()
    model = Model.build(*SECTORS, axes=evidence.axes, parameters=evidence.parameters)
    loops = load_loops(resources.root() / "configs" / "loops.yaml", model)
    files = {DRAWINGS / f"{loop.name}.svg": svg_of(loop, model) for loop in loops.values()}
    return {PAGE: page(loops, model).encode(), **files}


def _differs(path: Path, content: bytes) -> bool:
    there = path.read_bytes()
    if path.suffix != ".svg":
        return there != content
    words = re.compile(rb"<text[^>]*>([^<]*)</text>")
    return words.findall(there) != words.findall(content)


def main() -> int:
    """Write the page and its drawings, or say whether they are up to date."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    files = wanted()
    if parser.parse_args().check:
        old = [path for path, content in files.items() if not path.is_file() or _differs(path, content)]
        old += sorted(set(DRAWINGS.glob("*.svg")) - set(files))
        for path in old:
            print(f"{path.relative_to(DOCS.parent).as_posix()} is out of date: run python docs/make_loops.py",
                  file=sys.stderr)  # fmt: skip
        return 1 if old else 0
    DRAWINGS.mkdir(parents=True, exist_ok=True)
    for path in set(DRAWINGS.glob("*.svg")) - set(files):
        path.unlink()
    for path, content in files.items():
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
