"""A compiled step is loaded only from a file that nobody but the user can have written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.readings.c_code import Code
from sim.run import compiled, private
from sim.run.compiled import PAYS, Compiled, CompiledStep
from tests import small

STRANGER = 12345
CODE = Code("the step", {}, 0, ())


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of libraries in a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for remembered in (private._say, private._temporary):
        remembered.cache_clear()
    return tmp_path / "cache" / "sim"


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Stands for the compiler; what it was asked for."""
    asked: list[Path] = []

    def run(words: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        made = Path(words[words.index("-o") + 1])
        made.write_bytes(b"library")
        made.chmod(0o777)  # as with umask 0
        asked.append(made)
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(compiled.subprocess, "run", run)
    return asked


def library(runs: int = PAYS) -> Path | None:
    return compiled._library(CODE, ["/bin/sh"], runs)


def given_away(path: Path) -> None:
    """Make a file one of somebody else; without the right to do so, make us somebody else."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, STRANGER, STRANGER, follow_symlinks=False)


def open_to_the_group(path: Path) -> None:
    path.chmod(0o775)


def a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def test_what_was_compiled_is_the_users_alone_and_used_again(cache: Path, compilations: list[Path]) -> None:
    made = library()
    assert made is not None
    assert made.parent == cache
    assert [oct(path.stat().st_mode & 0o777) for path in (cache, made)] == ["0o700", "0o600"]
    assert library(runs=1) == made
    assert len(compilations) == 1


@pytest.mark.parametrize("spoil", [given_away, open_to_the_group, a_link])
def test_a_library_of_somebody_else_is_compiled_anew_and_never_loaded(
    cache: Path, compilations: list[Path], spoil: Callable[[Path], None]
) -> None:
    made = library()
    assert made is not None
    spoil(made)
    assert library(runs=1) is None
    with pytest.raises(PermissionError, match="can be written by others: it is not loaded"):
        CompiledStep(Compiled(str(made), CODE), small.build(), 8)
    assert library() == made
    assert len(compilations) == 2
    assert private.is_private(made)


@pytest.mark.parametrize("spoil", [given_away, a_link])
def test_a_folder_of_somebody_else_is_left_for_a_temporary_one_with_a_word(
    cache: Path, compilations: list[Path], spoil: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert library()
    spoil(cache)
    assert library(runs=1) is None
    there = sorted(cache.iterdir())
    made = library()
    assert made is not None
    assert made.parent not in (cache, cache.resolve())
    assert private.is_private(made)
    assert sorted(cache.iterdir()) == there
    assert library() == made
    assert len(compilations) == 2
    assert capsys.readouterr().err == (
        f"note: {cache} is not a folder that only you can write to; compiled in a temporary one\n"
    )


def test_a_folder_open_to_others_is_closed_and_what_they_put_there_not_used(
    cache: Path, compilations: list[Path]
) -> None:
    made = library()
    assert made is not None
    cache.chmod(0o777)
    given_away(made)
    assert library() == made
    assert len(compilations) == 2
    assert oct(cache.stat().st_mode & 0o777) == "0o700"


def test_a_user_without_a_home_gets_a_temporary_folder(
    cache: Path, compilations: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_home() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", no_home)
    assert library(runs=1) is None
    made = library()
    assert made is not None
    assert private.is_private(made.parent)


def test_where_no_folder_can_be_made_numpy_does_it(
    cache: Path, compilations: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(prefix: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(compiled, "_folder", lambda: None)
    monkeypatch.setattr(private.tempfile, "TemporaryDirectory", full)
    assert library() is None
