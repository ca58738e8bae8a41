"""Measures the engine, part by part, and writes the page of what was found.

    python benchmarks/engine.py [PART ...] [--write docs/benchmarks.md] [--quick]
    python benchmarks/engine.py --page --write docs/benchmarks.md

Without PART all are measured, which takes some 40 minutes on two idle cores; none takes more than ten
(`--parts` lists them with the time of each). With `--write` what each part finds is kept as data beside the
page (docs/benchmarks.json) as soon as it is there, and the page is made of all that is kept: a part measured
again replaces its own figures and leaves the others. `--page` measures nothing and writes the page anew.
`--quick` takes tiny sizes, to try the benchmark itself.

Each run is a process of its own; a compiled step is made before the first. Measure on a machine that does
nothing else: what other work took of it is measured too and told.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from speed import kept
from speed.aims import percent
from speed.kept import Measured
from speed.measuring import CHECKOUT, OtherWork, inside, machine
from speed.page import page
from speed.parts import FULL, PARTS, QUICK


def measured(name: str, *, quick: bool) -> Measured:
    """Measure one part."""
    other, begun, engine = OtherWork(), time.perf_counter(), kept.engine()
    found = PARTS[name].measure(QUICK if quick else FULL)
    return Measured(found, time.perf_counter() - begun, other.part(), engine, machine(), quick)


def main() -> int:
    """Measure what is asked for; 1 where a part failed, 2 where the words are in disorder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", nargs="*", metavar="PART")
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", type=Path, metavar="PAGE")
    chosen = parser.parse_args()
    if chosen.parts:
        return listed()
    unknown = [name for name in chosen.part if name not in PARTS]
    if unknown:
        parser.error(f"no part is called {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if chosen.page and (chosen.part or not chosen.write):
        parser.error("--page measures no part and needs --write")
    if chosen.write and not chosen.write.resolve().parent.is_dir():
        parser.error(f"--write {chosen.write}: there is no folder {chosen.write.parent}")
    with tempfile.TemporaryDirectory() as nowhere:
        path = chosen.write or Path(nowhere) / "page.md"
        data = path.with_suffix(".json")
        if any(one.quick != chosen.quick for one in kept.read(data).values()) and not chosen.page:
            parser.error(f"{data} holds figures of {'full' if chosen.quick else 'tiny'} sizes")
        names = () if chosen.page else [name for name in PARTS if not chosen.part or name in chosen.part]
        failed = measure(names, path, quick=chosen.quick)
        if chosen.page:
            write(path)
        if not chosen.write:
            print(path.read_text(encoding="utf-8") if path.exists() else "")
    return int(failed)


def measure(names: Sequence[str], path: Path, *, quick: bool) -> bool:
    """Measure these parts and put each where it is kept, and the page; whether any failed."""
    data, failed = path.with_suffix(".json"), False
    if names:
        say("the compiled step is made where it is not there")
        for scenario in ("baseline", "ipcei_boost"):
            inside("run", f'{{"members": 100, "end": 2014, "known_until": 2012, "scenario": "{scenario}"}}')
    for name in names:
        say(f"{name}: {PARTS[name].words}" + ("" if quick else f", some {PARTS[name].seconds} s when idle"))
        try:
            one = measured(name, quick=quick)
        except RuntimeError as error:
            say(f"{name} failed: {error}")
            failed = True
            continue
        say(f"{name}: {one.seconds:.0f} s, other work {percent(one.other_work)}")
        all_kept = {**kept.read(data), name: one}
        kept.write(data, {each: all_kept[each] for each in PARTS if each in all_kept})
        write(path)
    return failed


def write(path: Path) -> None:
    """Make the page of what is kept beside it; it tells its own name as from the top of the checkout."""
    whole = path.resolve()
    shown = whole.relative_to(CHECKOUT).as_posix() if whole.is_relative_to(CHECKOUT) else "docs/benchmarks.md"
    path.write_text(page(kept.read(path.with_suffix(".json")), shown), encoding="utf-8")


def say(text: str) -> None:
    """Tell how far the measuring is, apart from the page."""
    print(f"# {text}", file=sys.stderr, flush=True)


def listed() -> int:
    """Print the parts and their time."""
    for name, part in PARTS.items():
        print(f"{name:<12} {part.seconds:>4} s  {part.words}")
    print(f"{'all':<12} {sum(part.seconds for part in PARTS.values()) / 60:>4.0f} minutes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
