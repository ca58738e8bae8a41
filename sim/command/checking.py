"""The command `check`: scenarios and all they stand on are read and composed, and nothing is run."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sim.inputs.faults import Fault, Faults

if TYPE_CHECKING:
    from sim.inputs.scenarios import Evidence


def check(words: Sequence[str]) -> int:
    """`check [FILE …]`: the files, or else all that is shipped or found; raises `Faults` with all faults."""
    from sim.command.listing import names
    from sim.inputs.reliefs import load_reliefs
    from sim.inputs.scenarios import compose, load_evidence

    evidence = load_evidence()  # scenarios stand on it: where it has faults, theirs would only repeat them
    load_reliefs(evidence)
    found: dict[str, Fault] = {}
    warnings = [] if words else list(_untold(evidence))
    scenarios = list(words) or names("scenarios")
    overlays = [] if words else names("overlays")
    for scenario, overlay in [*((one, []) for one in scenarios), *(("baseline", [one]) for one in overlays)]:
        try:
            warnings.extend(compose(scenario, overlay, evidence=evidence).warnings)
        except Faults as faults:
            found.update({str(fault): fault for fault in faults.faults})
    for warning in dict.fromkeys(warnings):
        print(f"note: {warning}", file=sys.stderr)
    if found:
        raise Faults(list(found.values()))
    read = f"{len(evidence.parameters)} parameters, {len(evidence.instruments)} instruments"
    print(f"In order: {', '.join(scenarios)}{''.join(f', overlay {one}' for one in overlays)} ({read}).")
    return 0


def _untold(evidence: Evidence) -> Iterable[str]:
    """What a reader of some language would see in English, or as it is written in a file."""
    from sim.inputs.policies import LANGUAGES
    from sim.inputs.translations import ENGLISH, complaints
    from sim.results.labels import load_labels, nameless

    for lang in LANGUAGES:
        for one in nameless(evidence.axes.labels, load_labels(lang)):
            yield f"{one}: has no name in configs/labels/{lang}.yaml, so it is shown as it is written"
        if lang != ENGLISH:
            yield from complaints(evidence, lang)
