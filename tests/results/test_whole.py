"""A folder appears whole or not at all, whatever ends the process that fills it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.results.whole import remove_abandoned, whole

KILLED = """
import os, signal, sys
from pathlib import Path
from sim.results.whole import whole
with whole(Path(sys.argv[1])) as making:
    (making / "half").write_text("half")
    print("made", flush=True)
    os.kill(os.getpid(), signal.SIGKILL) if sys.argv[2] == "die" else sys.stdin.read()
"""


def fill(final: Path, how: str) -> subprocess.Popen[str]:
    """A process that fills a folder halfway and dies, or waits until its input ends; returned once it has."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(final), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "made\n"
    return process


def fails_with(error: BaseException, final: Path) -> None:
    with whole(final) as making:
        (making / "file").write_text("text")
        raise error


def everything(at: Path) -> list[str]:
    return sorted(path.relative_to(at).as_posix() for path in at.rglob("*"))


def test_it_appears_whole(tmp_path: Path) -> None:
    with whole(tmp_path / "a" / "b") as making:
        (making / "file").write_text("text")
        assert not (tmp_path / "a" / "b").exists()
    assert everything(tmp_path) == ["a", "a/b", "a/b/file"]


def test_what_fails_leaves_nothing_not_even_the_folders_above(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for error in (OSError(28, "No space left on device"), KeyboardInterrupt()):
        with pytest.raises(type(error)):
            fails_with(error, tmp_path / "a" / "b" / "c")
        assert everything(tmp_path) == ["a"]


def test_what_a_killed_process_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    dead = fill(tmp_path / "dead", "die")
    assert dead.wait() == -signal.SIGKILL
    alive = fill(tmp_path / "alive", "wait")
    (tmp_path / ".mine").mkdir()
    try:
        with whole(tmp_path / "new") as making:
            assert ".dead" not in everything(tmp_path)
            assert {".alive/half", ".mine"} <= set(everything(tmp_path))
            remove_abandoned(tmp_path)
            assert making.is_dir()
    finally:
        alive.communicate("")
    assert alive.returncode == 0
    assert everything(tmp_path) == [".mine", "alive", "alive/half", "new"]
