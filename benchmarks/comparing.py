"""Times the comparison of all scenarios from stored results: a cold process each, the median.

    python benchmarks/comparing.py FOLDER [--members 512] [--repeat 3]

FOLDER holds the results; where it has none they are made first, which takes minutes. Measure on a machine
that does nothing else: the load before and after is printed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from speed.measuring import load, machine, python, used_by_children

LIMIT = 20
"""Seconds that a comparison of 14 scenarios of 512 members may take."""


def results(folder: Path, members: int) -> list[Path]:
    """The results in `folder`, one a scenario, made where there are none."""
    if not list(folder.glob("*/*/run.json")):
        folder.mkdir(parents=True, exist_ok=True)
        words = ["-m", "sim", "-m", "scenario=glob(*)", f"members={members}", f"results={folder.resolve()}"]
        python(words, folder)
    found = sorted(path.parent for path in folder.glob("*/[!.]*/run.json"))
    return list({path.parent.name: path for path in found}.values())


def main() -> int:
    """Measure and print; returns 1 where the median is above `LIMIT`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--members", type=int, default=512)
    parser.add_argument("--repeat", type=int, default=3)
    chosen = parser.parse_args()
    found = results(chosen.folder, chosen.members)
    print(f"{machine()}. Load before: {load()}.", flush=True)
    seconds, processor = [], []
    for _ in range(chosen.repeat):
        with tempfile.TemporaryDirectory() as empty:
            begun, used = time.perf_counter(), used_by_children()
            words = ["-m", "sim", "compare", *(str(one.resolve()) for one in found), "--out", f"{empty}/made"]
            python(words, Path(empty))
            seconds.append(time.perf_counter() - begun)
            processor.append(used_by_children() - used)
    middle = statistics.median(seconds)
    print(
        f"{len(found)} results, {chosen.members} members: median of {chosen.repeat} {middle:.1f} s "
        f"({min(seconds):.1f} to {max(seconds):.1f}), processor {statistics.median(processor):.1f} s. "
        f"Load after: {load()}. {'Within' if middle <= LIMIT else 'OVER'} {LIMIT} s."
    )
    return int(middle > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
