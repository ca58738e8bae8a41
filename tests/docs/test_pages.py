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
    seen, session = 0, Session(quiet=True)
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
            session.check([point.values for point in plan.points])
            seen += 1
    assert seen > 20


def test_the_first_answer_of_the_how_to_page_runs(tmp_path, monkeypatch, capsys):
    """Its check, its difference, its run and the plan of a sweep; the others are such runs again."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_plan.yaml").write_text(blocks(HOW_TO, "yaml")[0], encoding="utf-8")
    check, diff, run, _, plan, *_ = commands(HOW_TO)
    assert (check[0], diff[0], run[0], plan[-1]) == (
        "check",
        "diff",
        "scenario=./my_plan.yaml",
        "dry_run=true",
    )
    for words in (check, diff, small(run), plan):
        assert main(words) == 0, (words, capsys.readouterr().err)
    assert "quantity" in capsys.readouterr().out


def test_the_notebook_runs(tmp_path, monkeypatch):
    pytest.importorskip("xarray")
    monkeypatch.chdir(tmp_path)
    text = blocks(HOW_TO, "python")[0].replace("members=64", "members=2, end=2032")
    exec(text, scope := {})
    assert (scope["folder"] / "comparison.html").is_file()
    assert scope["arrays"].sizes["member"] == 2
