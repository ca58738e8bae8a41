"""Throws mutated files and words at every reader: only words may come back, in time, and nothing written.

    python benchmarks/fuzz.py [--inputs 100000] [--commands 1000] [--seed 1] [--minutes M] [--write FILE]
                              [--state FILE]

Inputs are what is shipped and the cases of tests/bad, mutated: bytes and tokens cut, doubled, moved, put in
from a list of bad things. A breach is any exception but `Faults`, more than `LONGEST` seconds, or a file that
was not there. Whole commands run in processes of their own, forked from one that has imported everything.
With `--state` what was done is kept after each batch: the same command with the same code goes on from
there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from mutating import mutated

from sim.__main__ import main as main_of_sim
from sim.command import job, preflight
from sim.command.identity import code_key
from sim.inputs import scenarios
from sim.inputs.axes import load_axes
from sim.inputs.documents import read_document
from sim.inputs.faults import Faults
from sim.inputs.instruments import load_instruments
from sim.inputs.parameters import load_parameters
from sim.inputs.scenarios import compose, load_evidence
from sim.results.information import read_info
from sim.run.words import CHECKS, checked

TOP = Path(__file__).resolve().parent.parent
CODE = code_key()  # of what is imported, whatever happens to the files meanwhile
HANGS = 120
"""Seconds after which a command is taken to hang."""
LONGEST = 5
"""Seconds of the processor that a reader may take for one input."""


@contextmanager
def in_time() -> Iterator[None]:
    """Raise TimeoutError inside after `LONGEST` seconds of the processor, or `HANGS` of the clock."""

    def late(*_: Any) -> None:
        raise TimeoutError(f"longer than {LONGEST} s of the processor, or {HANGS} s")

    before = {each: signal.signal(each, late) for each in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    signal.setitimer(signal.ITIMER_REAL, HANGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for each, handler in before.items():
            signal.signal(each, handler)


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


@dataclass
class Batch:
    """What came of some inputs: how many of a kind were tried, refused in words, and read; the breaches."""

    kind: str
    number: int
    tried: dict[str, int]
    refused: dict[str, int]
    breaches: list[str]
    seconds: float


def inputs(number: int, count: int, seed: int, ready: Readers) -> Batch:
    """Mutated texts to the readers, in turn."""
    begun, chance, folder = time.monotonic(), random.Random(f"{seed} inputs {number}"), ready.folder
    tried, refused, breaches = Counter[str](), Counter[str](), []
    before, names = _there(folder), list(ready.calls)
    everything = [text for texts in ready.seeds.values() for text in texts]
    for each in range(count):
        name = names[each % len(names)]
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
    breaches += [f"written: {path}" for path in written]
    return Batch("inputs", number, dict(tried), dict(refused), breaches, time.monotonic() - begun)


_OWN = tuple(f"{name}/business_climate.yaml" for name in ("parameters", "instruments"))


def _there(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


def commands(number: int, count: int, seed: int, ready: Readers) -> Batch:
    """Whole commands in processes of their own, by exit code; what is in order is not run."""
    begun, chance = time.monotonic(), random.Random(f"{seed} commands {number}")
    codes, breaches = Counter[str](), []
    plans = ready.seeds["scenario"]
    for each in range(count):
        with tempfile.TemporaryDirectory() as above:
            place = Path(above) / "here"
            place.mkdir()
            _write(place / "plan.yaml", mutated(chance, chance.choice(plans), plans))
            typed = ["scenario=./plan.yaml"]
            if each % 2:
                text = mutated(chance, chance.choice(ready.words), ready.words)
                typed = text.replace("\x00", "").split(" ")
            typed = [word.encode("utf-8", "replace").decode() for word in typed][:20]
            before = _there(place)
            code, said = in_a_process(typed, place)
            codes[str(code)] += 1
            if code is None:
                breaches.append(f"hangs: {typed!r}")
            elif "Traceback" in said or code not in (0, 2):
                breaches.append(f"exit code {code}: {typed!r}: {said[-600:]}")
            if _there(place) != before:
                breaches.append(f"written: {typed!r}: {_there(place) - before}")
    refused = {code: many for code, many in codes.items() if code == "2"}
    return Batch("commands", number, dict(codes), refused, breaches, time.monotonic() - begun)


def in_a_process(typed: Sequence[str], place: Path) -> tuple[int | None, str]:
    """The exit code of a command as typed in `place` (None: it hangs) and what it said."""
    out = place.parent / "said.txt"
    process = os.fork()
    if not process:
        code = 99
        try:
            os.chdir(place)
            file = os.open(out, os.O_WRONLY | os.O_CREAT)
            os.dup2(file, 1)
            os.dup2(file, 2)
            code = main_of_sim(list(typed))
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    end = time.monotonic() + HANGS
    while not (done := os.waitpid(process, os.WNOHANG))[0]:
        if time.monotonic() > end:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return None, ""
        time.sleep(0.005)
    return os.waitstatus_to_exitcode(done[1]), out.read_text(encoding="utf-8", errors="replace")


def prepare() -> None:
    """Import what a command needs, by commands of each kind, and read the evidence once; a command that is in
    order then goes no further than its run.
    """
    job.run = lambda prepared, session, command: Path("would-run")
    job.compare_sweep = lambda points, made, command: Path("compared")
    evidence = load_evidence()
    scenarios.load_evidence = lambda: evidence
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        for words in ("scenario=ipcei_boost", "-m seed=1,2", "scenario=nothing", "list nothing", "--cfg job"):
            with suppress(SystemExit):
                main_of_sim(words.split())


def campaign(wanted: Mapping[str, int], seed: int, minutes: float, state: Path | None) -> list[Batch]:
    """Batches until as many of each kind are done, or these minutes are over."""
    prepare()
    done, end = earlier(state, seed), time.monotonic() + 60 * minutes
    for kind, make, size in (("inputs", inputs, 1_000), ("commands", commands, 50)):
        with tempfile.TemporaryDirectory() as folder:
            ready = Readers(Path(folder))
            while time.monotonic() < end:
                own = [one for one in done if one.kind == kind]
                left = wanted[kind] - sum(sum(one.tried.values()) for one in own)
                if left <= 0:
                    break
                done.append(make(len(own), min(size, left), seed, ready))
                if state is not None:
                    with state.open("a", encoding="utf-8") as file:
                        file.write(json.dumps({"made by": f"{seed} {CODE}", **asdict(done[-1])}) + "\n")
    return done


def earlier(state: Path | None, seed: int) -> list[Batch]:
    """The batches that an earlier command of the same seed and code finished."""
    if state is None or not state.exists():
        return []
    lines = [json.loads(line) for line in state.read_text(encoding="utf-8").splitlines()]
    return [Batch(**line) for line in lines if line.pop("made by") == f"{seed} {CODE}"]


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
    parser.add_argument("--state", type=Path)
    chosen = parser.parse_args()
    wanted = {"inputs": chosen.inputs, "commands": chosen.commands}
    done = campaign(wanted, chosen.seed, chosen.minutes, chosen.state)
    tried, refused, codes = Counter[str](), Counter[str](), Counter[str]()
    for one in done:
        (tried if one.kind == "inputs" else codes).update(one.tried)
        refused.update(one.refused if one.kind == "inputs" else {})
    breaches = [breach for one in done for breach in one.breaches]
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
        f"{len(breaches)} breaches: an exception, a traceback, another exit code than 0 and 2, more than"
        f" {LONGEST} s of the processor for an input or {HANGS} s for a command, or something written."
        f" {sum(one.seconds for one in done):.0f} s.",
    ]
    print("\n".join(lines))
    for breach in breaches[:40]:
        print(breach[:1500])
    if chosen.write:
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(bool(breaches))


if __name__ == "__main__":
    sys.exit(main())
