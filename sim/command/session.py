"""One call of the command: checks every point, runs them in turn, shares bases, compares after a sweep.

Knows no Hydra: `sim.run` uses it as the command does.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.command.failing import folder_fault, reason, stopped
from sim.command.identity import content_key, settings_content
from sim.inputs.faults import Fault, Faults, Gathering

if TYPE_CHECKING:
    from sim.inputs.scenarios import Evidence, Request
    from sim.run.recorded import Recorded
    from sim.run.settings import Settings

DONE, RUN_FAILED = 0, 1
NOT_SETTINGS = (
    *("scenario", "overlay", "parameters", "instruments"),
    *("equal_money", "posterior", "lang", "force", "dry_run"),
)


@dataclass(frozen=True)
class Prepared:
    """A point whose words are all in order: what to run, under which settings, and who it is."""

    request: Request
    settings: Settings
    values: Mapping[str, Any]
    key: str
    base_key: str
    money_factor: float | None = None

    @property
    def force(self) -> bool:
        """Whether to run again where an equal result is already there."""
        return bool(self.values.get("force"))


class Session:
    """The points of one command and what they share; holds nothing after its command but what it wrote."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self._evidence: Evidence | None = None
        self._prepared: dict[str, Prepared] = {}
        self._bases: dict[str, Recorded] = {}
        self._uses: Counter[str] = Counter()
        self._said: set[str] = set()
        self.done: list[Path] = []
        self.points = 0

    def __getstate__(self) -> dict[str, Any]:
        # a launcher that sends jobs to other processes sends no recorded runs along
        return {**self.__dict__, "_evidence": None, "_prepared": {}, "_bases": {}, "_uses": Counter()}

    def tell(self, notes: Iterable[str]) -> None:
        """Tell what a reader must know of a run; a sweep says what holds for many of its runs once."""
        for note in notes:
            if note not in self._said:
                print(f"note: {note}", file=sys.stderr)
                self._said.add(note)

    def check(self, many: Sequence[Mapping[str, Any]], earlier: Sequence[Fault] = ()) -> None:
        """Prepare every point; raises `Faults` with each fault once, after those found earlier."""
        self.points = max(self.points, len(many))
        found = {str(fault): fault for fault in earlier}
        for values in many:
            if content_key(values) in self._prepared:
                continue
            try:
                prepared = self.prepare(values)
            except Faults as faults:
                found.update({str(fault): fault for fault in faults.faults})
            else:
                self._uses[prepared.base_key] += 1
                unwritable = folder_fault(prepared.settings.results)
                if unwritable:
                    found[str(unwritable)] = unwritable
        if found:
            raise Faults(list(found.values()))

    def faults_of(self, many: Sequence[Mapping[str, Any]]) -> list[Fault]:
        """What is wrong with points that are not to be run, each fault once."""
        found: dict[str, Fault] = {}
        for values in many:
            try:
                self._prepare(values)
            except Faults as faults:
                found.update({str(fault): fault for fault in faults.faults})
        return list(found.values())

    def prepare(self, values: Mapping[str, Any]) -> Prepared:
        """The run that these values ask for; raises `Faults` with all that is wrong, loads nothing twice."""
        known = self._prepared.get(content_key(values))
        if known is None:
            known = self._prepared[content_key(values)] = self._prepare(values)
        return known

    def _prepare(self, values: Mapping[str, Any]) -> Prepared:
        from sim.inputs.policies import BASELINE
        from sim.inputs.scenarios import compose, load_evidence, load_scenario
        from sim.run.equal_money import with_equal_money, within_cap
        from sim.run.words import checked, settings_from_words

        gathering = Gathering()
        amount: float | None = None
        posterior: float | None = None
        known: dict[str, Any] = {}
        words = {name: value for name, value in values.items() if name not in NOT_SETTINGS}
        with gathering.also():
            said = {
                name: values[name]
                for name in ("equal_money", "posterior", "lang", "force", "dry_run")
                if name in values
            }
            known = checked({**words, **said})
            amount, posterior = known.get("equal_money"), known.get("posterior")
        request = None
        scenario = BASELINE  # where the one asked for cannot be read, the other words are still checked
        with gathering.also():
            load_scenario(str(values["scenario"]))
            scenario = str(values["scenario"])
        with gathering.also():
            self._evidence = self._evidence or load_evidence()
            request = compose(
                scenario,
                overlays(values.get("overlay")),
                values.get("parameters"),
                values.get("instruments"),
                evidence=self._evidence,
            )
            if posterior is not None:
                known_until = float(known.get("known_until", posterior))
                request = _learnt(request, posterior, known_until, self._evidence)
        gathering.finish()
        assert request is not None
        settings = settings_from_words(words)
        factor = None
        if amount is None:
            scaled = within_cap(request, settings)
        else:
            scaled = with_equal_money(request, amount, settings)
        if scaled is not None:
            request, factor = scaled.request, scaled.factor
        content = settings_content(settings)
        return Prepared(
            request,
            settings,
            values,
            key=content_key(request.run, request.base, content),
            base_key=content_key(request.base, content),
            money_factor=factor,
        )

    def run(self, values: Mapping[str, Any], command: Sequence[str]) -> Path:
        """Run one point, or find the equal result that is there; writes it and returns its folder."""
        from sim.command import job

        prepared = self.prepare(values)
        found = None if prepared.force else job.find(prepared)
        if found is not None:
            self._release(prepared)
            self.say(f"{found}: this result is already there; force=true runs it again")
            written = job.in_language(found, str(values.get("lang", "")))
            if written is not None:
                self.say(f"{written}: its report in the language asked for")
            self.done.append(found)
            return found
        return job.run(prepared, self, command)

    def stopped(self, command: Sequence[str]) -> str:
        """What to say when the user stops it: what is done and kept, and how to go on."""
        return stopped(self.done, self.points, command)

    def base_of(self, prepared: Prepared, compute: Any) -> Recorded:
        """A point's recorded base: computed once for all points that share it, dropped after the last."""
        base = self._bases.get(prepared.base_key)
        if base is None:
            base = compute()
        self._bases[prepared.base_key] = base
        self._release(prepared)
        return base

    def _release(self, prepared: Prepared) -> None:
        self._uses[prepared.base_key] -= 1
        if self._uses[prepared.base_key] <= 0:
            self._bases.pop(prepared.base_key, None)

    def finish(
        self, points: Sequence[str], made: Sequence[Path | BaseException], command: Sequence[str]
    ) -> int:
        """The comparison of a sweep and its exit code; `made` is a folder or an error for each point."""
        from sim.command import job

        done = [folder for folder in made if isinstance(folder, Path)]
        failures = [
            f"{point}: {reason(error)}"
            for point, error in zip(points, made, strict=True)
            if isinstance(error, BaseException)
        ]
        code = RUN_FAILED if failures else DONE
        if len(done) > 1:
            try:
                compared = job.compare_sweep(points, made, command)
                self.say(f"{len(done)} runs compared: {compared}/comparison.html")
            except Exception as error:
                failures.append(f"the comparison: {reason(error)}")
                code = RUN_FAILED
        if failures:
            of = f"{len(done)} of {len(points)} runs are done and kept."
            print("\n".join([f"{len(failures)} failed; {of}", *failures]), file=sys.stderr)
        return code

    def say(self, text: str) -> None:
        """Print for the reader, unless called from Python."""
        if not self.quiet:
            print(text, flush=True)


def _learnt(request: Request, posterior: float, known_until: float, evidence: Evidence) -> Request:
    """The run and its base on the posterior of an origin that the run knows."""
    from sim.inputs.posteriors import posterior_at, with_learnt

    if posterior != int(posterior) or posterior > known_until:
        words = f"must be a whole year, at most known_until = {known_until:g}"
        raise Faults([Fault(f"posterior = {posterior:g}: {words}")])
    learnt = posterior_at(evidence.parameters, int(posterior), known_until)
    run, base = (with_learnt(one, learnt, evidence.parameters) for one in (request.run, request.base))
    return replace(request, run=run, base=base)


def overlays(value: Any) -> list[str]:
    """`downturn`, `[downturn, high_growth]`, nothing: always a list."""
    if value is None or value == "":
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
