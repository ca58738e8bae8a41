"""What the fuzz run reads with: every reader by name, and the files, valid and faulty, to start from."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.command import preflight
from sim.hindcast.subjects import load_subjects
from sim.inputs import translations
from sim.inputs.axes import load_axes
from sim.inputs.documents import read_document
from sim.inputs.faults import Faults
from sim.inputs.instruments import load_instruments
from sim.inputs.parameters import load_parameters
from sim.inputs.posteriors import posterior_at
from sim.inputs.record import load_record
from sim.inputs.reliefs import load_reliefs
from sim.inputs.scenarios import compose, load_evidence
from sim.results import labels
from sim.results.information import read_info
from sim.results.store import read_run
from sim.run.words import CHECKS, checked

TOP = Path(__file__).resolve().parents[2]
CONFIGS, RECORD, BAD = TOP / "configs", TOP / "data" / "record", TOP / "tests" / "bad"


@dataclass(frozen=True)
class Seed:
    """A text to mutate and the name of its file; bytes of a table stand in it as Latin-1 letters.
    `valid`: shipped, so what stands beside it is shipped too."""

    file: str
    text: str
    valid: bool = True


class Readers:
    """The readers by name, each called with a file's name and text, in a folder of their own."""

    def __init__(self, folder: Path, result: Path) -> None:
        """`result`: a stored result, of which copies are damaged."""
        self.folder = folder
        self.axes = load_axes()
        self.evidence = load_evidence()
        bad = {kind.name: _seeds(kind.glob("*.yaml"), valid=False) for kind in BAD.iterdir() if kind.is_dir()}
        shipped = {kind: _seeds((CONFIGS / kind).glob("*.yaml")) for kind in ("parameters", "instruments")}
        plans = _seeds([*(TOP / "scenarios").rglob("*.yaml"), *(CONFIGS / "overlays").glob("*.yaml")])
        words = [Seed("words", line) for line in [*_documented(), *_refused()]]
        self.seeds: dict[str, list[Seed]] = {
            "YAML": [*_seeds(CONFIGS.glob("*.yaml")), *(one for kind in bad.values() for one in kind)],
            "axes": [*_seeds([CONFIGS / "axes.yaml"]), *bad["axes"]],
            "parameters": [*shipped["parameters"], *bad["parameters"]],
            "instruments": [*shipped["instruments"], *bad["instruments"]],
            "reliefs": _seeds([CONFIGS / "reliefs.yaml"]),
            "labels": _seeds((CONFIGS / "labels").glob("*.yaml")),
            "translations": _seeds((CONFIGS / "labels").glob("*/parameters/*.yaml")),
            "scenario": [*plans, *bad["scenarios"]],
            "record": _seeds([*RECORD.glob("*.yaml"), RECORD / "market_history.csv"]),
            "posterior": _seeds((TOP / "data" / "posteriors").glob("*.json")),
            "words": words,
            "settings": words,
            "result": [
                *(_as_letters(path) for path in sorted(result.glob("*.parquet"))),
                *_seeds([result / "run.json"]),
            ],
        }
        self.calls: dict[str, Callable[[str, str], Any]] = {
            "YAML": lambda file, text: read_document(self._put("any", file, text)),
            "axes": lambda file, text: load_axes(self._put("any", file, text)),
            "parameters": self._parameters,
            "instruments": self._instruments,
            "reliefs": lambda file, text: load_reliefs(self.evidence, self._put("any", file, text)),
            "labels": lambda file, text: labels._read.__wrapped__(self._put("any", file, text)),
            "translations": self._translations,
            "scenario": self._scenario,
            "record": self._record,
            "posterior": self._posterior,
            "words": self._words,
            "settings": self._settings,
            "result": self._result,
        }
        for name in ("any", "parameters", "instruments", "translations", "posteriors"):
            (folder / name).mkdir()
        shutil.copytree(CONFIGS / "instruments", folder / "beside")
        shutil.copytree(RECORD, folder / "record")
        shutil.copytree(result, folder / "result")
        self.everything = [seed.text for seeds in self.seeds.values() for seed in seeds]

    def of(self, kind: str) -> dict[str, Seed]:
        """The seeds of a reader by text."""
        return {seed.text: seed for seed in self.seeds[kind]}

    def _put(self, name: str, file: str, text: str) -> Path:
        write(self.folder / name / file, text)
        return self.folder / name / file

    def _alone(self, name: str, file: str, text: str) -> Path:
        """A folder that holds this file and no other."""
        for path in (self.folder / name).iterdir():
            path.unlink()
        return self._put(name, file, text).parent

    def _parameters(self, file: str, text: str) -> None:
        load_parameters(self.axes, self._alone("parameters", file, text))

    def _instruments(self, file: str, text: str) -> None:
        shipped = CONFIGS / "instruments" / file
        if not shipped.is_file():
            folder = self._alone("instruments", "business_climate.yaml", text)
            load_instruments(self.axes, self.evidence.parameters, folder)
            return
        try:
            self._put("beside", file, text)
            load_instruments(self.axes, self.evidence.parameters, self.folder / "beside")
        finally:
            shutil.copy(shipped, self.folder / "beside" / file)

    def _translations(self, file: str, text: str) -> None:
        translations._read.__wrapped__(self._alone("translations", file, text), "parameters")

    def _scenario(self, file: str, text: str) -> None:
        compose(str(self._put("any", "plan.yaml", text)), evidence=self.evidence)

    def _record(self, file: str, text: str) -> None:
        try:
            self._put("record", file, text)
            load_subjects(self.folder / "record")
            load_record(self.folder / "record")
        finally:
            shutil.copy(RECORD / file, self.folder / "record" / file)

    def _posterior(self, file: str, text: str) -> None:
        folder = self._alone("posteriors", "2019.json", text)
        learnt = posterior_at(self.evidence.parameters, 2019, 2024.0, folder)
        for stream in learnt.streams[:3]:
            drawn = learnt.scores(stream, lambda name: np.linspace(0.01, 0.99, 4))
            if not (np.isfinite(drawn).all() and (drawn > 0).all() and (drawn < 1).all()):
                raise ArithmeticError(f"{stream} is drawn as {drawn}")

    def _words(self, file: str, text: str) -> None:
        words = text.split(" ")
        planned = preflight.plan([word for word in words if not word.startswith("-")], multirun="-m" in words)
        if planned.faults:
            raise Faults(list(planned.faults))
        for point in planned.points[:3]:
            compose(
                "baseline",
                (),
                point.values.get("parameters"),
                point.values.get("instruments"),
                evidence=self.evidence,
            )

    def _settings(self, file: str, text: str) -> None:
        name, _, value = text.partition("=")
        checked({name if name in CHECKS else "members": value})

    def _result(self, file: str, text: str) -> None:
        path = self.folder / "result" / file
        whole = path.read_bytes()
        try:
            damage(path, text)
            if file == "run.json":
                read_info(path)
            stored = read_run(path.parent)
            assert stored.years is not None
            for frame in (stored.events, stored.members_of("share"), stored.difference_of("share")):
                assert frame is None or len(frame) >= 0
        finally:
            path.write_bytes(whole)


def _seeds(paths: Iterable[Path], valid: bool = True) -> list[Seed]:
    return [Seed(path.name, path.read_text(encoding="utf-8"), valid) for path in sorted(paths)]


def _as_letters(path: Path) -> Seed:
    return Seed(path.name, path.read_bytes().decode("latin-1"))


def _refused() -> list[str]:
    """The words of every case that is refused."""
    cases = yaml.safe_load((BAD / "commands.yaml").read_text(encoding="utf-8"))
    return [" ".join(case["words"]) for case in cases]


def _documented() -> list[str]:
    """The words of every command that the documentation shows."""
    found = set()
    for path in [TOP / "README.md", *(TOP / "docs").rglob("*.md")]:
        for line in re.findall(r"^python -m sim ([^#\n|]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            try:
                found.add(" ".join(shlex.split(line)))
            except ValueError:  # a quote that ends on the next line
                continue
    return sorted(found)


def write(path: Path, text: str) -> None:
    """A text as a file, whatever letters it holds."""
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def damage(path: Path, text: str) -> None:
    """A text as a file of a result: letters of a table are its bytes."""
    if path.suffix == ".parquet":
        path.write_bytes(text.encode("latin-1", "replace"))
    else:
        write(path, text)
