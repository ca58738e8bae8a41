"""Puts the picture of the README in docs/images, drawn again from a stored result.

    python docs/refresh_images.py RESULT

RESULT is a result folder as `python -m sim` writes it; run this where the package is installed, as the README
sets it up. The same result gives the same bytes. Of which result the picture is, the page that shows it says.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sim.figures import share
from sim.figures.drawing import picture
from sim.results.store import read_run

IMAGES = Path(__file__).resolve().parent / "images"


def main() -> int:
    """Draw and write; returns 2 where RESULT is no result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("result", type=Path)
    folder = parser.parse_args().result
    try:
        stored = read_run(folder)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    found = picture(share, stored, stored)
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / f"{found.name}.svg").write_bytes(found.svg)
    info = stored.info
    print(f"{IMAGES / found.name}.svg: {info.scenario}, {info.members} members, seed {info.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
