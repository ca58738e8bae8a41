"""Bundles of policy: overlays that add the changes of several scenarios to whatever scenario is run.

They are policy, so they reach the run alone and not its base. What two of them set, or one of them and the
scenario that is run, is refused, because nobody could tell which one holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from sim.inputs import overriding
from sim.inputs.checks import Reader
from sim.inputs.faults import Gathering
from sim.inputs.finding import parent_of
from sim.inputs.instruments import CHANGES
from sim.inputs.policies import BASELINE, Overlay, Scenario


def bundled(gathering: Gathering, asked: Scenario, overlays: Sequence[Overlay]) -> tuple[Scenario, ...]:
    """The scenarios that bundles add to `asked`, each once; those that it builds on are left out."""
    chain = {one.name for one in asked.chain}
    added: dict[str, Scenario] = {}
    for overlay in overlays:
        before = [one for one in (*asked.chain, *added.values()) if one.name != BASELINE]
        new = [one for one in overlay.parts if one.name not in chain and one.name not in added]
        pairs = [(old, one) for one in new for old in before] + list(combinations(new, 2))
        for old, one in pairs:
            if parent_of(one.name) == old.name:
                continue
            for what in sorted(set(_sets(old)) & set(_sets(one))):
                Reader(gathering, overlay.document).complain(
                    f"{old.name} and {one.name} both set {what}; keep one of the two", "scenarios"
                )
        added.update({one.name: one for one in new})
    return tuple(added.values())


def _sets(scenario: Scenario) -> Iterator[str]:
    """What a scenario's own file sets, by its dotted name."""
    for name, parts in scenario.instruments.items():
        for key in parts if isinstance(parts, dict) else ():
            if key in (*CHANGES, "active"):
                yield f"instruments.{name}.{key}"
    for path in overriding.paths(scenario.parameters):
        yield f"parameters.{'.'.join(path)}"
    for key in scenario.settings:
        yield f"settings.{key}"
