"""Bad input as typed (tests/bad/commands.yaml): exit code 2, the exact words, and nothing written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import Type

CASES = yaml.safe_load((Path(__file__).parents[1] / "bad" / "commands.yaml").read_text(encoding="utf-8"))


def spelt(text: Any) -> Any:
    """`<300 x>` as 300 times x; bytes as they are."""
    return text if isinstance(text, bytes) else re.sub(r"<(\d+) (.)>", lambda at: at[2] * int(at[1]), text)


def everything(at: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in at.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_is_refused(case: dict[str, Any], typed: Type, empty: Path) -> None:
    for name, text in case.get("files", {}).items():
        path, whole = empty / name, spelt(text)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(whole if isinstance(whole, bytes) else whole.encode())
    before = everything(empty)
    said = typed(*(spelt(word) for word in case["words"]))
    counted = re.sub(r"\d+ (?=(scenarios|overlays) in )", "<n> ", said.err)
    assert re.sub(r"(configs/overlays/\w+\.yaml):\d+", r"\1:<n>", counted) == spelt(case["says"])
    assert said.code == 2
    assert said.out == ""
    assert everything(empty) == before


def test_the_cases_are_many_and_each_is_one() -> None:
    names = [case["case"] for case in CASES]
    assert len(names) == len(set(names)) >= 150


def test_a_launcher_that_is_not_installed_is_refused_in_hydras_words(typed: Type, empty: Path) -> None:
    said = typed("-m", "seed=1,2", "hydra/launcher=joblb")
    assert said.code == 2
    assert "Could not find 'hydra/launcher/joblb'" in said.err
    assert "Traceback" not in said.err
    assert list(empty.iterdir()) == []
