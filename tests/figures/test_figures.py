"""Pictures by their numbers, not their pixels; equal results give equal bytes."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from sim.figures import binding, difference, grid, house, money, places, share
from sim.figures.comparison import difference_bands, draw_comparison, pictures_of
from sim.figures.data import as_table
from sim.figures.drawing import draw_all, pictures, write_figures
from sim.inputs.axes import load_axes
from sim.results.compare import Comparison, compare
from sim.results.labels import load_labels
from sim.results.store import Stored, read_run, write_run
from tests.results.synthetic import YEARS, info, recorded


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    return read_run(write_run(recorded(16, 0.12), recorded(16), info(), tmp_path_factory.mktemp("figures")))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    return read_run(write_run(recorded(4), None, info("baseline"), tmp_path_factory.mktemp("alone")))


def axes_of(figure: Figure) -> list[Axes]:
    return [one for one in figure.axes if one.axison]


def test_all_pictures_are_found_in_order(stored: Stored) -> None:
    names = [one.NAME for one in pictures()]
    assert names == ["difference", "economy", "share", "talent", "grid", "binding", "places", "money"]
    assert [one.name for one in draw_all(stored)] == names


def test_equal_results_give_equal_bytes_and_touch_no_setting(stored: Stored) -> None:
    before = dict(matplotlib.rcParams)
    first, second = draw_all(stored), draw_all(stored)
    for one, other in zip(first, second, strict=True):
        assert one.svg == other.svg
        assert one.png == other.png
    assert dict(matplotlib.rcParams) == before
    assert b"<dc:date>" not in first[0].svg


def test_the_headline_shows_the_paired_difference(stored: Stored) -> None:
    axes = axes_of(difference.draw(stored))[0]
    line = axes.get_lines()[0]
    run, base = (one.values["share"].reshape(29, -1) for one in (recorded(16, 0.12), recorded(16)))
    shown = np.asarray(line.get_xdata()).tolist()
    assert shown == YEARS[YEARS >= shown[0]].tolist()
    assert shown[0] <= 2022, "where the change begins, or two years before the last that is known"
    whole = 100 * (run - base).mean(axis=1)
    assert np.asarray(line.get_ydata()) == pytest.approx(whole[YEARS >= shown[0]])
    assert not whole[YEARS < shown[0]].any()
    assert any(np.all(np.asarray(one.get_ydata()) == 0) for one in axes.get_lines()[1:]), "no zero line"


def test_the_fan_has_the_base_dashed_and_the_record_as_dots(stored: Stored) -> None:
    axes = axes_of(share.draw(stored))
    assert len(axes) == 3
    median, base, record = axes[0].get_lines()[:3]
    expected = 100 * np.median(recorded(16, 0.12).values["share"].reshape(29, -1), axis=1)
    assert np.asarray(median.get_ydata()) == pytest.approx(expected)
    assert base.is_dashed()
    assert np.asarray(record.get_ydata())[-1] == pytest.approx(6.7)
    assert axes[0].get_ylim()[0] == 0


def test_no_axes_hold_more_than_four_series(stored: Stored) -> None:
    for module in pictures():
        for axes in module.draw(stored).axes:
            colours = {line.get_color() for line in axes.get_lines()} - {house.GREY, "black"}
            assert len(colours) <= 4, module.NAME


def test_what_binds_adds_up_to_no_more_than_all_members(stored: Stored) -> None:
    table = as_table(binding.columns(stored))
    brainport = table[[column for column in table if column.startswith("Brainport:")]]
    assert len(brainport.columns) <= len(binding.LOOKS)
    assert (brainport.sum(axis=1) <= 100 + 1e-9).all()


def test_a_table_holds_what_the_picture_shows(stored: Stored) -> None:
    table = as_table(grid.columns(stored)).set_index("year")
    at = recorded(16).labels.index("place", "brainport")
    queue = recorded(16, 0.12).values["mw_queued"][20, 0, 0, at].ravel()
    assert table.loc[2030, "Brainport"] == pytest.approx(np.median(queue))


def test_a_run_without_base_has_no_difference(alone: Stored) -> None:
    names = [one.name for one in draw_all(alone)]
    assert "difference" not in names
    assert {"share", "money", "binding"} <= set(names)


def test_public_money_is_shown_only_where_more_of_it_is_paid(tmp_path: Path) -> None:
    """A scenario that pays nothing changes value added and jobs all the same, which no money bought."""
    base, run = recorded(4), recorded(4, 0.12)
    same = {name: base.values[name] for name in (*money.STREAMS, money.CAUSED)}
    free = write_run(replace(run, values=run.values | same), base, info("grid_first"), tmp_path)
    names = [one.NAME for one in pictures() if one.applies(read_run(free))]
    assert "money" not in names
    assert "economy" in names
    idle = {money.CAUSED: base.values[money.CAUSED]}
    trained = read_run(write_run(replace(run, values=run.values | idle), base, info(), tmp_path))
    assert "R&D" not in money.title(trained)
    assert len(axes_of(money.draw(trained))) == 1


def test_the_wait_of_every_place_is_shown(stored: Stored) -> None:
    panels = [one for one in axes_of(grid.draw(stored)) if one.get_title().startswith("Wait")]
    waits = [line for one in panels for line in one.get_lines() if len(line.get_xdata()) == len(YEARS)]  # type: ignore[arg-type]
    assert len(waits) == len(load_axes().labels["place"]) - 1, "all but abroad"
    assert len({one.get_ylim() for one in panels}) == 1, "side by side on one scale"


def test_a_shock_does_not_flatten_the_policies_beside_it(stored: Stored, tmp_path: Path) -> None:
    shock = write_run(recorded(16, -20.0), recorded(16), info("export_shock", kind="shock"), tmp_path)
    other = write_run(recorded(16, 0.05), recorded(16), info("grid_first"), tmp_path)
    seen: list[Comparison] = []
    compare([stored.folder, shock, other], out=tmp_path / "c", finish=[seen.append])
    picture = next(one for one in pictures_of(seen[0]) if one.name == "difference")
    *policies, last = axes_of(picture.draw())
    assert len({one.get_ylim() for one in policies}) == 1, "policies are comparable"
    assert max(policies[0].get_ylim()) < 1 < 10 < -min(last.get_ylim())


def test_a_text_fills_lines_of_its_width() -> None:
    text = " ".join(f"word{number}" for number in range(60))
    for inches in (2.0, 5.0):
        lines = house.in_width(text, inches, 9)
        assert " ".join(lines) == text
        longer = [f"{one} {after.split()[0]}" for one, after in pairwise(lines)]
        assert all(len(house.in_width(one, inches, 9)) == 1 for one in lines)
        assert all(len(house.in_width(one, inches, 9)) == 2 for one in longer), "no room is wasted"
        assert not any(one.startswith("%") for one in house.in_width("80\u00a0% of it " * 30, inches, 9))
        even = house.evenly(text, inches, 9)
        assert len(even) == len(house.in_width(text, inches, 9, bold=True))


def test_units_stand_in_the_titles(stored: Stored) -> None:
    units = ("%", "points", "MW", "EUR", "persons")
    for one in draw_all(stored):
        assert any(unit in one.title for unit in units), one.title
        assert "band" in one.caption or "members" in one.caption


def test_svg_and_png_are_written(stored: Stored, tmp_path: Path) -> None:
    write_figures(draw_all(stored), tmp_path / "figures")
    assert (tmp_path / "figures" / "share.svg").read_bytes().startswith(b"<?xml")
    assert (tmp_path / "figures" / "share.png").read_bytes().startswith(b"\x89PNG")


def test_a_comparison_has_a_panel_a_result_and_says_when_unpaired(stored: Stored, tmp_path: Path) -> None:
    other = write_run(recorded(4, 0.1, seed=2), recorded(4, seed=2), info("other", seed=2), tmp_path)
    seen: list[Comparison] = []
    compare([stored.folder, other], out=tmp_path / "c", unpaired=True, finish=[seen.append])
    assert list(difference_bands(seen[0])) == ["ipcei_boost", "other"]
    for one in draw_comparison(seen[0]):
        assert b"UNPAIRED" in one.svg


def test_discs_of_the_map_have_the_area_of_their_number(stored: Stored) -> None:
    axes = places.draw(stored).axes[0]
    discs = [one for one in axes.patches if isinstance(one, Circle) and one.get_fill()]
    run = recorded(16, 0.12)
    cells = run.values["jobs_nl"][-1].reshape(-1, 16).mean(axis=1)
    names = [label.split(".")[0] for label in run.labels.labels["cell"]]
    jobs = {place: sum(x for x, name in zip(cells, names, strict=True) if name == place) for place in names}
    shown = as_table(places.columns(stored)).set_index("year")
    assert shown.loc[2038, "Brainport: Jobs (1,000)"] == pytest.approx(jobs["brainport"] / 1000)
    whole = sum(x for place, x in jobs.items() if place != "abroad")
    areas = [one.get_radius() ** 2 for one in discs]
    assert max(areas) / sum(areas) == pytest.approx(jobs["brainport"] / whole)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_words_leave_a_picture_or_cover_each_other(stored: Stored, lang: str) -> None:
    said = stored.read_in(lang)
    for module in pictures():
        with matplotlib.rc_context(fname=house.STYLE):
            figure = module.draw(said)
            renderer = FigureCanvasAgg(figure).get_renderer()
            figure.draw(renderer)
            page = figure.bbox
            heads = [text for one in figure.axes for text in (one.title, one._left_title) if text.get_text()]
            words = [*heads, *figure.texts, *(text for one in figure.axes for text in one.texts)]
            boxes = {id(text): text.get_window_extent(renderer) for text in words if text.get_text()}
        for text in words:
            box = boxes[id(text)]
            outside = max(page.x0 - box.x0, box.x1 - page.x1, page.y0 - box.y0, box.y1 - page.y1)
            assert outside <= 1, (module.NAME, text.get_text())
        for one, other in combinations([*heads, *figure.texts, *(words if module is places else ())], 2):
            if one is other:
                continue
            assert not boxes[id(one)].overlaps(boxes[id(other)]), (one.get_text(), other.get_text())


@pytest.mark.parametrize(
    ("tick", "said"),
    [
        (0.0, "0"),
        (1250.0, "1,250"),
        (0.0025, "0.0025"),
        (1e-4, "0.0001"),
        (-2.5e-5, "−2.5·10⁻⁵"),
        (1e-9, "1·10⁻⁹"),
    ],
)
def test_a_tick_that_is_not_zero_is_not_written_as_zero(tick: float, said: str) -> None:
    assert house.short(tick, load_labels("en")) == said
