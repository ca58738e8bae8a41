"""`verify`: a result is run again from its run.json and set beside what stands in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.command import job

from .conftest import Type, folders

PLAN = "title: Mine\nwhy: hypothesis\ninstruments: {ipcei_me_ct: {money: [[2024, 50], [2028, 0]]}}\n"


def test_the_same_run_is_bit_identical(typed: Type, empty: Path, runs: list[str]) -> None:
    typed("scenario=ipcei_boost", "members=8", "seed=3", "end=2030", "parameters.stay_rate.other=0.45")
    before = sorted(empty.rglob("*"))
    said = typed("verify", "ipcei_boost")
    assert said.code == 0, said
    assert "bit-identical: " in said.out
    assert "ipcei_boost · 8 members · seed 3 · results/ipcei_boost/" in said.out
    assert "note:" not in said.out
    assert runs[2:] == ["baseline (base)", "ipcei_boost"]
    assert sorted(empty.rglob("*")) == before


def test_another_answer_is_told_with_its_place(
    typed: Type, empty: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed("scenario=ipcei_boost", "members=8")
    (folder,) = folders(empty)
    about = json.loads((folder / "run.json").read_text())
    about["identity"] = "another"
    about["versions"]["numpy"] = "1.0"
    about["data_hashes"]["record/market_history.csv"] = "0"
    about["parameters"][0]["value"] = "77"
    (folder / "run.json").write_text(json.dumps(about))
    ours = job.recorded
    monkeypatch.setattr(
        job, "recorded", lambda case, settings, title, *more: scaled(ours(case, settings, title))
    )
    said = typed("verify", str(folder))
    assert said.code == 1, said
    for text in (
        "note: numpy is ",
        ", was 1.0",
        "note: data changed since: record/market_history.csv",
        f"note: parameters changed since: {about['parameters'][0]['name']} (77 → ",
        "DIFFERENT: beyond 1e-09",
        "  series: ",
        "of its largest figure: ipcei_boost, world_chip_sales",
    ):
        assert text in said.out
    said = typed("verify", str(folder), "--tolerance", "0.1")
    assert said.code == 0
    assert "equal within 0.1 of each outcome's largest figure" in said.out


def scaled(run):  # type: ignore[no-untyped-def]
    run.values["world_chip_sales"] = run.values["world_chip_sales"] * 1.01
    return run


def test_a_scenario_file_that_is_gone_is_run_from_the_text_kept(
    typed: Type, empty: Path, runs: list[str]
) -> None:
    (empty / "mine.yaml").write_text(PLAN)
    typed("scenario=./mine.yaml", "members=8")
    for change, why in [("title: Other\n", "has changed since"), (None, "is not there any more")]:
        (empty / "mine.yaml").write_text(change) if change else (empty / "mine.yaml").unlink()
        said = typed("verify", "mine")
        assert said.code == 0, said
        assert f"note: scenario ./mine.yaml {why}: run from the text that run.json holds" in said.out
        assert "bit-identical" in said.out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"scenario": "../../evil", "scenario_text": PLAN}, "'../../evil' is no name of a scenario"),
        ({"scenario_text": "hydra: {}\n"}, "hydra: unknown key"),
        ({"configuration": {"members": 3, "scenario": "mine"}}, "members = 3: must be an even"),
        ({"configuration": {"members": 8, "scenario": "/etc/passwd"}}, ""),
        ({"configuration": {"members": 8, "scenario": {"_target_": "os.system"}}}, ""),
    ],
)
def test_what_a_run_json_of_a_stranger_says_is_only_data(
    change: dict[str, object], says: str, typed: Type, empty: Path, runs: list[str]
) -> None:
    (empty / "mine.yaml").write_text(PLAN)
    typed("scenario=./mine.yaml", "members=8")
    (empty / "mine.yaml").unlink()
    (folder,) = folders(empty)
    about = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**about, **change}))
    before = sorted(empty.rglob("*"))
    said = typed("verify", str(folder))
    assert said.code == (2 if says else 0), said
    assert says in said.err
    assert "Traceback" not in said.err
    assert sorted(empty.rglob("*")) == before
