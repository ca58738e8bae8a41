"""Bad input as typed: exit code 2, words with the nearest right name, and not a file or folder written."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Type

REFUSED = {
    "a misspelt scenario": (["scenario=ipcei_bost"], ["ipcei_bost", "Did you mean 'ipcei_boost'?"]),
    "a misspelt parameter": (["parameters.stay_rat=1"], ["parameters.stay_rat", "Did you mean 'stay_rate'?"]),
    "a misspelt instrument": (["instruments.ipcei_me_c.money=0"], ["Did you mean 'ipcei_me_ct'?"]),
    "a misspelt overlay": (["overlay=downturm"], ["downturm", "downturn"]),
    "a misspelt setting": (["membres=4"], ["membres: unknown setting. Did you mean 'members'?"]),
    "a part without its whole": (["projects=false"], ["Did you mean 'events.projects'?"]),
    "a plus": (["+foo=1"], ["foo: unknown setting"]),
    "a plus before a setting": (["+seed=1"], ["write seed=1"]),
    "two pluses": (["++seed=1"], ["write seed=1"]),
    "a tilde": (["~seed"], ["~seed", "cannot be taken away"]),
    "members below zero": (["members=-3"], ["members = -3", "even whole number"]),
    "a step that is no power of one half": (["dt=0.07"], ["dt = 0.07", "the nearest is 0.0625"]),
    "a sweep without -m": (["members=1,5"], ["members=1,5", "-m members=1,5"]),
    "a decimal comma": (["dt=0,0625"], ["a decimal is written with a point: 0.0625"]),
    "a decimal comma in braces": (
        ["parameters.stay_rate={value: 0,62, spread: none}"],
        ["a decimal is written with a point: 0.62"],
    ),
    "a decimal comma that became a key": (
        ["parameters.stay_rate={value: 0,62: 3}"],
        ["a number where a name is wanted; a decimal is written with a point: 0.62"],
    ),
    "a bare scenario": (["ipcei_boost"], ["Did you mean scenario=ipcei_boost?"]),
    "a bare path": (["my_plan.yaml"], ["Did you mean scenario=my_plan.yaml?"]),
    "a misspelt command": (["chek"], ["Did you mean 'python -m sim check'?"]),
    "a misspelt flag": (["--mutlirun", "seed=1"], ["Did you mean '--multirun'?"]),
    "an interpolation": (["scenario=${oc.env:HOME}"], ["'${' is not read here"]),
    "a setting twice": (["seed=1", "seed=2"], ["seed: given twice, seed=1 and seed=2"]),
    "an interval": (["-m", "parameters.stay_rate.other=interval(0,1)"], ["range(from,to,step)"]),
    "an empty glob": (["-m", "scenario=glob(no_such*)"], ["the sweep is empty"]),
    "a group as a whole": (["events={projects: false}"], ["events.projects=…"]),
    "parameters without a name": (["parameters=3"], ["parameters.<name>=…"]),
    "nothing before the sign": (["=3"], ["=3: nothing stands before the ="]),
    "an unknown launcher": (["-m", "seed=1,2", "hydra/launcher=joblb"], ["joblb"]),
    "a launcher with a point": (["hydra.launcher=joblib"], ["write hydra/launcher=joblib"]),
    "a pickle": (["--experimental-rerun", "x.pickle"], ["can run code"]),
    "a command that is not there yet": (["hindcast"], ["not in this version"]),
    "a bad word with --cfg": (["--cfg", "job", "+foo=1"], ["foo: unknown setting"]),
    "an amount that is none": (["equal_money=much"], ["equal_money = much", "EUR m of 2023"]),
    "equal money without money": (
        ["scenario=grid_first", "equal_money=500"],
        ["equal_money = 500: scenario grid_first has no money of its own"],
    ),
    "a break-even of the base": (["breakeven"], ["wants a scenario other than the baseline"]),
    "a break-even of a misspelt parameter": (
        ["breakeven", "scenario=ipcei_boost", "parameter=direct_subsidy_aditionality"],
        ["Did you mean 'direct_subsidy_additionality'?"],
    ),
    "a scenario file that is not there": (["scenario=./nowhere.yaml"], ["nowhere.yaml"]),
}


@pytest.mark.parametrize(("words", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_is_refused(words: list[str], says: list[str], typed: Type, empty: Path) -> None:
    said = typed(*words)
    assert said.code == 2, said
    for text in says:
        assert text in said.err
    assert "Traceback" not in said.err
    assert list(empty.iterdir()) == []


def test_all_faults_at_once(typed: Type, empty: Path) -> None:
    said = typed("scenario=ipcei_bost", "members=-3", "dt=0.07", "+foo=1", "~seed", "parameters.stay_rat=1")
    for text in ("ipcei_boost", "members = -3", "dt = 0.07", "foo", "~seed", "stay_rate"):
        assert text in said.err
    assert said.code == 2
    assert list(empty.iterdir()) == []


def test_a_sweep_lists_the_faults_of_every_point_before_anything_runs(typed: Type, empty: Path) -> None:
    said = typed("-m", "scenario=baseline,ipcei_bost", "seed=1,-2", "members=4,5")
    for text in ("ipcei_bost", "seed = -2", "members = 5"):
        assert said.err.count(text) == 1
    assert said.code == 2
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "title: {nl: a, en: a}\nhydra: {run: {dir: elsewhere}}\n",
        "title: {nl: a, en: '${oc.env:HOME}'}\n",
        "title: !!python/object/apply:os.getcwd []\n",
    ],
    ids=["a hydra block", "an interpolation", "a tag"],
)
def test_a_scenario_file_is_never_a_hydra_configuration(text: str, typed: Type, empty: Path) -> None:
    (empty / "plan.yaml").write_text(text)
    said = typed("scenario=./plan.yaml")
    assert said.code == 2, said
    assert "plan.yaml" in said.err
    assert sorted(path.name for path in empty.iterdir()) == ["plan.yaml"]
