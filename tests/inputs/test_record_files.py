"""Record, posteriors and labels of a folder of one's own: read, or refused in words with file and line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.hindcast.subjects import load_subjects
from sim.inputs.faults import Faults
from sim.inputs.posteriors import posterior_at, read_posterior
from sim.inputs.record import load_record
from sim.inputs.scenarios import Evidence
from sim.results.labels import load_labels

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A copy of the record that is shipped."""
    shutil.copytree(TOP / "data" / "record", tmp_path / "record")
    return tmp_path / "record"


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


CHANGES = {
    "a figure that is none": (
        "market_history.csv",
        "total,sales,2008,248.6,",
        'total,sales,2008,"248,6",',
        "market_history.csv:2  year = 2008, value = 248,6: must be a year and a number",
    ),
    "a row that is cut off": (
        "market_history.csv",
        "total,sales,2008,248.6,",
        "total,sales,2008\n",
        "market_history.csv:2  is no row of this table: other columns than its head",
    ),
    "a misspelt column": (
        "series.yaml",
        "entity: World",
        "entiti: World",
        "series.yaml:4  world_chip_sales.rows.entiti: market_history.csv has no such column."
        " Did you mean 'entity'?",
    ),
    "a table elsewhere": (
        "series.yaml",
        "file: market_history.csv",
        "file: ../x.csv",
        "series.yaml  rows.file must name a table beside it",
    ),
    "a misspelt key": ("series.yaml", "scale: 1000", "scael: 1", "scael: unknown key. Did you mean 'scale'?"),
    "a misspelt series": (
        "observations.yaml",
        "[asm_sales]",
        "[asm_sale]",
        "sales.deposition: 'asm_sale' is no series. Did you mean 'asm_sales'?",
    ),
    "a subject without an outcome": (
        "hindcast.yaml",
        "outcome: share,",
        "",
        "share.outcome: is missing; write 'outcome: …'",
    ),
    "no YAML": ("hindcast.yaml", "share:", "share: [", "cannot be read as YAML"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_faulty_record_is_refused_in_words(case: str, record: Path) -> None:
    file, old, new, says = CHANGES[case]
    changed(record / file, old, new)
    read: Callable[[Path], object] = load_subjects if file == "hindcast.yaml" else load_record
    with pytest.raises(Faults) as raised:
        read(record)
    assert says in str(raised.value)


POSTERIORS = {
    "": ("cannot be read as JSON", None),
    "shift": ("shift: must be {n} numbers, one for each of the streams", [0.1, float("nan")]),
    "factor": ("factor: must be {n} rows of {n} numbers", [[1, 0]]),
    "streams": ("streams: must be a list of names of draws", {"x": 1}),
    "wider": ("wider: names a draw twice", ["a", "a"]),
}


@pytest.mark.parametrize("part", POSTERIORS)
def test_a_faulty_posterior_is_refused_in_words(part: str, tmp_path: Path) -> None:
    says, value = POSTERIORS[part]
    text = (TOP / "data" / "posteriors" / "2013.json").read_text(encoding="utf-8")
    shipped = json.loads(text)
    whole = json.dumps({**shipped, part: value}) if part else text[:-10]
    (tmp_path / "2013.json").write_text(whole, encoding="utf-8")
    with pytest.raises(Faults) as raised:
        read_posterior(2013, tmp_path)
    assert says.format(n=len(shipped["streams"])) in str(raised.value)


def test_a_posterior_of_other_parameters_is_refused(tmp_path: Path, evidence: Evidence) -> None:
    whole = {"streams": ["nothing/of/ours"], "wider": [], "shift": [0], "factor": [[1]]}
    (tmp_path / "2013.json").write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(Faults, match="which no parameter draws; make it again"):
        posterior_at(evidence.parameters, 2013, 2024.0, tmp_path)


@pytest.mark.parametrize("text", ["- a\n", "", "a: [x]\n", "a: {b: }\n"])
def test_labels_are_texts_by_name(text: str, tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Faults, match="must be texts by name"):
        load_labels("en", tmp_path)
