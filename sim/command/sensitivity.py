"""The command `sensitivity`: which sectors and parameters an outcome hangs on, and how much is chance."""

from __future__ import annotations

import importlib.util
import shlex
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from sim.inputs.faults import Fault, Faults, Gathering, hint

if TYPE_CHECKING:
    from sim.analysis.live import Figure
    from sim.analysis.points import Factor
    from sim.analysis.study import Effort
    from sim.command.progress import Report
    from sim.command.session import Prepared
    from sim.inputs.parameter import Parameter

OWN = ("outcome", "year", "of", "samples", "trajectories", "top")
KINDS = ("level", "difference")
DEFAULT_OUTCOME, DEFAULT_YEAR = "share", 2035
INSTEAD = {
    "members": "samples= and trajectories= say how many runs there are",
    "end": "the runs end after year=",
    "block": "each set of points is a block",
    "output": "a study keeps one outcome of one year",
}
RATIO = "1"


def sensitivity(words: Sequence[str]) -> int:
    """`sensitivity [scenario=…] [outcome=…] [year=…] …`; raises `Faults` with everything wrong."""
    from sim.command import preflight
    from sim.command.failing import folder_fault, reason
    from sim.command.session import DONE, RUN_FAILED, Session

    if importlib.util.find_spec("SALib") is None:
        text = "sensitivity: wants the library SALib, which is not installed: pip install 'SALib>=1.6,<2'"
        raise Faults([Fault(f"{text} (or this package with its extra, as in pip install -e '.[analysis]')")])
    gathering = Gathering()
    asked, rest = _apart(words, gathering)
    plan = preflight.plan(rest, multirun=False)
    gathering.faults.extend(plan.faults)
    effort = _effort(asked, gathering)
    prepared = None
    session = Session(quiet=True)
    if plan.points:
        with gathering.also():
            prepared = session.prepare(plan.points[0].values)
    if prepared is None:
        gathering.finish()
        raise AssertionError("what is not prepared has a fault")
    if unwritable := folder_fault(prepared.settings.results):
        gathering.faults.append(unwritable)
    figure, paired = _figure(asked, prepared, gathering)
    gathering.finish()

    from sim.analysis.stored import find

    identity = _identity(prepared, figure, paired, effort)
    results = Path(prepared.settings.results)
    there = None if prepared.force else find(results, identity)
    if there is not None:
        print(f"{there}: this study is already there; force=true makes it again")
        return DONE
    for note in (*plan.notes, *prepared.request.notes, *prepared.request.warnings):
        print(f"note: {note}", file=sys.stderr)
    try:
        folder = _run(prepared, figure, paired, effort, identity, ["sensitivity", *words])
    except Faults:
        raise
    except Exception as error:
        print(f"The study failed. {reason(error)}", file=sys.stderr)
        return RUN_FAILED
    print(folder)
    return DONE


def _apart(words: Sequence[str], gathering: Gathering) -> tuple[dict[str, str], list[str]]:
    """The words that are this command's own, by key, and the others."""
    asked: dict[str, str] = {}
    rest = []
    for word in words:
        key, equals, value = word.partition("=")
        first = key.partition(".")[0]
        if equals and (key in OWN or first == "at"):
            if key in asked:
                gathering.add(f"{key}: given twice, {key}={asked[key]} and {word}")
            asked[key] = value
        elif equals and first in INSTEAD:
            gathering.add(f"{key}: has no meaning here: {INSTEAD[first]}")
        elif word in ("-m", "--multirun"):
            gathering.add(f"{word}: a study is one at a time")
        else:
            rest.append(word)
    return asked, rest


def _effort(asked: Mapping[str, str], gathering: Gathering) -> Effort:
    from sim.analysis.study import Effort

    usual = Effort()
    wanted = {
        "trajectories": (2, 1000, "a whole number from 2 to 1,000"),
        "samples": (8, 8192, "a power of two from 8 to 8,192"),
        "top": (1, 50, "a whole number from 1 to 50"),
    }
    found = {}
    for name, (least, most, words) in wanted.items():
        text = asked.get(name, str(getattr(usual, name)))
        fits = text.isascii() and text.isdigit() and least <= int(text) <= most
        if fits and name == "samples":
            fits = int(text) & (int(text) - 1) == 0
        if not fits:
            gathering.add(f"{name} = {text or '(nothing)'}: must be {words}")
            continue
        found[name] = int(text)
    return Effort(**found)


def _figure(asked: Mapping[str, str], prepared: Prepared, gathering: Gathering) -> tuple[Figure, bool]:
    """The number that is asked for, and whether it is a paired difference."""
    from sim.analysis.live import Figure
    from sim.results.headline import HEADLINE
    from sim.run.block import build_model

    model, settings = build_model(prepared.request.run), prepared.settings
    name = asked.get("outcome", DEFAULT_OUTCOME)
    outcome = model.outcomes.get(name)
    at: dict[str, str] = {}
    if outcome is None:
        gathering.add(f"outcome = {name or '(nothing)'}: no such outcome.{hint(name, list(model.outcomes))}")
    else:
        for key, label in asked.items():
            if not key.startswith("at"):
                continue
            axis = key.partition(".")[2]
            if axis not in outcome.axes:
                there = f"{name} varies over {', '.join(outcome.axes) or 'nothing'}"
                gathering.add(f"{key}: {there}{'; write at.<one of these>=<label>' if outcome.axes else ''}")
            elif label not in model.axes.labels[axis]:
                labels = list(model.axes.labels[axis])
                gathering.add(f"{key} = {label or '(nothing)'}: no such {axis}.{hint(label, labels)}")
            else:
                at[axis] = label
        left = [axis for axis in outcome.axes if axis not in at and model.axes.size(axis) > 1]
        if outcome.unit == RATIO and left and (at or name not in HEADLINE) and not gathering.faults:
            gathering.add(f"outcome = {name}: a ratio cannot be added up; give {_at(left)}")
    text = asked.get("year", str(DEFAULT_YEAR))
    first, last = int(settings.start), int(settings.end) - 1
    if not (text.isascii() and text.isdigit() and first <= int(text) <= last):
        gathering.add(f"year = {text or '(nothing)'}: must be a whole year from {first} to {last}")
        text = str(DEFAULT_YEAR)
    is_base = prepared.request.is_base
    kind = asked.get("of", "level" if is_base else "difference")
    if kind not in KINDS:
        gathering.add(f"of = {kind or '(nothing)'}: must be {' or '.join(KINDS)}.{hint(kind, KINDS)}")
    elif kind == "difference" and is_base:
        gathering.add("of = difference: the baseline differs in nothing from itself; give scenario=NAME")
    return Figure(name, int(text), at), kind == "difference"


def _at(axes: Sequence[str]) -> str:
    return " and ".join(f"at.{axis}=…" for axis in axes)


def _identity(prepared: Prepared, figure: Figure, paired: bool, effort: Effort) -> str:
    from sim.command.identity import code_key, content_key, data_hashes
    from sim.inputs.axes import load_axes

    return content_key(prepared.key, figure, paired, effort, load_axes(), code_key(), data_hashes())


def _run(
    prepared: Prepared,
    figure: Figure,
    paired: bool,
    effort: Effort,
    identity: str,
    command: Sequence[str],
) -> Path:
    """Run the study, write its folder, print what it found."""
    from sim import __version__
    from sim.analysis.live import Engine, factors_by_sector
    from sim.analysis.points import Still
    from sim.analysis.stored import About, write
    from sim.analysis.study import study
    from sim.command.identity import commit, data_hashes, versions
    from sim.command.progress import progress
    from sim.report.sensitivity import lines, publish
    from sim.run.block import build_model

    request, settings = prepared.request, prepared.settings
    base = request.base if paired else None
    sectors = factors_by_sector(request.run.parameters, request.base.parameters)
    started, begun = datetime.now(UTC), time.perf_counter()
    with progress("sensitivity") as report:
        bar = _Bar(report)
        engine = Engine(figure, request.run, base, settings, tell=bar.did)
        try:
            found = study(engine, sectors, effort, settings.seed, announce=bar.plan)
        except Still as still:
            text = f"{figure.name} in {figure.year}: {still}, so nothing matters to it"
            raise Faults([Fault(text)]) from still
    about = About(
        scenario=request.run.name,
        base=request.base.name if paired else None,
        outcome=figure.name,
        year=figure.year,
        at=figure.at,
        unit=build_model(request.run).outcomes[figure.name].unit,
        effort=effort,
        seed=settings.seed,
        known_until=settings.known_until,
        command=shlex.join(["python", "-m", "sim", *command]),
        configuration=dict(prepared.values),
        parameters=_parameters(request.run.parameters, sectors),
        versions={"sim": __version__, **versions(), "SALib": metadata.version("SALib")},
        data_hashes=data_hashes(),
        commit=commit(),
        started=started.isoformat(timespec="seconds"),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - begun, 3),
        lang=str(prepared.values.get("lang", "en")),
        identity=identity,
    )
    told: list[str] = []
    folder = write(
        found, about, Path(settings.results), finish=[publish, lambda made: told.extend(lines(made))]
    )
    print("\n".join(told))
    return folder


class _Bar:
    """Tells a progress bar of runs whose number grows as steps are planned."""

    def __init__(self, report: Report | None) -> None:
        self._report, self._done, self._total = report, 0.0, 0

    def plan(self, runs: int) -> None:
        """More runs are to come."""
        self._total += runs
        self.did(0)

    def did(self, runs: float) -> None:
        """Runs are done; of a paired difference each of the two is half a run."""
        self._done += runs
        if self._report:
            self._report(round(self._done), self._total)


def _parameters(
    parameters: Mapping[str, Parameter], sectors: Mapping[str, Sequence[Factor]]
) -> dict[str, dict[str, str]]:
    """What a reader is told of each parameter in which members differ."""
    from sim.command.about import described

    found = {}
    for sector, own in sectors.items():
        for factor in own:
            told = described(parameters[factor.name])
            kept = {name: told[name] for name in ("words", "range", "unit", "confidence")}
            found[factor.name] = {**kept, "sector": sector}
    return found
