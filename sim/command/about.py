"""What a result says about itself, for run.json and the report: command, inputs, sources, versions."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sim.command.identity import commit, content_key, data_hashes, versions
from sim.inputs.checks import shown_value

if TYPE_CHECKING:
    from sim.command.session import Prepared
    from sim.inputs.parameter import Parameter
    from sim.inputs.scenarios import Request
    from sim.results.information import RunInfo
    from sim.run.recorded import Recorded


def about(
    prepared: Prepared,
    ran: Recorded,
    command: Sequence[str],
    identity: str,
    started: datetime,
    seconds: float,
) -> RunInfo:
    """The `RunInfo` of a run that has just been computed; `seconds` of wall clock."""
    from sim import __version__
    from sim.inputs.changes import changes
    from sim.inputs.policies import in_language
    from sim.inputs.record import load_record
    from sim.inputs.scenarios import find_scenario, load_scenario
    from sim.results.information import RunInfo
    from sim.run.appraisal import appraisal

    request, settings, values = prepared.request, prepared.settings, dict(prepared.values)
    lang = str(values.get("lang", "en"))
    scenario = load_scenario(str(values["scenario"]))
    return RunInfo(
        scenario=request.run.name,
        title=in_language(scenario.title, lang)[0] or request.run.name,
        question=in_language(scenario.questions, lang)[0],
        titles=dict(scenario.title),
        questions=dict(scenario.questions),
        base=request.base.name,
        kind=scenario.kind,
        command=shlex.join(["python", "-m", "sim", *command]),
        configuration=values,
        configuration_hash=content_key(values),
        scenario_text=find_scenario(str(values["scenario"])).read_text(encoding="utf-8"),
        data_hashes=data_hashes(),
        seed=settings.seed,
        members=len(ran.members),
        known_until=settings.known_until,
        versions={"sim": __version__, **versions()},
        commit=commit(),
        started=started.isoformat(timespec="seconds"),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(seconds, 3),
        notes=(*request.notes, *settings.notes),
        warnings=request.warnings,
        differs=request.changes,
        changes=[asdict(one) for one in changes(request.base, request.run)],
        parameters=[described(one) for one in request.run.parameters.values()],
        record={name: dict(one.figures) for name, one in load_record().series.items() if name in ran.values},
        lang=lang,
        instruments={
            name: dict(one.title)
            for name, one in (request.base.instruments | request.run.instruments).items()
        },
        behind=behind(request),
        appraisal=appraisal(request.run.parameters),
        money_factor=prepared.money_factor,
        identity=identity,
    )


def behind(request: Request) -> dict[str, dict[str, str]]:
    """What the instruments that differ from the base rest on, by name."""
    from sim.inputs.changes import changes

    found = {}
    for name in dict.fromkeys(one.name for one in changes(request.base, request.run)):
        one, before = (case.instruments.get(name) for case in (request.run, request.base))
        it = one or before
        if it is None:
            continue
        own = one is not None and before is not None and one.note != before.note
        texts = {"source": it.source, "confidence": it.confidence, "own_note" if own else "note": it.note}
        found[name] = {key: text for key, text in texts.items() if text}
    return found


def described(parameter: Parameter) -> dict[str, Any]:
    """A parameter as text for a reader: value and range by label, unit, confidence, source or assumption; and
    under `labels` the centre, low and high of each as numbers (none of a curve)."""
    values = _by_label(parameter, parameter.centre)
    text: dict[str, Any] = {
        "name": parameter.name,
        "words": parameter.words,
        "value": values if parameter.points is None else shown_value(parameter.points.tolist()),
        "unit": parameter.unit,
        "range": "none" if parameter.constant else _ranges(parameter),
        "confidence": parameter.confidence,
    }
    if parameter.assumption:
        text["assumption"] = f"{parameter.assumption.get('whose')}: {parameter.assumption.get('why')}"
    else:
        text["source"] = parameter.source
    if parameter.points is None:
        ends = (parameter.centre, parameter.low, parameter.high)
        text["labels"] = {
            label: [float(one) for one in three]
            for label, *three in zip(parameter.labels, *(one.ravel() for one in ends), strict=True)
        }
    return text


def _by_label(parameter: Parameter, array: Any) -> str:
    numbers = [float(one) for one in array.ravel()]
    if len(set(numbers)) == 1:
        return shown_value(numbers[0])
    return ", ".join(f"{label} {shown_value(x)}" for label, x in zip(parameter.labels, numbers, strict=True))


def _ranges(parameter: Parameter) -> str:
    pairs = list(zip(parameter.low.ravel(), parameter.high.ravel(), strict=True))
    texts = [f"{shown_value(float(low))} to {shown_value(float(high))}" for low, high in pairs]
    if len(set(texts)) == 1:
        return texts[0]
    return ", ".join(f"{label} {text}" for label, text in zip(parameter.labels, texts, strict=True))
