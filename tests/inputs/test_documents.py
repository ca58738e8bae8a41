"""The YAML reader: plain data with lines, dates as years, and nothing that is more than data."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.inputs.documents import as_year, read_document, read_text
from sim.inputs.faults import Faults


def test_values_are_read_as_written() -> None:
    document = read_text(
        "a: {x: 1e-3, y: no, z: ~, w: true}\nb: [1, [2.5, 'q']]\nc: R&D * 3\nd: 2023-11-08\n", "f"
    )
    assert document.value == {
        "a": {"x": 0.001, "y": "no", "z": None, "w": True},
        "b": [1, [2.5, "q"]],
        "c": "R&D * 3",
        "d": "2023-11-08",
    }


def test_lines_follow_paths() -> None:
    document = read_text("a:\n  b: 1\nc:\n  - 1\n  -\n    d: 2\n", "f")
    assert document.line("a", "b") == 2
    assert document.line("c", 1, "d") == 6
    assert document.line("a", "missing") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: ${oc.env:HOME}", "f:1  '${' is not read here; write the value itself"),
        ("# ok\na: 1\nb: &x 2\n", "f:3  an anchor (&) is not read here; write the value itself"),
        (
            "a: {x: 0,62}",
            "f:1  a: '62' stands where a name is expected; a decimal has a point (0.62), never a comma",
        ),
        ("a: 1\na: 2\n", "f:2  'a' is given twice (first on line 1)"),
        ("a: {<<: {b: 1}}", "f:1  a: '<<' is not read here; write the values themselves"),
        ("a: \x00", "f:1  holds binary data: not a text file"),
        ("[" * 100_000, "f:1  more than 24 levels deep: not a file of this kind"),
        ("- " * 100_000, "f:1  more than 24 levels deep: not a file of this kind"),
        ("? [a]\n: 3", "f:1  a name is expected before the colon, not a list or mapping"),
    ],
)
def test_refusals(text: str, words: str) -> None:
    with pytest.raises(Faults) as raised:
        read_text(text, "f")
    assert str(raised.value).splitlines()[0] == words


def test_files_that_are_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, raw, words in [
        (
            "big.yaml",
            b"a" * (2**20 + 1),
            "big.yaml  larger than 1 MiB (1048577 bytes): not a file of this kind",
        ),
        ("latin.yaml", b"a: 1\nb: caf\xe9\n", "latin.yaml:2  not UTF-8 text; save the file as UTF-8"),
    ]:
        (tmp_path / name).write_bytes(raw)
        with pytest.raises(Faults) as raised:
            read_document(tmp_path / name)
        assert str(raised.value) == f"{words}\n1 fault; nothing was run."


@pytest.mark.parametrize(
    ("word", "year"),
    [(2027, 2027.0), (2027.67, 2027.67), ("2027.67", 2027.67), ("2027-01-01", 2027.0), ("2024-07-02", 2024.5),
     ("2027-09", 2027 + 243 / 365)],
)  # fmt: skip
def test_dates_become_years(word: object, year: float) -> None:
    assert as_year(word) == pytest.approx(year, abs=1e-12)


@pytest.mark.parametrize("word", ["2027-13-01", "soon", True, None, "2027,5", 27, "2027-02-29"])
def test_no_dates(word: object) -> None:
    with pytest.raises(ValueError, match=r"date|calendar"):
        as_year(word)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with suppress(Faults):
        read_text(text, "f")


def test_three_hundred_parameters_are_read_fast() -> None:
    entry = "  value: {nl: 1.0, eu: 0.2, other: 0.4}\n  range: {ratio: [0.8, 1.25]}\n  source: a title\n"
    text = "".join(f"p{number}:\n{entry}" for number in range(300))
    start = time.process_time()
    read_text(text, "f")
    # a bound on growth, not a measurement: it takes 0.03 s, and is read on every start of the command
    assert time.process_time() - start < 0.3
