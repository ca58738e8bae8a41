"""Completion: what fits at the cursor, by the lines that a shell is taught, in each shell itself."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.command.completing import candidates, split
from sim.command.help import COMMANDS

from .conftest import Type

CHECKOUT = Path(__file__).resolve().parents[2]
BOOST = ["ipcei_boost.delay_12", "ipcei_boost.delay_19"]

LINES = {
    "sim scenario=ipcei_boost.d": [f"scenario={name}" for name in BOOST],
    "bin/python3.12 -m sim -m scenario=baseline,ipcei_boost.d": [f"scenario=baseline,{n}" for n in BOOST],
    "python -P -m sim overlay=[downturn,high_growth_": ["overlay=[downturn,high_growth_1500"],
    "sim stat": [],
    "sim know": ["known_until="],
    "sim seed=1 events.s": ["events.subsidies=", "events.seasons=", "events.shocks="],
    "sim -m sam": ["sample."],
    "sim -m sample.": ["sample.points=", "sample.seed="],
    "sim parameters.stay_r": ["parameters.stay_rate."],
    "sim parameters.stay_rate.": [f"parameters.stay_rate.{label}=" for label in ("nl", "eu", "other")],
    "sim instruments.ipcei_me_ct.mo": ["instruments.ipcei_me_ct.money="],
    "sim instruments.ipcei_me_ct.active=": [f"instruments.ipcei_me_ct.active={x}" for x in ("true", "false")],
    "sim output.every=q": ["output.every=quarter"],
    "sim force=": ["force=true", "force=false"],
    "sim members=": [],
    "sim list p": ["parameters"],
    "sim show ipcei_boost.d": BOOST,
    "sim export ipcei_boost --to x": ["xlsx", "xmile"],
    "sim export ipcei_boost --": ["--lang", "--member", "--out", "--to"],
    "sim export ipcei_boost --out ": [],
    "sim relief pl": ["place="],
    "sim sensitivity of=": ["of=level", "of=difference"],
    "sim --c": ["--cfg"],
    "sim --cfg j": ["job"],
    "sim verify ip": ["ipcei_boost"],
}


@pytest.mark.parametrize("line", LINES)
def test_what_fits_at_the_cursor(line: str, empty: Path) -> None:
    (empty / "results" / "ipcei_boost" / "1").mkdir(parents=True)
    (empty / "results" / "ipcei_boost" / "1" / "run.json").touch()
    assert list(candidates(*split(line))) == LINES[line]


def test_every_command_and_setting_is_offered_first(empty: Path) -> None:
    offered = list(candidates(*split("sim ")))
    assert set(COMMANDS) < set(offered)
    assert {"scenario=", "members=", "events.", "parameters.", "instruments."} < set(offered)
    assert all(list(candidates([command], "")) for command in ("list", "show", "check", "relief", "switches"))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a `sim` and a `python`, as an installation puts them on the path."""
    folder = tmp_path_factory.mktemp("bin")
    for name, words in (("sim", "-P -m sim"), ("python", "")):
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        (folder / name).chmod(0o755)
    return folder


def pressed(line: str, folder: Path, program: Path) -> list[str]:
    """What bash would insert or show for TAB at the end of a line."""
    code = """
        eval "$(sim -sc install=bash)"
        COMP_LINE=$1 COMP_POINT=${#1}
        how=$(complete -p "${1%% *}") || exit 3
        function=${how##*-F } function=${function%% *}
        "$function" "${1%% *}"
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", code, "bash", line],
        cwd=folder,
        env={**os.environ, "PATH": f"{program}:{os.environ['PATH']}", "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return [one for one in done.stdout.split("\n") if one]


def test_bash_completes_sim_and_python_m_sim(tmp_path: Path, program: Path) -> None:
    # bash has cut the word at its =, so what comes before stands there already
    assert pressed("sim scenario=ipcei_boost.d", tmp_path, program) == [f"{name} " for name in BOOST]
    assert pressed("python -m sim know", tmp_path, program) == ["known_until="]
    assert pressed("sim dif", tmp_path, program) == ["diff "]
    assert pressed("python -m http.s", tmp_path, program) == []  # left to bash
    assert list(tmp_path.iterdir()) == []


def test_a_tab_runs_no_module_of_the_current_folder(tmp_path: Path, program: Path) -> None:
    for name in ("sim.py", "yaml.py", "re.py"):
        (tmp_path / name).write_text("open('was-run', 'w')")
    assert pressed("python -m sim know", tmp_path, program) == ["known_until="]
    assert not (tmp_path / "was-run").exists()


def test_fish_completes_sim(tmp_path: Path, program: Path) -> None:
    if shutil.which("fish") is None:
        pytest.skip("needs fish")
    lines = {
        "sim -m scenario=baseline,ipcei_boost.d": [f"scenario=baseline,{name}" for name in BOOST],
        "sim know": ["known_until="],
        "sim dif": ["diff"],
    }
    code = "sim -sc install=fish | source; " + "; ".join(f"complete -C '{line}'; echo" for line in lines)
    done = subprocess.run(
        ["fish", "--no-config", "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path, program),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert [said.split() for said in done.stdout.split("\n\n")[:-1]] == list(lines.values())


ZSHRC = """autoload -Uz compinit && compinit -D
eval "$(sim -sc install=zsh)"
shown() { print -r -- "$BUFFER|" >>$SHOWN; zle kill-whole-line }
zle -N shown
bindkey '^I' complete-word
bindkey '^X' shown
: >$SHOWN
"""


def test_zsh_completes_sim(tmp_path: Path, program: Path) -> None:
    """At a terminal, because zsh completes nowhere else: TAB, then a key that writes down the line."""
    if shutil.which("zsh") is None:
        pytest.skip("needs zsh")
    lines = {
        "sim scenario=ipcei_boost.d": "sim scenario=ipcei_boost.delay_1|",  # as far as both go
        "sim know": "sim known_until=|",
        "sim dif": "sim diff |",
    }
    (tmp_path / ".zshrc").write_text(ZSHRC)
    shown = tmp_path / "shown"
    own = {**environment(tmp_path, program), "ZDOTDIR": str(tmp_path), "SHOWN": str(shown), "TERM": "dumb"}
    terminal, side = pty.openpty()
    with subprocess.Popen(["zsh", "-d", "-i"], env=own, stdin=side, stdout=side, stderr=side) as shell:
        os.close(side)
        for wanted, line in enumerate(["", *lines]):  # first of all the shell must be there
            if line:
                os.write(terminal, f"{line}\t\x18".encode())
            end = time.monotonic() + 60
            while not shown.exists() or len(shown.read_text().splitlines()) < wanted:
                assert time.monotonic() < end, line
                if select.select([terminal], [], [], 0.05)[0]:
                    os.read(terminal, 4096)
        shell.kill()
    os.close(terminal)
    assert shown.read_text().splitlines() == list(lines.values())


def environment(home: Path, program: Path) -> dict[str, str]:
    """Of a user whose home is empty and who has `sim` on the path."""
    path = f"{program}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(CHECKOUT), "HOME": str(home)}


def test_no_other_shell_is_taught(typed: Type) -> None:
    said = typed("-sc", "install=csh")
    assert said.code == 2
    assert said.err == "-sc install=csh: must be install=bash|zsh|fish, read by the shell\n"
