"""What the tests of the command share: an empty folder to work in, and the command called as typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.__main__ import main


class Said(NamedTuple):
    """The exit code and what was printed."""

    code: int
    out: str
    err: str


Type = Callable[..., Said]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, without scenario folders of the one who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIM_SCENARIO_PATH", raising=False)
    return tmp_path


@pytest.fixture
def typed(empty: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    """Call the command with these words in an empty folder."""

    def call(*words: str) -> Said:
        capsys.readouterr()
        try:
            code = main(words)
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return call
