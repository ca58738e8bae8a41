"""What stands on the pages can be typed: runs are in order, commands that read results run on small ones, and
those of many runs come as far as the first."""

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


STORED = ("baseline", "ipcei_boost", "grid_first", "talent_push", "letter_only")
"""Scenarios whose results the pages read."""
RUNNING = ("breakeven", "calibrate", "decompose", "hindcast", "relief", "sensitivity", "switches", "verify")
"""Commands that run the model: their words are read whole before the first run."""
LAST = 2026
NAMED_RESULT = re.compile(r"^(?:RESULT|RUN|results/(\w+)/…)$")
UNTYPED = re.compile(r" \| |\[|\b[A-Z]{3,} [A-Z]\b|=NAME|YEAR|SCENARIO")


class Reached(BaseException):
    """A command has read all its words and begins to run."""


def read_commands() -> list[tuple[str, tuple[str, ...]]]:
    """Every command on the pages that is no run, once, by page; results that it reads by their scenario."""
    found: dict[tuple[str, ...], str] = {}
    for page in PAGES:
        for line in (line for text in blocks(page, "sh") for line in text.splitlines()):
            words = shlex.split(line, comments=True)[3:] if line.startswith("python -m sim") else []
            if words and words[0] in COMMANDS and not UNTYPED.search(" ".join(words)):
                found.setdefault(tuple(NAMED_RESULT.sub(_scenario, word) for word in words), page.name)
    return [(page, words) for words, page in found.items()]


def _scenario(found: re.Match[str]) -> str:
    return found[1] or "ipcei_boost"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with small results of the scenarios that the pages name, and a comparison of them."""
    top = tmp_path_factory.mktemp("pages")
    (top / "my_plan.yaml").write_text(blocks(HOW_TO, "yaml")[0], encoding="utf-8")
    words = ["-m", f"scenario={','.join(STORED)}", "members=2", f"end={LAST + 1}"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(top)
        assert main(words) == 0
    return top


def quick(words: tuple[str, ...]) -> list[str]:
    """The words of a command that reads results, of few members, in years that these have."""
    said = [str(LAST) if re.fullmatch(r"20[2-9]\d", word) else word for word in words]
    if "--members" in said:
        said[said.index("--members") + 1] = "2"
    return said


@pytest.mark.parametrize(("page", "words"), read_commands(), ids=lambda one: " ".join(one)[:60])
def test_every_command_on_a_page_can_be_typed(page, words, stored, monkeypatch, capsys):
    def reached(*args: object, **kwargs: object) -> None:
        raise Reached

    monkeypatch.chdir(stored)
    if words[0] in RUNNING:
        monkeypatch.setattr("joblib.Parallel", reached)
        monkeypatch.setattr("sim.analysis.live.Parallel", reached)
        monkeypatch.setattr("sim.run.engine.run_case", reached)
        with pytest.raises(Reached):
            main(list(words))
        return
    said = [
        str(next(stored.glob("results/comparisons/*"))) if word == "comparisons" else word
        for word in quick(words)
    ]
    for left in stored.glob("*.xlsx"):  # of the page before; it is never written over
        left.unlink()
    code, told = main(said), capsys.readouterr().err
    if words[0] == "indicators":  # which wants more members, and says so once its words are in order
        assert "2 members are too few" in told
        return
    # `record` leaves with 1 where a result is too far from the record: so small a one may be
    assert code in ((0, 1) if words[0] == "record" else (0,)), (page, said, told)


def test_the_pages_show_every_command():
    shown = {words[0] for _, words in read_commands()}
    assert set(COMMANDS) - shown == set()
