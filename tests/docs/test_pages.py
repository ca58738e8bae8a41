"""What stands on the pages can be typed: every command is in order, those of the how-to page run."""

import re
import shlex
from pathlib import Path

import pytest

from sim.__main__ import main
from sim.command import preflight
from sim.command.help import COMMANDS
from sim.command.session import Session

TOP = Path(__file__).resolve().parents[2]
PAGES = [TOP / "README.md", *sorted((TOP / "docs").rglob("*.md"))]
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
PLACEHOLDER = re.compile(r"…|[A-Z]{3,}| \| |\[")
HOW_TO = TOP / "docs" / "how_to.md"


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == language]


def commands(page: Path) -> list[list[str]]:
    lines = [line for text in blocks(page, "sh") for line in text.splitlines()]
    typed = [line for line in lines if line.startswith("python -m sim") and not PLACEHOLDER.search(line)]
    return [shlex.split(line, comments=True)[3:] for line in typed]


def small(words: list[str]) -> list[str]:
    """The same command, quick."""
    return [*(word for word in words if not word.startswith("members=")), "members=2", "end=2027"]


def test_every_run_on_a_page_is_in_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_plan.yaml").write_text(blocks(HOW_TO, "yaml")[0], encoding="utf-8")
    seen = 0
    for page in PAGES:
        for words in commands(page):
            multirun = "-m" in words
            said = [word for word in words if word != "-m"]
            if (said and said[0] in COMMANDS) or any(word.startswith("--") for word in said):
                continue
            if any("address=" in word for word in said):
                continue
            plan = preflight.plan(said, multirun=multirun)
            assert not plan.faults, (page.name, words, [str(one) for one in plan.faults])
            Session(quiet=True).check([point.values for point in plan.points])
            seen += 1
    assert seen > 20


def test_the_commands_of_the_how_to_page_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_plan.yaml").write_text(blocks(HOW_TO, "yaml")[0], encoding="utf-8")
    for words in commands(HOW_TO):
        if words[0] == "switches" or "overlay=downturn" in words or "parameters.stay_rate" in " ".join(words):
            continue  # as the others, at the price of many runs
        reads = words[0] in ("check", "diff")
        extra = ["year=2026", "from=2025"] if words[0] == "relief" else []
        assert main([*(words if reads else small(words)), *extra]) == 0, (words, capsys.readouterr().err)


def test_the_notebook_runs(tmp_path, monkeypatch):
    pytest.importorskip("xarray")
    monkeypatch.chdir(tmp_path)
    text = blocks(HOW_TO, "python")[0].replace("members=64", "members=2, end=2032")
    exec(text, scope := {})
    assert (scope["folder"] / "comparison.html").is_file()
    assert scope["arrays"].sizes["member"] == 2
