"""Every kind of result is drawn again from its folder to the same bytes, the other language beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.analysis import stored as studies
from sim.analysis.study import Effort, study
from sim.command.comparing import the_result
from sim.command.reporting import report as report_command
from sim.figures import decomposition as shares_of_parts
from sim.hindcast.result import write_hindcast
from sim.inputs.faults import Faults
from sim.inputs.reliefs import load_reliefs
from sim.inputs.scenarios import load_evidence
from sim.report import comparison, hindcast, relief, sensitivity, switches
from sim.results.compare import compare, write_comparison
from sim.results.decomposition import OUTCOMES, Decomposition
from sim.results.key_figures import Difference, difference
from sim.results.labels import load_labels
from sim.results.paired import Change, columns, from_columns
from sim.results.present_value import Discount
from sim.results.relief import ALL, Found, Relief
from sim.results.shapley import subsets
from sim.results.store import write_run
from sim.results.switches import Turn, Turned
from sim.run.entries import Entry, Part
from sim.run.settings import Settings
from tests.analysis.test_study import SECTORS, ishigami
from tests.results.synthetic import info, recorded

MEMBERS = np.arange(8)


def content(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()
    }


def differences() -> dict[str, Difference]:
    """One of each kind of words."""
    chance = np.random.default_rng(3).normal(size=len(MEMBERS))
    every = {
        "sure": difference(3 + chance, MEMBERS, 10.0),
        "none": difference(chance - chance.mean() + 0.01, MEMBERS, 10.0),
        "equal": difference(np.zeros(len(MEMBERS)), MEMBERS, 10.0),
        "tiny": difference(3 + chance, MEMBERS, 1e9),
        "few": difference(np.array([0.1, 1, 1, 2, 2, 9, 9, 9.0]), MEMBERS, 10.0),
    }
    assert every["tiny"].sureness == "tiny"
    assert every["few"].carried_by_few
    return every


@pytest.mark.parametrize("which", differences())
def test_a_difference_is_read_back_as_sure_as_it_was(which: str) -> None:
    one = differences()[which]
    again = from_columns(columns(one))
    for name in ("mean", "q10", "q50", "se", "up", "sureness", "found", "carried_by_few"):
        assert getattr(again, name) == getattr(one, name), name
    assert again.members_that_would_tell == one.members_that_would_tell


def a_relief(where: Path) -> Path:
    definitions = load_reliefs(load_evidence())
    told = list(differences().values())
    spans = [*product(relief.SCALES, ("year", "cumulated")), relief.WORTH]
    names = [("people", "limit"), (ALL, "limit"), ("homes", "small")]
    found = Found(
        "grid_first", 2027.0, 2035, 2038, "", "brainport", 8, 1, Discount(0.0225, 2024),
        tuple(
            Relief(
                name, kind, 1.0, 1.0,
                tuple(
                    Change(outcome, "MUSD2023/year", span, told[(at + first) % len(told)])
                    for at, (outcome, span) in enumerate(spans)
                ),
            )
            for first, (name, kind) in enumerate(names)
        ),
    )  # fmt: skip
    return relief.publish(found, definitions, "nl", "python -m sim relief", where)


def some_switches(where: Path) -> Path:
    sure, none, equal, tiny, few = differences().values()
    turns = (
        Turn("", float("nan"), "share", sure, None, sure, None),
        Turn("rivals_react", 0.0, "share", sure, none, tiny, few),
        Turn("rivals_react", 2.0, "share", sure, equal, none, sure),
    )
    words = {"rivals_react": "Whether rivals answer"}
    turned = Turned("ipcei_boost", 2035, 8, 1, {"rivals_react": 1.0}, words, ("other",), turns)
    return switches.publish(turned, "nl", "python -m sim switches", where)


def a_decomposition(where: Path) -> Path:
    parts = tuple(Part(name, (Entry("instruments", name),)) for name in ("one", "two"))
    chance = np.random.default_rng(5)
    ends = {
        name: {chosen: chance.normal(size=8) + len(chosen) for chosen in subsets(len(parts))}
        for name in OUTCOMES
    }
    units, titles = dict.fromkeys(OUTCOMES, "1"), {"one": {"nl": "Het eerste deel", "en": "The first part"}}
    found = Decomposition("beethoven", parts, ends, units, MEMBERS, 2038, load_labels("nl"), titles)
    shares_of_parts.publish(found, where / "d", "python -m sim decompose")
    return where / "d"


def a_study(where: Path) -> Path:
    effort = Effort(trajectories=2, samples=8, top=2)
    known = {"words": "A parameter", "sector": "market", "confidence": "assumption"}
    about = studies.About(
        "baseline", None, "share", 2035, {}, "1", effort, 1, 2024.0, "python -m sim sensitivity", {},
        dict.fromkeys(("x1", "x2", "x3"), known), lang="nl",
    )  # fmt: skip
    return studies.write(study(ishigami, SECTORS, effort, seed=0), about, where, finish=[sensitivity.publish])


def a_hindcast(where: Path) -> Path:
    chance = np.random.default_rng(7)
    rows = []
    for run, subject, origin, horizon in product(
        ("nothing", "market"), ("share", "share_equipment"), range(2013, 2019), (1, 3, 5)
    ):
        for forecaster in ("model", "walk"):
            middle, wide = 0.05 + 0.01 * chance.random(), 0.001 + 0.01 * chance.random()
            band = {f"q{q}": middle + wide * (q - 50) / 50 for q in (10, 25, 50, 75, 90)}
            at = {"run": run, "origin": origin, "year": origin + horizon - 1, "horizon": horizon}
            at |= {"subject": subject, "forecaster": forecaster, "recorded": 0.05, "naive": 0.004}
            rows.append(at | band | {"crps": wide})
    said = {"command": "python -m sim hindcast", "draws": "prior", "origins": [2013, 2018], "lang": "nl"}
    return write_hindcast(pd.DataFrame(rows), where, said, Settings(), finish=[hindcast.publish]).folder


def a_sweep(where: Path) -> Path:
    base = recorded(8)
    runs = [
        write_run(base if boost is None else recorded(8, boost), None if boost is None else base,
                  info(name, lang="nl", titles={"nl": f"Plan {name}", "en": f"The plan {name}"}), where)
        for name, boost in (("baseline", None), ("ipcei_boost", 0.12))
    ]  # fmt: skip
    points = ["scenario=baseline", "scenario=ipcei_boost", "members=4"]
    failed = RuntimeError('non-finite: share, "year" 2030\nin one member')
    return write_comparison(points, [*runs, failed], "python -m sim -m …", finish=[comparison.publish])


def against_a_base(where: Path) -> Path:
    """Results with another seed side by side, in another language than their own."""
    base = write_run(recorded(8), None, info("baseline"), where)
    one, other = (
        write_run(recorded(8, 0.1, seed=seed), recorded(8, seed=seed), info(seed=seed), where)
        for seed in (1, 2)
    )
    return compare(
        [one, other], base, where / "c", unpaired=True, lang="nl", command="…", finish=[comparison.publish]
    )


KINDS: Mapping[str, tuple[Callable[[Path], Path], str, str]] = {
    "relief": (a_relief, "relief.en.html", "How to read this"),
    "switches": (some_switches, "switches.en.html", "How to read this"),
    "decomposition": (a_decomposition, "figures.en/contributions.svg", "The first part"),
    "sensitivity": (a_study, "sensitivity.en.html", "marked weak"),
    "hindcast": (a_hindcast, "figures.en/hindcast_fans.svg", ""),
    "sweep": (a_sweep, "comparison.en.html", "The plan ipcei_boost"),
    "against a base": (against_a_base, "comparison.en.html", "In short"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_again_it_is_the_same_and_the_other_language_stands_beside(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, other, words = KINDS[kind]
    folder = make(tmp_path)
    before = content(folder)
    for page in folder.glob("*.html"):
        page.write_text("", encoding="utf-8")
    shutil.rmtree(folder / "figures")
    assert report_command([str(folder)]) == 0
    again = content(folder)
    assert again.keys() == before.keys()
    assert [name for name in before if before[name] != again[name]] == []
    assert report_command([str(folder), "--lang", "en"]) == 0
    beside = content(folder)
    assert other in beside
    assert words in beside[other].decode()
    assert {name: beside[name] for name in before} == before, "its own pages stay as they are"
    assert str(folder / other).startswith(capsys.readouterr().out.split()[-1])


def test_a_comparison_is_written_as_pdf_again(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    from sim.report.pdf import publish_pdf

    base = write_run(recorded(4), None, info("baseline"), tmp_path)
    run = write_run(recorded(4, 0.1), recorded(4), info(), tmp_path)
    folder = compare([base, run], out=tmp_path / "c", finish=[publish_pdf])
    before = content(folder)
    (folder / "slides.pdf").unlink()
    assert report_command([str(folder), "--to", "pdf"]) == 0
    assert content(folder) == before


def test_what_is_gone_or_broken_is_said_in_words(tmp_path: Path) -> None:
    runs = [write_run(recorded(4), None, info(name), tmp_path) for name in ("baseline", "grid_first")]
    folder = compare(runs, out=tmp_path / "c", command="python -m sim compare …")
    before = content(folder)
    shutil.move(runs[1], tmp_path / "elsewhere")
    with pytest.raises(Faults) as gone:
        report_command([str(folder)])
    assert f"its result {runs[1]} is not there any more" in str(gone.value)
    assert "made again by: python -m sim compare …" in str(gone.value)
    shutil.move(tmp_path / "elsewhere", runs[1])
    about = json.loads(before["comparison.json"])
    for name, text, says in (
        ("comparison.json", "{", "cannot be read as JSON"),
        ("comparison.json", json.dumps({"command": ""}), "says nothing of unpaired, results, base"),
        ("comparison.json", json.dumps(about | {"lang": "xx"}), "no texts in that language"),
        ("comparison.json", json.dumps(about | {"results": 3}), "results: is not of the kind"),
        ("runs.csv", "run,status\nx,y\n", "must have the columns run, overrides, status, folder"),
        ("runs.csv", "run,overrides,status,folder\n", "names no result"),
        ("runs.csv", "run,overrides,status,folder\n\x1b[2J,,,../x\n", "control characters"),
    ):
        (folder / name).write_text(text, encoding="utf-8")
        with pytest.raises(Faults, match=says):
            report_command([str(folder)])
        (folder / name).write_bytes(before[name])
    assert content(folder) == before


def test_each_folder_is_called_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = a_relief(Path("results"))
    with pytest.raises(Faults, match="is an answer of relief; --to pdf is for a run or a comparison"):
        report_command(["relief", "--to", "pdf"])
    with pytest.raises(Faults, match="is an answer of relief, and what is wanted here is a run"):
        the_result(str(made))
    (made / "relief.json").unlink()
    with pytest.raises(Faults, match="an answer of relief from an older version"):
        report_command([str(made)])
    with pytest.raises(Faults, match=r"'releif' is no result.* Did you mean 'relief'\?"):
        report_command(["releif"])
