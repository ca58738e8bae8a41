"""The values that hold when nothing is said: configs/config.yaml and its groups, without what is Hydra's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.inputs.documents import read_document
from sim.inputs.faults import Fault, Faults
from sim.inputs.resources import root

GROUPS = ("executor",)
"""Settings that are chosen as a whole, each choice a file in its folder; the parts can be set after it."""


def defaults() -> dict[str, Any]:
    """The values of configs/config.yaml by name, those with parts as mappings; a fresh copy each time."""
    document = read_document(root() / "configs" / "config.yaml")
    values = document.value
    if not isinstance(values, dict) or not isinstance(values.get("defaults"), list):
        raise Faults([Fault("must be the settings by name, with their defaults", document.file)])
    chosen = {}
    for one in values["defaults"]:
        if isinstance(one, dict):
            chosen.update({name: group(name, str(each)) for name, each in one.items() if name in GROUPS})
    return {key: value for key, value in values.items() if key not in ("defaults", "hydra")} | chosen


def group(name: str, choice: str) -> Any:
    """The values of one choice of a configuration group; the choice itself where there is no such file."""
    file = root() / "configs" / name / f"{choice}.yaml"
    known = choice.isidentifier() and file.is_file()
    return read_document(file).value if known else choice


def composed_again(configuration: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values that a stored configuration names, over the defaults of this version, and the names that
    this version does not know. Parts that an older version did not have (`events.shocks`) are today's.
    """
    values = defaults()
    unknown = sorted(set(configuration) - set(values))
    for name, one in configuration.items():
        if isinstance(one, Mapping) and isinstance(values.get(name), Mapping):
            values[name] = {**values[name], **one}
        elif name in values:
            values[name] = one
    return values, unknown
