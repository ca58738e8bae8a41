"""Throws mutated files and words at every reader: only words may come back, in time, and nothing written.

    python benchmarks/fuzz.py [--inputs 100000] [--commands 1000] [--seed 1] [--minutes M] [--write FILE]

Inputs are what is shipped and the cases of tests/bad, mutated: bytes and tokens cut, doubled, moved, put in
from a list of bad things. A breach is any exception but `Faults`, more than `LONGEST` seconds, or a file that
was not there.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from sim.command import preflight
from sim.inputs.axes import load_axes
from sim.inputs.documents import read_document
from sim.inputs.faults import Faults
from sim.inputs.instruments import load_instruments
from sim.inputs.parameters import load_parameters
from sim.inputs.scenarios import compose, load_evidence
from sim.results.information import read_info
from sim.run.words import CHECKS, checked

TOP = Path(__file__).resolve().parent.parent
LONGEST = 5
"""Seconds that a reader may take for one input, on a busy machine."""

BAD = (
    "null",
    "~",
    "true",
    "no",
    ".nan",
    ".inf",
    "-1",
    "0",
    "1e999",
    "9" * 400,
    "0,62",
    "1.234,5",
    "2027-02-30",
    "{}",
    "[]",
    "{{",
    "]",
    ":",
    ": ",
    "- ",
    "# ",
    "&a ",
    "*a ",
    "!!python/object/apply:os.system ['x']",
    "<<: ",
    "${oc.env:HOME}",
    "%YAML 9",
    "---\n",
    "\t",
    "\x00",
    "\x1b[31m",
    "\ud800",
    "é",
    "\u202e",
    "'",
    '"',
    "|",
    ">",
    "base: ./x.yaml\n",
    "hydra: {run: {dir: x}}\n",
    "_target_: os.system\n",
    "../../x",
    "a" * 3000,
    "[" * 60,
    "\n" * 50,
    "=",
    "+",
    "++",
    "~x",
    "range(1,2)",
    "glob(*)",
    "choice(a,b)",
    "instruments: ",
    "parameters: ",
    "money: ",
    "targets: ",
    "value: ",
    "range: ",
    "unit: 1\n",
)


def mutated(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """The text after one to six changes."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        to = min(to, at + chance.choice((1, 5, 60)))
        kind = chance.randrange(7)
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:to] + text[at:to] + text[to:]
        elif kind == 2:
            text = text[:at] + chance.choice(BAD) + text[at:]
        elif kind == 3:
            text = text[:at] + chance.choice(BAD) + text[to:]
        elif kind == 4:
            lines = text.split("\n")
            chance.shuffle(lines) if chance.random() < 0.2 else lines.insert(
                chance.randrange(len(lines) + 1), chance.choice(lines)
            )
            text = "\n".join(lines)
        elif kind == 5:
            other = chance.choice(others)
            cut = chance.randrange(len(other) + 1)
            text = text[:at] + other[cut : cut + chance.choice((5, 60, 400))] + text[at:]
        else:
            text = (
                text[:at]
                + chr(chance.choice((0, 9, 10, 27, 39, 58, 91, 123, 233, 0x2028, 0x1F600)))
                + text[to:]
            )
    return text


@contextmanager
def in_time() -> Iterator[None]:
    """Raise TimeoutError inside after `LONGEST` seconds."""

    def late(*_: Any) -> None:
        raise TimeoutError(f"longer than {LONGEST} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


INFO = json.dumps(
    {
        "scenario": "x",
        "members": 4,
        "parameters": [{"name": "a", "value": "1"}],
        "record": {"share": {"2023": 0.1}},
    }
)


class Readers:
    """The readers by name, each called with a text, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.axes = load_axes()
        self.evidence = load_evidence()
        self.plan = folder / "plan.yaml"
        for name in ("parameters", "instruments"):
            (folder / name).mkdir()
        cases = yaml.safe_load((TOP / "tests" / "bad" / "commands.yaml").read_text(encoding="utf-8"))
        self.words = [" ".join(case["words"]) for case in cases]
        bad = TOP / "tests" / "bad"
        self.seeds: dict[str, list[str]] = {
            "YAML": _texts(bad.glob("*/*.yaml")),
            "scenario": _texts([*(TOP / "scenarios").rglob("*.yaml"), *(bad / "scenarios").glob("*.yaml")]),
            "parameters": _texts([*(bad / "parameters").glob("*.yaml")]),
            "instruments": _texts([*(bad / "instruments").glob("*.yaml")]),
            "words": self.words,
            "settings": self.words,
            "run.json": [INFO],
        }
        self.calls: dict[str, Callable[[str], Any]] = {
            "YAML": self._document,
            "scenario": self._scenario,
            "parameters": lambda text: load_parameters(self.axes, self._put("parameters", text)),
            "instruments": lambda text: load_instruments(
                self.axes, self.evidence.parameters, self._put("instruments", text)
            ),
            "words": self._words,
            "settings": self._settings,
            "run.json": self._info,
        }

    def _put(self, name: str, text: str) -> Path:
        _write(self.folder / name / "business_climate.yaml", text)
        return self.folder / name

    def _document(self, text: str) -> None:
        _write(self.plan, text)
        read_document(self.plan)

    def _scenario(self, text: str) -> None:
        _write(self.plan, text)
        compose(str(self.plan), evidence=self.evidence)

    def _words(self, text: str) -> None:
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

    def _settings(self, text: str) -> None:
        name, _, value = text.partition("=")
        checked({name if name in CHECKS else "members": value})

    def _info(self, text: str) -> None:
        _write(self.folder / "run.json", text)
        read_info(self.folder / "run.json")


def _texts(paths: Any) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in paths]


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def readers(
    inputs: int, seed: int, minutes: float, folder: Path
) -> tuple[Counter[str], Counter[str], list[str]]:
    """Inputs by reader, those refused by reader, and the breaches, each with the input that made it."""
    ready, chance = Readers(folder), random.Random(seed)
    tried, refused, breaches = Counter[str](), Counter[str](), []
    before, names, end = _there(folder), list(ready.calls), time.monotonic() + 60 * minutes
    everything = [text for texts in ready.seeds.values() for text in texts]
    for number in range(inputs):
        if time.monotonic() > end:
            break
        name = names[number % len(names)]
        text = mutated(chance, chance.choice(ready.seeds[name]), everything)
        tried[name] += 1
        try:
            with in_time():
                ready.calls[name](text)
        except Faults as faults:
            refused[name] += 1
            if "Traceback" in str(faults):
                breaches.append(f"{name}: a traceback in words: {text!r}")
        except Exception as error:
            breaches.append(f"{name}: {type(error).__name__}: {error}: {text!r}")
    written = _there(folder) - before - {str(folder / name) for name in ("plan.yaml", "run.json", *_OWN)}
    return tried, refused, breaches + [f"written: {path}" for path in written]


_OWN = tuple(f"{name}/business_climate.yaml" for name in ("parameters", "instruments"))


def _there(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


DRIVER = """
import sys, json
from sim.command import job
job.run = lambda prepared, session, command: __import__("pathlib").Path("would-run")
job.compare_sweep = lambda points, made, command: "compared"
from sim.__main__ import main
sys.exit(main(json.loads(sys.argv[1])))
"""


def commands(count: int, seed: int, minutes: float) -> tuple[Counter[int], list[str]]:
    """Exit codes of whole commands in processes of their own (what is in order is not run), and breaches."""
    chance, codes, breaches = random.Random(seed + 1), Counter[int](), []
    cases = yaml.safe_load((TOP / "tests" / "bad" / "commands.yaml").read_text(encoding="utf-8"))
    words = [" ".join(case["words"]) for case in cases]
    plans, end = _texts((TOP / "scenarios").rglob("*.yaml")), time.monotonic() + 60 * minutes
    for number in range(count):
        if time.monotonic() > end:
            break
        with tempfile.TemporaryDirectory() as place:
            _write(Path(place) / "plan.yaml", mutated(chance, chance.choice(plans), plans))
            typed = ["scenario=./plan.yaml"]
            if number % 2:
                typed = mutated(chance, chance.choice(words), words).replace("\x00", "").split(" ")
            typed = [word.encode("utf-8", "replace").decode() for word in typed][:20]
            before = _there(Path(place))
            try:
                done = subprocess.run(
                    [sys.executable, "-c", DRIVER, json.dumps(typed)],
                    cwd=place,
                    capture_output=True,
                    text=True,
                    timeout=120,
                    check=False,
                    env={"PYTHONPATH": str(TOP), "PATH": "/usr/bin:/bin"},
                )
            except subprocess.TimeoutExpired:
                breaches.append(f"hangs: {typed!r}")
                continue
            codes[done.returncode] += 1
            if "Traceback" in done.stderr or done.returncode not in (0, 2):
                breaches.append(f"exit code {done.returncode}: {typed!r}: {done.stderr[-600:]}")
            if _there(Path(place)) != before:
                breaches.append(f"written: {typed!r}: {_there(Path(place)) - before}")
    return codes, breaches


def main() -> int:
    """Run both; prints or writes the record; 1 where there is a breach."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--commands", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tried, refused, breaches = readers(chosen.inputs, chosen.seed, chosen.minutes, Path(folder))
    codes, more = commands(chosen.commands, chosen.seed, chosen.minutes)
    lines = [
        "# Fuzz",
        "",
        f"`python benchmarks/fuzz.py --inputs {chosen.inputs} --commands {chosen.commands}"
        f" --seed {chosen.seed}`",
        "",
        "| reader | inputs | refused in words | read |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {tried[name]:,} | {refused[name]:,} | {tried[name] - refused[name]:,} |"
            for name in tried
        ),
        f"| together | {tried.total():,} | {refused.total():,} | {tried.total() - refused.total():,} |",
        "",
        f"{codes.total():,} whole commands in processes of their own: "
        + ", ".join(f"exit code {code}: {count:,}" for code, count in sorted(codes.items()))
        + " (what is in order is not run).",
        "",
        f"{len(breaches) + len(more)} breaches: an exception, more than {LONGEST} s, or something written."
        f" {time.monotonic() - begun:.0f} s.",
    ]
    print("\n".join(lines))
    for breach in [*breaches, *more][:40]:
        print(breach[:1500])
    if chosen.write:
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(bool(breaches or more))


if __name__ == "__main__":
    sys.exit(main())
