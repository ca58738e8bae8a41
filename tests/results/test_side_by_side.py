"""Results side by side: pairs, regret, futures, equal money, what differs by place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.results.by_label import by_label_frame
from sim.results.compare import Comparison, compare, tables
from sim.results.compared import shown
from sim.results.comparison_words import sentences
from sim.results.equal_money import rate
from sim.results.pairs import matrix, pairs_frame, ranking
from sim.results.regret import regret_by_future, regret_by_member, regret_frame
from sim.results.store import write_run
from tests.results.synthetic import info, recorded

NAMES = ("baseline", "grid_first", "ipcei_boost")


@pytest.fixture(scope="module")
def three(results: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """The baseline and two scenarios that differ by how far they raise the share."""
    seen: list[Comparison] = []
    folders = [results[name] for name in NAMES]
    compare(folders, out=tmp_path_factory.mktemp("c") / "c", finish=[seen.append])
    return seen[0]


@pytest.fixture(scope="module")
def two_futures(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """A policy that is good in one future and bad in the other, and one that does nothing."""
    where = tmp_path_factory.mktemp("futures")
    folders = []
    for overlay, seed, boost in (("[]", 1, 0.1), ("downturn", 2, -0.3)):
        words = {"overlay": overlay, "members": 16}
        base = recorded(16, seed=seed)
        folders += [
            write_run(recorded(16, boost, seed=seed), base, info("bold", configuration=words), where),
            write_run(base, None, info("baseline", configuration=words), where),
        ]
    seen: list[Comparison] = []
    compare(folders, out=where / "c", finish=[seen.append])
    return seen[0]


def ends(name: str, boosts: dict[str, float]) -> np.ndarray:
    return recorded(16, boosts[name]).values["share"][-1].ravel()


def test_pairs_are_the_differences_of_the_members(three: Comparison) -> None:
    boosts = dict(zip(NAMES, (0.0, 0.03, 0.12), strict=True))
    table = pairs_frame(three, ("share",)).set_index(["run", "against"])
    for run in NAMES:
        for other in NAMES:
            if run != other:
                expected = ends(run, boosts) - ends(other, boosts)
                assert table.loc[(run, other), "mean"] == pytest.approx(expected.mean())
                assert table.loc[(run, other), "chance"] == pytest.approx((expected > 0).mean())


def test_of_a_pair_one_wins_or_the_other(three: Comparison) -> None:
    table = pairs_frame(three, ("share", "jobs_nl"))
    for outcome in ("share", "jobs_nl"):
        chance = matrix(table, "chance", ranking(three), outcome)
        mean = matrix(table, "mean", ranking(three), outcome)
        off = ~np.eye(3, dtype=bool)
        assert np.allclose((chance + chance.T).to_numpy()[off], 1)
        assert np.allclose((mean + mean.T).to_numpy()[off], 0)


def test_regret_is_never_negative_and_someone_has_none(three: Comparison) -> None:
    table = regret_by_member(three).pivot(index="member", columns="run", values="regret")
    assert (table.to_numpy() >= 0).all()
    assert (table.min(axis=1) == 0).all()
    summary = regret_frame(three).set_index("run")
    assert summary["first"].sum() == pytest.approx(1)
    assert summary["mean"].to_dict() == pytest.approx(table.mean().to_dict())


def test_results_pair_inside_their_future_only(two_futures: Comparison) -> None:
    assert set(two_futures.futures.values()) == {"as sampled", "downturn"}
    table = pairs_frame(two_futures, ("share",))
    assert len(table) == 4  # two ways in each of two futures
    assert (table["run"].map(two_futures.futures) == table["against"].map(two_futures.futures)).all()


def test_regret_by_future_names_the_worst(two_futures: Comparison) -> None:
    wide = regret_by_future(regret_frame(two_futures))
    assert set(wide.index) == {"bold", "baseline"}
    assert wide["worst"].tolist() == wide[["as sampled", "downturn"]].max(axis=1).tolist()
    # what is bold loses much in one future, doing nothing loses little in the other
    assert wide["worst"].idxmin() == "baseline"
    assert any("baseline" in one and "2 futures" in one for one in sentences(two_futures))


def test_one_future_has_no_table_of_futures(three: Comparison) -> None:
    assert regret_by_future(regret_frame(three)).empty


def test_a_rate_times_the_money_is_the_effect(three: Comparison) -> None:
    for one in three.results:
        for name in ("share", "jobs_nl"):
            found, end = rate(one, name), one.end(name)
            if found is not None and found.found and end is not None and one.money is not None:
                assert found.mean * one.money.present.mean / 100 == pytest.approx(end.mean)
                assert found.se > 0


def test_the_error_of_a_rate_is_that_of_a_ratio() -> None:
    """Against the spread of the ratio over many draws of the same size."""
    generator = np.random.default_rng(3)
    money = 500 + 40 * generator.normal(size=(4000, 64))
    effect = 0.02 * money + 2 * generator.normal(size=(4000, 64))
    ratios = effect.mean(axis=1) / money.mean(axis=1)
    rest = effect[0] - ratios[0] * money[0]
    assert rest.std(ddof=1) / 8 / money[0].mean() == pytest.approx(ratios.std(), rel=0.3)


def test_a_base_apart_leaves_places_without_a_band(results: dict[str, Path], tmp_path: Path) -> None:
    """Stored results hold no pairs by place against another base: means subtract, nothing is called found."""
    tables_of: dict[str, pd.DataFrame] = {}
    for name, base in (("own", None), ("apart", results["baseline"])):
        seen: list[Comparison] = []
        compare([results["ipcei_boost"]], base=base, out=tmp_path / name, finish=[seen.append])
        tables_of[name] = by_label_frame(seen[0])
    own, apart = tables_of["own"], tables_of["apart"]
    assert apart["mean"].tolist() == pytest.approx(own["mean"].tolist())
    assert own["found"].any()
    assert not apart["found"].any()
    assert apart["se"].isna().all()


def test_places_add_up_to_the_whole(three: Comparison) -> None:
    table = by_label_frame(three)
    for one in three.results[1:]:
        rows = table[(table["run"] == one.name) & (table["outcome"] == "value_added_nl")]
        end = one.end("value_added_nl")
        assert end is not None
        assert set(rows["label"]) >= {"brainport", "rest_nl"}
        assert rows["mean"].sum() == pytest.approx(end.mean)


def test_every_table_is_written(three: Comparison, results: dict[str, Path], tmp_path: Path) -> None:
    folder = compare([results[name] for name in NAMES], out=tmp_path / "c")
    for name, table in tables(three).items():
        assert len(pd.read_csv(folder / f"{name}.csv")) == len(table) > 0


def test_scenarios_are_called_by_their_titles_where_these_differ() -> None:
    names = {"grid_first · x=1": "grid_first", "baseline": "baseline"}
    assert shown(names, {"grid_first": "Eerst stroom"}) == {
        "grid_first · x=1": "Eerst stroom · x=1",
        "baseline": "baseline",
    }


def test_a_sentence_names_what_ends_highest(three: Comparison) -> None:
    first = sentences(three)[0]
    assert "“ipcei_boost” gives the highest Dutch share" in first
    assert "the next, “grid_first”" in sentences(three)[1]
