"""The values that hold when nothing is said: configs/config.yaml without the part that is Hydra's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from sim.inputs.resources import root


def defaults() -> dict[str, Any]:
    """The values of configs/config.yaml by name, those with parts as mappings; a fresh copy each time."""
    text = (root() / "configs" / "config.yaml").read_text(encoding="utf-8")
    values: dict[str, Any] = yaml.safe_load(text)
    return {key: value for key, value in values.items() if key not in ("defaults", "hydra")}


def composed_again(configuration: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values that a stored configuration names, over the defaults of this version, and the names that
    this version does not know.
    """
    values = defaults()
    unknown = sorted(set(configuration) - set(values))
    values.update({name: one for name, one in configuration.items() if name in values})
    return values, unknown
