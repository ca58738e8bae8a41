"""The measured figures of the documentation as data: each has its mark and asks for what exists."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
MEASURED = ("level", "change", "growth", "chance")


@pytest.fixture(scope="module")
def making():
    sys.path.insert(0, str(DOCS))
    try:
        import make_figures

        yield make_figures
    finally:
        sys.path.remove(str(DOCS))


@pytest.fixture(scope="module")
def defined(making):
    return making.load()


def parts(one):
    """A definition and those of the rows and columns of its table."""
    yield one
    for row in one.get("rows", []):
        for column in one["columns"]:
            yield {**row[1], **column}


def test_every_figure_has_its_mark_and_every_mark_a_figure_that_was_measured(making, defined):
    assert list(making.faults(*defined)) == []
    for page in defined[1]:
        shown = making.marks(page)
        assert shown
        assert [name for name, text in shown.items() if text.strip() in ("", "…")] == []


def test_runs_are_words_in_order_and_all_asked_for(defined):
    import figure_tables as tables
    from asking import runs_in

    from sim.command import preflight
    from sim.command.session import Session

    runs, pages = defined
    asked = {"base"} | {name for names in tables.RUNS.values() for name in names}
    asked |= {run for page in pages.values() for run in runs_in(page)}
    assert asked == set(runs)
    session = Session(quiet=True)
    for name, words in runs.items():
        plain = [str(word) for word in words if not str(word).startswith("equal_money")]
        plan = preflight.plan([*plain, "members=2"], multirun=False)
        assert not plan.faults, name
        session.prepare(plan.points[0].values)


def test_outcomes_and_labels_exist(defined):
    from sim.inputs.axes import load_axes
    from sim.sectors.outcomes import OUTCOMES

    known = {name: it for module in OUTCOMES for name, it in vars(module).items() if hasattr(it, "unit")}
    labels = load_axes().labels
    for page, figures in defined[1].items():
        for name, figure in figures.items():
            for one in parts(figure):
                for kind in MEASURED:
                    names = one.get(kind, [])
                    for outcome in [names] if isinstance(names, str) else names:
                        variables = "variables" in str(one.get("of"))
                        assert variables or outcome in known or outcome == "paid_real", (page, name)
                for axis, label in one.get("at", {}).items():
                    assert label in labels[axis], (page, name)


def test_a_figure_is_that_of_its_run_and_is_kept(making, tmp_path, monkeypatch):
    from asking import Asking, banded, meant, shown

    page = tmp_path / "page.md"
    page.write_text("In 2023 <!--=jobs-->…<!--/--> jobs.\n")
    runs = {"base": ["end=2025"]}
    figures = {"jobs": {"level": "jobs_nl", "year": 2023}}
    monkeypatch.setattr(making, "DOCS", tmp_path)
    monkeypatch.setattr(making, "load", lambda: (runs, {"page.md": figures}))
    for name in making.SOURCES:
        (tmp_path / name).write_text("")
    words = ["make_figures.py", "--members", "4", "--only", "page.md", "--kept", str(tmp_path / "kept.json")]
    monkeypatch.setattr(sys, "argv", words)
    assert making.main() == 0
    asking = Asking(runs, 4)
    x = asking.of_members(figures["jobs"], "base")
    assert page.read_text() == f"In 2023 <!--=jobs-->{banded(x, {}, sign=False)}<!--/--> jobs.\n"
    assert 40_000 < np.median(x) < 60_000
    assert len(json.loads((tmp_path / "kept.json").read_text())) == 1

    written = page.read_bytes()
    monkeypatch.setattr(Asking, "told", lambda *_: pytest.fail("measured a second time"))
    assert making.main() == 0
    assert page.read_bytes() == written
    page.write_text("In 2023 <!--=jobs-->1<!--/--> jobs.\n")
    monkeypatch.setattr(sys, "argv", [*words, "--check"])
    assert making.main() == 1, "an old figure is told"
    assert "-->1<" in page.read_text(), "and left"

    members = np.arange(64)
    noise = np.random.default_rng(1).standard_normal(64)
    assert meant(noise - noise.mean() + 0.01, members, {}) == "none found"
    assert meant(noise * 0.01 + 5, members, {}).startswith("+5.0 ± 0.0")
    assert (shown(51234.0), shown(-0.0049, 1), shown(0.0123, sign=True)) == ("51,200", "0.0", "+0.0123")
