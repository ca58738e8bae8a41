"""Runs every scenario, variant and overlay small, verifies each result, and keeps what `verify` said.

    python benchmarks/verifies.py [--workers 2] [--write benchmarks/verifies.md]

No pictures or report are made, to be quick: `verify` looks at the numbers.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from sim.__main__ import main as sim
from sim.command.listing import names
from sim.report import report

SMALL = ("members=8", "end=2031", "workers=1")
UNDER = "ipcei_boost"
"""The scenario that is run in each overlay."""


def said(*words: str) -> tuple[int, str]:
    """The exit code of a command and the last line of what it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = sim(list(words))
    return code, out.getvalue().strip().splitlines()[-1]


def verified(words: Sequence[str]) -> tuple[int, str]:
    """What `verify` says of the run of these words, in a folder of its own."""
    report.publish = lambda stored: None
    with tempfile.TemporaryDirectory() as folder:
        code, last = said(*words, *SMALL, f"results={folder}")
        if code:
            return code, f"not run: {last}"
        (made,) = Path(folder).glob("[!.]*/*/")
        return said("verify", str(made))


def main() -> int:
    """Run and verify all; 1 where a result is not bit-identical."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    record = chosen.write and chosen.write.absolute()
    asked = [(f"scenario={name}",) for name in names("scenarios")]
    asked += [(f"scenario={UNDER}", f"overlay={name}") for name in names("overlays")]
    lines = ["# Every scenario verified", "", f"`python -m sim scenario=NAME {' '.join(SMALL)}`, then"]
    lines += ["`python -m sim verify RESULT`, in the same minute on the same machine: every scenario and"]
    lines += [f"variant, and `{UNDER}` in every overlay.", ""]
    lines += ["| run | exit code | verdict |", "|---|---:|---|"]
    begun, failed = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as above:
        os.environ.pop("SIM_SCENARIO_PATH", None)
        os.chdir(above)
        with ProcessPoolExecutor(chosen.workers, multiprocessing.get_context("fork")) as pool:
            for words, (code, verdict) in zip(asked, pool.map(verified, asked), strict=True):
                failed += code != 0 or not verdict.startswith("bit-identical")
                name = " ".join(words).replace("scenario=", "")
                lines.append(f"| {name} | {code} | {verdict} |")
                print(lines[-1], flush=True)
        os.chdir("/")
    end = f"{len(asked) - failed} of {len(asked)} bit-identical. {time.monotonic() - begun:.0f} s"
    lines += ["", f"{end}, {chosen.workers} at a time."]
    print(lines[-1])
    if record:
        record.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
