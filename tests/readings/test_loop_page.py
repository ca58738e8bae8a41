"""The page of the feedback loops and its drawings are made from the loops as they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="the documentation is not here")
def test_the_page_of_the_loops_and_its_drawings_are_up_to_date() -> None:
    words = [sys.executable, str(ROOT / "docs" / "make_loops.py"), "--check"]
    there = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, env=there, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
