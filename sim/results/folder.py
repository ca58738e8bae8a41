"""A folder for what a command makes beside runs: whole or not at all, named by moment and a short mark."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sim.results.store import short_mark


def write_whole(above: Path, fill: Callable[[Path], None]) -> Path:
    """Make above/<YYYYMMDD-HHMMSS>-<6 hex>/, let `fill` write into it and return it.

    It is written under a name that begins with a dot and renamed at the end; whatever fails leaves none.
    """
    final = above / f"{datetime.now():%Y%m%d-%H%M%S}-{short_mark(secrets.token_hex(4))}"
    making = final.with_name(f".{final.name}")
    making.mkdir(parents=True)
    try:
        fill(making)
        making.rename(final)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return final
