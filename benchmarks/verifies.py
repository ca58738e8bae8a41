"""Runs every scenario small, verifies each result, and keeps what `verify` said.

    python benchmarks/verifies.py [--write benchmarks/verifies.md]

One picture is drawn for each, to be quick; `verify` looks at the numbers.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path

from sim.__main__ import main as sim
from sim.command.listing import names
from sim.figures import drawing

SMALL = ("members=4", "end=2027", "workers=1")


def said(*words: str) -> tuple[int, str]:
    """The exit code of a command and the last line of what it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = sim(list(words))
    return code, out.getvalue().strip().splitlines()[-1]


def main() -> int:
    """Run and verify all; 1 where a result is not bit-identical."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", type=Path)
    record = parser.parse_args().write
    record = record and record.absolute()
    first, failed = drawing.pictures()[:1], 0
    drawing.pictures = lambda: first
    lines = ["# Every scenario verified", "", f"`python -m sim scenario=NAME {' '.join(SMALL)}`, then"]
    lines += ["`python -m sim verify NAME`, in the same minute on the same machine.", ""]
    lines += ["| scenario | exit code | verdict |", "|---|---:|---|"]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in names("scenarios"):
            if "." in name:
                continue
            said(f"scenario={name}", *SMALL)
            code, verdict = said("verify", name)
            failed += code != 0 or not verdict.startswith("bit-identical")
            lines.append(f"| {name} | {code} | {verdict} |")
            print(lines[-1], flush=True)
        os.chdir("/")
    if record:
        record.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
