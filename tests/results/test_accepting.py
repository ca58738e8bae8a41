"""A result may come from anyone: what is broken, huge, of another kind or version is refused in words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from sim.inputs.faults import Faults
from sim.report.report import report_text
from sim.results import accepting
from sim.results.store import Stored, read_run, write_run
from sim.results.tables import read_parquet
from tests.results.synthetic import info, recorded

Copy = Callable[..., Path]


@pytest.fixture
def copy(stored: Stored, tmp_path: Path) -> Copy:
    """A copy of a result whose run.json says something else."""

    def make(**changes: Any) -> Path:
        folder = Path(shutil.copytree(stored.folder, tmp_path / "copy"))
        about = json.loads((folder / "run.json").read_text())
        (folder / "run.json").write_text(json.dumps({**about, **changes}))
        return folder

    return make


def refusal(folder: Path) -> str:
    with pytest.raises(Faults) as raised:
        read_run(folder)
    return "\n".join(fault.text for fault in raised.value.faults)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"members": "many"}, "members: is not of the kind that this engine writes"),
        ({"known_until": [2024]}, "known_until: is not of the kind that this engine writes"),
        ({"known_until": 1e400}, "known_until: is not of the kind that this engine writes"),
        ({"versions": {"sim": 1}}, "versions: is not of the kind that this engine writes"),
        ({"record": {"share": {"soon": 0.1}}}, "record: is not of the kind that this engine writes"),
        ({"title": "\x1b]0;owned\x07"}, "title: holds control characters"),
        ({"parameters": [{"value": "1"}]}, "names no scenario, or a parameter without a name"),
        ({"lang": "../../etc"}, "lang = ../../etc: this version has no texts in that language"),
        ({"lang": "xx"}, "lang = xx: this version has no texts in that language"),
    ],
)
def test_a_run_json_of_other_kinds_is_refused(changes: dict[str, Any], says: str, copy: Copy) -> None:
    assert refusal(copy(**changes)) == says


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "cannot be read as JSON: Expecting value"),
        (b"[]", "must be a mapping"),
        (b"{}", "names no scenario, or a parameter without a name"),
        (b'{"scenario": "caf\xe9"}', "not UTF-8 text"),
        (b"[" * 200_000, "nested too deep: not of this kind"),
    ],
    ids=["empty", "a list", "nothing in it", "no UTF-8", "deep"],
)
def test_a_run_json_that_is_none_is_refused(raw: bytes, says: str, copy: Copy) -> None:
    folder = copy()
    (folder / "run.json").write_bytes(raw)
    assert refusal(folder) == says


def test_a_table_that_is_broken_absent_or_huge_is_refused(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy()
    whole = (folder / "kpi.parquet").read_bytes()
    (folder / "kpi.parquet").write_bytes(whole[:100])
    assert refusal(folder) == "is broken: not a Parquet file that can be read"
    middle = len(whole) // 3
    (folder / "kpi.parquet").write_bytes(whole[:middle] + bytes(300) + whole[middle + 300 :])
    assert refusal(folder) == "is broken: cannot be read to its end"
    (folder / "kpi.parquet").unlink()
    assert refusal(folder) == "is not there: this is no whole result"
    (folder / "kpi.parquet").write_bytes(whole)
    monkeypatch.setattr(accepting, "MOST_CELLS", 1000)
    assert "more than any result" in refusal(folder)


def test_a_small_file_that_unpacks_to_much_is_refused_before_it_is_unpacked(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, rows = copy(), 3_000_000
    column = pa.repeat(pa.scalar("x" * 10), rows).dictionary_encode()
    parquet.write_table(pa.table({f"c{n}": column for n in range(3)}), folder / "kpi.parquet")
    assert (folder / "kpi.parquet").stat().st_size < 100_000
    monkeypatch.setattr(accepting, "MOST_CELLS", 5_000_000)  # the limit itself is what a result can be
    assert refusal(folder) == "3,000,000 rows of 3 columns: more than any result"


def test_a_result_of_an_older_engine_is_read_or_refused_with_a_word(copy: Copy) -> None:
    folder = copy(versions={"sim": "0.0.9"})
    for name in ("money", "binding_year"):  # tables that came later
        (folder / f"{name}.parquet").unlink()
    for name in ("series", "difference", "base"):  # an axis that came later
        frame = parquet.read_table(folder / f"{name}.parquet").drop_columns(["node"])
        parquet.write_table(frame, folder / f"{name}.parquet")
    older = read_run(folder)
    assert older.info.engine == "0.0.9"
    assert len(older.money) == 0
    assert set(older.series["node"]) == {""}
    frame = pd.read_parquet(folder / "paired.parquet").rename(columns={"member": "run"})
    frame.to_parquet(folder / "paired.parquet")
    assert refusal(folder) == (
        "has no column member: made by version 0.0.9, which this version cannot read;"
        " run it again with this version, or read it with its own"
    )


def test_a_report_escapes_whatever_text_it_holds(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"' $\\frac{$ {{ 7*7 }} [red]x[/red]"
    about = info()
    fields = ("title", "question", "command", "commit", "configuration_hash", "scenario_text")
    texts = {name: f"{name} {evil}" for name in fields}
    lists = {name: (f"{name} {evil}",) for name in ("notes", "warnings", "differs")}
    one = {
        key: f"{key} {evil}" for key in ("name", "words", "value", "unit", "range", "confidence", "source")
    }
    changed = {**about.__dict__, **texts, **lists, "parameters": (one,), "versions": {evil: evil}}
    run = recorded(4, 0.1)
    folder = write_run(run, recorded(4), type(about)(**{**changed, "configuration": {evil: evil}}), tmp_path)
    text = report_text(read_run(folder), [])
    assert "<script" not in text.lower()
    assert text.count("{{ 7*7 }}") >= 8
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 8


def test_text_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    half = pa.array([b"half \xe9"], pa.binary()).view(pa.string())
    parquet.write_table(pa.table({"name": half}), tmp_path / "half.parquet")
    with pytest.raises(Faults, match="is broken: cannot be read to its end"):
        read_parquet(tmp_path / "half.parquet")
