"""What a result says about itself (run.json): what was asked, with which code and data, how it ended."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from sim.inputs.faults import Fault, Faults
from sim.inputs.resources import root
from sim.results.accepting import accept_fields, accept_json


@dataclass(frozen=True)
class RunInfo:
    """Everything about a run that is not a number of it; plain values only, because it is written as JSON.

    `title` and `question` are in the language of the run; `titles` and `questions` hold those that the file
    gives, by language, and `instruments` the titles of instruments, by name and language. `differs`:
    sentences on what the scenario sets apart from its base, `changes` the same as values
    (`sim.inputs.changes`).
    `parameters`: one mapping a parameter with name, words, value, unit, range, confidence, source (or
    assumption), all text, and `labels` with value, low and high of each as numbers. `record`: recorded
    figures by outcome name and calendar year, in the outcome's own unit. `known_until` in years; `started`
    and `finished` are ISO 8601 times.
    """

    scenario: str
    title: str = ""
    question: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    base: str = "baseline"
    kind: str = "policy"
    """policy, or shock: what the world does to us, which a comparison does not rank with choices."""
    command: str = ""
    configuration: Mapping[str, Any] = field(default_factory=dict)
    configuration_hash: str = ""
    scenario_text: str = ""
    data_hashes: Mapping[str, str] = field(default_factory=dict)
    seed: int = 1
    members: int = 0
    known_until: float = 2024.0
    versions: Mapping[str, str] = field(default_factory=dict)
    commit: str | None = None
    started: str = ""
    finished: str = ""
    seconds: float | None = None
    status: str = "done"
    notes: Sequence[str] = ()
    warnings: Sequence[str] = ()
    differs: Sequence[str] = ()
    changes: Sequence[Mapping[str, Any]] = ()
    parameters: Sequence[Mapping[str, Any]] = ()
    instruments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    behind: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of each instrument that the run sets against its base, by name: its source, confidence and note; a note
    that the scenario gives itself as own_note."""
    record: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    lang: str = "en"
    appraisal: Mapping[str, float] = field(default_factory=dict)
    """What the accounts value with: centres of the parameters of `sim.run.appraisal`."""
    money_factor: float | None = None
    """By how much `equal_money` scaled what the scenario adds; None where it was not asked."""
    identity: str = ""
    """A key of all that changes the numbers, by which an equal run is found again; made by the command."""

    @property
    def engine(self) -> str:
        """The version of the engine that computed it; empty where it was not written down."""
        return str(self.versions.get("sim", ""))

    @property
    def base_year(self) -> int:
        """The last calendar year that the run knows whole: 2023 when known until 2024.0."""
        return int(self.known_until) - 1


def write_info(info: RunInfo, path: Path) -> None:
    """Write run.json; keys in the order of the fields."""
    path.write_text(
        json.dumps(asdict(info), indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8"
    )


def read_info(path: Path) -> RunInfo:
    """Read run.json, which may come from anyone; keys of another version of the engine are left out.

    Raises `Faults` for what is no run.json of ours: too large, no JSON, values of other kinds.
    """
    stored = accept_json(path)
    known = {one.name for one in fields(RunInfo)}
    stored = {name: value for name, value in stored.items() if name in known}
    accept_fields(stored, RunInfo, path)
    lang = stored.get("lang", "en")
    if "scenario" not in stored or any("name" not in one for one in stored.get("parameters", ())):
        raise Faults([Fault("names no scenario, or a parameter without a name", str(path))])
    if not re.fullmatch(r"[a-z]{2}", lang) or not (root() / "configs" / "labels" / f"{lang}.yaml").is_file():
        raise Faults([Fault(f"lang = {lang}: this version has no texts in that language", str(path))])
    record = stored.get("record") or {}
    stored["record"] = {name: {int(y): x for y, x in row.items()} for name, row in record.items()}
    for name in ("notes", "warnings", "differs", "changes", "parameters"):
        stored[name] = tuple(stored.get(name) or ())
    return RunInfo(**stored)
