"""The Hydra part of the command: words are checked first, then composed by Hydra, then run by a session.

Hydra stays in this module, in preflight.py and in the sweeper; everything below takes plain values.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import hydra
from hydra._internal.utils import get_args_parser
from hydra.core.utils import JobReturn, JobStatus
from omegaconf import DictConfig, OmegaConf

from sim.command import preflight
from sim.command.failing import reason
from sim.command.parsing import hydra_word
from sim.command.sampling import Sample
from sim.command.session import RUN_FAILED, Session
from sim.inputs.faults import Fault, Faults, nearest
from sim.inputs.resources import root

BAD_INPUT, STOPPED = 2, 130


class Task:
    """What Hydra calls for each point, and what our sweeper asks before the first and after the last."""

    def __init__(
        self, session: Session, command: Sequence[str], multirun: bool, sample: Sample | None = None
    ) -> None:
        self.session = session
        self.command = tuple(command)
        self.multirun = multirun
        self.sample = sample
        self.started = False

    def __call__(self, composed: DictConfig) -> str:
        self.started = True
        try:
            return str(self.session.run(values_of(composed), self.command))
        except Exception as error:
            if self.multirun:  # Hydra keeps it with the job, and the sweep goes on
                raise
            bad = isinstance(error, Faults)
            print(error if bad else f"The run failed. {reason(error)}", file=sys.stderr)
            raise SystemExit(BAD_INPUT if bad else RUN_FAILED) from None

    def check(self, points: Sequence[preflight.Point]) -> None:
        """Every point, before the first runs; raises `Faults` with the faults of all."""
        self.session.check([point.values for point in points])

    def finish(self, points: Sequence[preflight.Point], returns: Sequence[JobReturn]) -> int:
        """One comparison of what a sweep made, and the exit code; lists every failure."""
        self.started = True  # a launcher may have called us in other processes only
        made = [
            Path(job.return_value) if job.status is JobStatus.COMPLETED else job._return_value
            for job in returns
        ]
        return self.session.finish([str(point) for point in points], made, self.command)


def run_words(words: Sequence[str]) -> int:
    """Run what `key=value` words and Hydra's flags ask for; returns the exit code."""
    try:
        flags, overrides = _split(words)
        if flags.cfg or flags.info or flags.hydra_help:
            task = Task(Session(), words, False)
            if flags.cfg and (faults := preflight.plan(overrides, multirun=False).faults):
                raise Faults(list(faults))
            return _hydra(task, [_as_hydra_takes(word) for word in words])
        multirun = flags.multirun or any(word.upper() == "HYDRA.MODE=MULTIRUN" for word in overrides)
        plan = preflight.plan(overrides, multirun=multirun)
        session = Session()
        wrong = [*plan.faults, *session.faults_of([point.values for point in plan.ends])]
        inside = () if plan.ends and wrong else plan.points
        session.check([point.values for point in inside], wrong)
    except Faults as faults:
        print(faults, file=sys.stderr)
        return BAD_INPUT
    for note in plan.notes:
        print(note, file=sys.stderr)
    if any(point.values["dry_run"] for point in plan.points):
        from sim.command.planning import plan_lines

        for line in plan_lines(session, [(_own(point), point.values) for point in plan.points]):
            print(line)
        return 0
    kept = [word for word in words if word not in overrides]
    try:
        return _hydra(Task(session, words, multirun, plan.sample), [*kept, *plan.words])
    except KeyboardInterrupt:
        print(f"\n{session.stopped(words)}", file=sys.stderr)
        return STOPPED


def _own(point: preflight.Point) -> str:
    """The words of a point without the one that asks for its plan."""
    return " ".join(word for word in point.words if not word.startswith("dry_run")) or "scenario=baseline"


def values_of(composed: DictConfig) -> dict[str, Any]:
    """What Hydra composed as plain Python."""
    values = OmegaConf.to_container(composed, resolve=True)
    assert isinstance(values, dict)
    return {str(key): value for key, value in values.items()}


def _split(words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Hydra's flags and the other words; an unknown flag is a fault."""
    parser = get_args_parser()
    flags, unknown = parser.parse_known_intermixed_args(list(words))
    known = [name for action in parser._actions for name in action.option_strings]
    faults = []
    for flag in unknown:
        near = nearest(flag.partition("=")[0], known)
        hint = f" Did you mean '{near}'?" if near else " See python -m sim --help"
        faults.append(Fault(f"{flag}: unknown flag.{hint}"))
    for name in ("config_name", "config_path", "config_dir", "package"):
        if getattr(flags, name) is not None:
            words_ = "has no meaning here: the settings are one set; a scenario is scenario=NAME"
            faults.append(Fault(f"--{name.replace('_', '-')}: {words_}"))
    modes = [name for name in ("multirun", "cfg", "info", "run") if getattr(flags, name)]
    if len(modes) > 1:
        faults.append(Fault(f"--{' --'.join(modes)}: only one of them at a time"))
    if flags.resolve and not flags.cfg:
        faults.append(Fault("--resolve: goes with --cfg job"))
    if flags.experimental_rerun is not None:
        faults.append(Fault("--experimental-rerun: reads pickles, which can run code; give the words again"))
    if faults:
        raise Faults(faults)
    return flags, list(flags.overrides)


def _as_hydra_takes(word: str) -> str:
    return word if word.startswith("-") else hydra_word(word)


def _hydra(task: Task, words: Sequence[str]) -> int:
    """Hand over to Hydra, which reads `sys.argv`; its exit becomes our exit code."""
    main = hydra.main(config_path=str(root() / "configs"), config_name="config", version_base="1.3")(task)
    typed = sys.argv
    sys.argv = [typed[0], *words]
    try:
        main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else RUN_FAILED
        # Hydra leaves with 1 for words that it refuses (hydra.launcher=typo); nothing has run then
        return BAD_INPUT if code == RUN_FAILED and not task.started else code
    finally:
        sys.argv = typed
    return 0
