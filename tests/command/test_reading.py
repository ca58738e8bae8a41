"""The commands that run nothing: list, show, diff, check, compare, explain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import Type

CHECKOUT = Path(__file__).resolve().parents[2]


def test_list_has_a_line_for_everything(typed: Type) -> None:
    said = typed("list")
    assert said.code == 0
    for text in (
        "scenarios (",
        "overlays (",
        "parameters (",
        "instruments (",
        "  ipcei_boost ",
        "  stay_rate ",
    ):
        assert text in said.out


def test_list_takes_a_kind_and_a_part_of_a_name(typed: Type) -> None:
    said = typed("list", "parameters", "stay_ra")
    assert "stay_rate" in said.out
    assert "scenarios" not in said.out


def test_list_shows_questions_and_variants_under_their_parent(typed: Type) -> None:
    lines = [line.split() for line in typed("list", "scenarios").out.splitlines()]
    named = [words[0] for words in lines]
    assert named.index("ipcei_boost.delay_12") == named.index("ipcei_boost") + 1
    assert all(words[-1].endswith("?") for words in lines[1:])


def test_a_home_without_configs_is_refused(typed: Type, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIM_HOME", str(empty))
    for words in (["list"], ["members=4"]):
        said = typed(*words)
        assert said.code == 2
        assert "holds no configs/axes.yaml" in said.err


def test_show_gives_value_and_source(typed: Type) -> None:
    said = typed("show", "stay_rate")
    assert said.code == 0
    for text in ("other 0.4", "split_logit", "source", "Nuffic"):
        assert text in said.out
    assert "why:" in typed("show", "ipcei_boost").out
    assert "channel" in typed("show", "ipcei_me_ct").out


def test_show_gives_question_changes_and_marks(typed: Type) -> None:
    out = typed("show", "ipcei_boost.delay_12").out
    assert "question  What is it worth" in out
    for text in (
        "delay_award: 0 → -1.55  [record, hypothesis]",
        "money: [[2027, 0], [2031, 0]] → ",
        "base: ipcei_boost",
    ):
        assert text in out
    assert "parameters.downturn_depth: 0 → 0.2  [record, hypothesis]" in typed("show", "downturn").out


def test_diff_says_what_differs(typed: Type) -> None:
    assert "instruments.ipcei_second_call.money: " in typed("diff", "baseline", "ipcei_boost").out
    assert "no difference" in typed("diff", "baseline", "baseline").out


def test_diff_gives_units_and_triggers(typed: Type) -> None:
    said = typed("diff", "baseline", "grid_first").out
    assert "instruments.grid_reinforcement_brainport.quantity: [[2033, 600]] → " in said
    assert said.count("(MW)") >= 3
    assert (
        "triggers.train_more: none → the board acts on"
        in typed("diff", "baseline", "baseline.talent_on_demand").out
    )


def test_diff_takes_a_stored_result(typed: Type, empty: Path) -> None:
    from sim.command.defaults import defaults
    from sim.results.information import write_info
    from tests.results.synthetic import info

    words = {**defaults(), "scenario": "ipcei_boost", "parameters": {"stay_rate": {"other": 0.45}}}
    (empty / "one").mkdir()
    write_info(info(configuration=words), empty / "one" / "run.json")
    assert "parameters.stay_rate.other: 0.4 → 0.45" in typed("diff", "ipcei_boost", "one").out


def test_show_says_what_a_parameter_is_for(typed: Type, empty: Path) -> None:
    assert "equation staying (talent.py:" in typed("show", "stay_rate").out
    assert "instrument ipcei_me_ct (additionality" in typed("show", "direct_subsidy_additionality").out
    assert "sim/run/" in typed("show", "dutch_inflation").out


def test_show_gives_the_effect_where_a_result_tells_it(typed: Type, empty: Path) -> None:
    from sim.results.store import write_run
    from tests.results.synthetic import info, recorded

    assert "rank correlation" not in typed("show", "stay_rate").out
    write_run(recorded(32, 0.1), None, info(), empty / "results")
    assert "stay_rate[other]: rank correlation with the share of 2038" in typed("show", "stay_rate").out


def test_check_reads_all_that_is_shipped(typed: Type) -> None:
    said = typed("check")
    assert said.code == 0, said
    assert "baseline" in said.out
    assert "overlay downturn" in said.out


def test_check_names_every_fault_of_every_file(typed: Type, empty: Path) -> None:
    top = "title: {nl: a, en: a}\nwhy: hypothesis\n"
    (empty / "one.yaml").write_text(top + "instruments: {ipcei_me_ct: {mony: 3}}\n")
    (empty / "two.yaml").write_text(top + "parameters:\n  stay_rate: {other: 1.4}\n")
    said = typed("check", "one.yaml", "two.yaml")
    assert said.code == 2
    for text in ("one.yaml:3", "Did you mean 'money'?", "two.yaml:4", "limits", "2 faults"):
        assert text in said.err


@pytest.mark.parametrize("page", ["README.md", "docs/write_a_scenario.md"])
def test_the_scenarios_in_the_documentation_are_in_order(page: str, typed: Type, empty: Path) -> None:
    text = (CHECKOUT / page).read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (empty / "my_plan.yaml").write_text(example)
    assert typed("check", "./my_plan.yaml").code == 0
    assert "instruments." in typed("diff", "baseline", "./my_plan.yaml").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show"], "wants one name"),
        (["show", "stay_rat"], "Did you mean 'stay_rate'?"),
        (["list", "scenaros", "x"], "Did you mean 'scenarios'?"),
        (["list", "scenarios", "zzz"], "no name holds 'zzz'"),
        (["diff", "baseline"], "wants two scenarios"),
        (["diff", "baseline", "ipcei_bost"], "Did you mean 'ipcei_boost'?"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
        (["compare", "nowhere", "elsewhere"], "'elsewhere' is no result"),
        (["explain", "nowhere"], "explain"),
    ],
)
def test_is_refused(words: list[str], says: str, typed: Type, empty: Path) -> None:
    said = typed(*words)
    assert said.code == 2
    assert says in said.err
    assert list(empty.iterdir()) == []
