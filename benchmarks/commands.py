"""Times whole commands as an analyst types them: a cold process each time, the median of three.

    python benchmarks/commands.py [--members 512] [--repeat 3]

Prints a table of seconds; writes nothing outside a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def seconds(words: list[str], folder: Path) -> float:
    """Wall-clock seconds of one command in a new process; raises when it fails."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "sim", *words], cwd=folder, env=environment, check=True, capture_output=True
    )
    return time.perf_counter() - begun


def main() -> None:
    """Measure each command `repeat` times and print the median with the spread."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, default=512)
    parser.add_argument("--repeat", type=int, default=3)
    chosen = parser.parse_args()
    size = f"members={chosen.members}"
    commands = {
        "--help": ["--help"],
        "list scenarios": ["list", "scenarios"],
        "check": ["check"],
        f"baseline, {size}": ["force=true", size],
        f"ipcei_boost, {size}": ["scenario=ipcei_boost", "force=true", size],
        f"two scenarios, {size}": ["-m", "scenario=baseline,ipcei_boost", "force=true", size],
    }
    version = sys.version.split()[0]
    print(f"{os.cpu_count()} cores, Python {version}, median of {chosen.repeat} (least to most), seconds")
    for name, words in commands.items():
        with tempfile.TemporaryDirectory() as folder:
            taken = [seconds(words, Path(folder)) for _ in range(chosen.repeat)]
        middle = statistics.median(taken)
        print(f"{name:<36}{middle:8.2f}   ({min(taken):.2f} to {max(taken):.2f})", flush=True)


if __name__ == "__main__":
    main()
