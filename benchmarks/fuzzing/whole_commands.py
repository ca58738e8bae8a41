"""Whole commands as the fuzz run types them: what is typed, in a process of its own, as far as its runs."""

from __future__ import annotations

import importlib
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

from sim.__main__ import main as main_of_sim
from sim.command import job, many
from sim.figures import drawing
from sim.inputs import scenarios

from .mutating import mutated
from .readers import Readers, damage, write

HANGS = 120
"""Seconds after which a command is taken to hang."""
READING = (
    "report result",
    "export result --to xlsx",
    "export result --to csv --lang nl",
    "export result --to iamc",
    "export result --to netcdf",
    "export result --to xmile",
    "indicators result",
    "record result",
    "compare result other",
    "diff result other",
)
"""Commands that read a result and run nothing."""
ENDS = {"record": (0, 1, 2)}
"""Exit codes that a command may end with, 0 and 2 for all others: 1 is what `record` finds."""

Typed = tuple[list[str], str]
"""Words as typed, and what else one must know to try them again."""


def plan(chance: random.Random, ready: Readers, place: Path) -> Typed:
    """A run of a mutated scenario file."""
    text = mutated(chance, chance.choice(ready.seeds["scenario"]).text, ready.everything)
    write(place / "plan.yaml", text)
    return ["scenario=./plan.yaml"], ""


def words(chance: random.Random, ready: Readers, place: Path) -> Typed:
    """Mutated words."""
    text = chance.choice(ready.seeds["words"]).text
    text = mutated(chance, text, [one.text for one in ready.seeds["words"]]).replace("\x00", "")
    return [word.encode("utf-8", "replace").decode() for word in text.split(" ")][:20], ""


def damaged(chance: random.Random, ready: Readers, place: Path) -> Typed:
    """A command that reads a result, one file of which is mutated."""
    for name in ("result", "other"):
        shutil.copytree(ready.folder / "result", place / name)
    one = chance.choice(ready.seeds["result"])
    text = mutated(chance, one.text, [it.text for it in ready.seeds["result"]])
    damage(place / "result" / one.file, text)
    return chance.choice(READING).split(" "), one.file


def in_a_process(typed: Sequence[str], place: Path) -> tuple[int | None, str]:
    """The exit code of a command as typed in `place` (None: it hangs) and what it said."""
    out = place.parent / "said.txt"
    process = os.fork()
    if not process:
        code = 99
        try:
            os.chdir(place)
            file = os.open(out, os.O_WRONLY | os.O_CREAT)
            os.dup2(file, 1)
            os.dup2(file, 2)
            code = main_of_sim(list(typed))
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    end = time.monotonic() + HANGS
    while not (done := os.waitpid(process, os.WNOHANG))[0]:
        if time.monotonic() > end:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return None, ""
        time.sleep(0.005)
    return os.waitstatus_to_exitcode(done[1]), out.read_text(encoding="utf-8", errors="replace")


def small_result(folder: Path) -> Path:
    """A result as the engine stores it, with one picture; made before `prepare` takes the running away."""
    first = drawing.pictures()[:1]
    drawing.pictures = lambda: first
    from sim import run

    made = run("ipcei_boost", members=8, known_until=2014, end=2019, workers=1, keep=0, results=str(folder))
    for name in ("series", "difference"):  # large, and read by no command: the tables are
        (made.folder / f"{name}.csv").unlink()
    return Path(made.folder)


def prepare() -> None:
    """Import what a command needs, by commands of each kind, and read the evidence once; a command that is in
    order then goes no further than its runs.
    """

    def would_run(*_: Any, **__: Any) -> None:
        raise SystemExit(0)

    job.run = lambda prepared, session, command: Path("would-run")
    job.compare_sweep = lambda points, made, command: Path("compared")
    job.recorded = would_run
    many.measured = would_run
    for module, name in RUNS:
        setattr(importlib.import_module(module), name, would_run)
    evidence = scenarios.load_evidence()
    scenarios.load_evidence = lambda *_: evidence
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        for words in ("scenario=ipcei_boost", "-m seed=1,2", "scenario=nothing", "list nothing", "--cfg job"):
            with suppress(SystemExit):
                main_of_sim(words.split())


RUNS = (
    ("sim.command.verifying", "run_again"),
    ("sim.command.tracing", "runs"),
    ("sim.command.sensitivity", "_run"),
    ("sim.command.calibrating", "_computed"),
    ("sim.hindcast.forecasts", "_computed"),
    ("sim.run.block", "simulate"),
)
"""Where commands run the model."""
