"""The command `relief`: one limit lifted at a time, paired with the same run; what a unit is worth."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.command.one_point import one_point
from sim.inputs.faults import Fault, Faults, hint

if TYPE_CHECKING:
    from sim.command.session import Prepared, Session
    from sim.inputs.reliefs import Reliefs
    from sim.inputs.scenarios import Case
    from sim.results.relief import Found

OWN = ("from", "place", "year")
REACHES = "relief_reaches"


def relief(words: Sequence[str]) -> int:
    """`relief [scenario=…] [from=YEAR] [place=NAME] [year=YEAR] [members=…]`; raises `Faults`."""
    from sim.inputs.reliefs import load_reliefs
    from sim.inputs.scenarios import load_evidence

    point = one_point(words, OWN)
    own, session, values, prepared = point.own, point.session, point.values, point.prepared
    evidence = load_evidence()
    definitions = asked(load_reliefs(evidence), own, prepared, evidence.axes.labels["place"])
    place = own.get("place", "")
    cases = _lifted(session, values, definitions, place)
    cases |= _small(prepared.request.run, definitions, evidence)
    found = _run(prepared, cases, definitions, place)

    from sim.report.relief import publish, show

    command = shlex.join(["python", "-m", "sim", "relief", *words])
    lang = str(values.get("lang", "en"))
    show(
        found, definitions, lang, publish(found, definitions, lang, command, Path(prepared.settings.results))
    )
    return 0


def asked(definitions: Reliefs, own: Mapping[str, str], prepared: Prepared, places: Sequence[str]) -> Reliefs:
    """The definitions with the date, the year and the place that the words give; `Faults` for bad ones."""
    settings, faults = prepared.settings, []
    since, year = definitions.since, float(definitions.year)
    first, last = settings.known_until, settings.end - 1
    wanted = f"must be a year from known_until, {first:g}, to {last:g}"
    if "from" not in own and not first <= since <= last:
        text = f"relief: without from= limits are lifted from {since:g} on, which this run does not reach"
        if since < first:
            text = f"relief: without from= limits are lifted from {since:g} on, which is known already"
        faults.append(Fault(f"{text}; from= {wanted}"))
    elif (given := _year(own.get("from", since))) is None or not first <= given <= last:
        faults.append(Fault(f"from = {own['from'] or '(nothing)'}: {wanted}"))
    else:
        since = given
    given = _year(own.get("year", min(max(year, math.ceil(since)), last)))
    if given is None or not first <= given <= last or given != int(given):
        faults.append(Fault(f"year = {own['year'] or '(nothing)'}: {wanted}, a whole one"))
    else:
        year = given
    if not faults and year < int(since):
        faults.append(Fault(f"year = {year:g}: must not be before from = {since:g}"))
    place = own.get("place", definitions.place)
    if place not in places:
        faults.append(Fault(f"place = {place}: unknown place.{hint(place, places)}"))
    if faults:
        raise Faults(faults)
    return replace(definitions, since=since, year=int(year), place=place)


def _year(text: str | float) -> float | None:
    """A year in numbers, or None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None


def _lifted(session: Session, values: Mapping[str, Any], definitions: Reliefs, place: str) -> dict[str, Case]:
    """The run with each limit lifted, and with all of them; `place` empty: wherever policy reaches."""
    from sim.results.relief import ALL

    limits = {name: one for name, one in definitions.limits.items() if one.by_place or not place}
    chosen = {name: [one.lifts] for name, one in limits.items()}
    chosen[ALL] = [one.lifts for one in limits.values()]
    points = {}
    for name, lifts in chosen.items():
        own = deepcopy(dict(values))
        lifted: dict[str, Any] = dict.fromkeys(lifts, definitions.since)
        if place:
            labels = session.prepare(values).request.run.parameters[REACHES].labels
            lifted[REACHES] = {label: int(label == place) for label in labels}
        own["parameters"] = {**(own.get("parameters") or {}), **lifted}
        points[f"limit.{name}"] = own
    session.check(list(points.values()))
    return {name: session.prepare(own).request.run for name, own in points.items()}


def _small(run: Case, definitions: Reliefs, evidence: Any) -> dict[str, Case]:
    """The run with each small relief among its instruments."""
    from sim.inputs.reliefs import instrument

    made = [
        instrument(one, definitions.place, definitions.since, evidence) for one in definitions.small.values()
    ]
    return {
        f"small.{name}": replace(run, instruments={**run.instruments, it.name: it})
        for name, it in zip(definitions.small, made, strict=True)
    }


def _run(prepared: Prepared, cases: Mapping[str, Case], definitions: Reliefs, place: str) -> Found:
    from sim.command.many import measured
    from sim.results.paired import measure
    from sim.results.present_value import Discount
    from sim.results.relief import Found, reliefs
    from sim.run.appraisal import appraisal

    run, settings = prepared.request.run, prepared.settings
    every = measured({"base": run, **cases}, settings, measure, f"relief, {len(cases) + 1} runs")
    base = every.pop("base")
    said = appraisal(run.parameters)
    discount = Discount(said["discount_rate"], int(said["appraisal_year"]))
    year, since = definitions.year, definitions.since
    return Found(
        run.name,
        since,
        year,
        int(base.years[-1]),
        place,
        definitions.place,
        len(base.members),
        settings.seed,
        discount,
        tuple(reliefs(every, base, definitions, year, since, discount)),
    )
