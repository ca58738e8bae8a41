"""The values that hold when nothing is said: configs/config.yaml without the part that is Hydra's."""

from __future__ import annotations

from typing import Any

import yaml

from sim.inputs.resources import root


def defaults() -> dict[str, Any]:
    """The values of configs/config.yaml by name, those with parts as mappings; a fresh copy each time."""
    text = (root() / "configs" / "config.yaml").read_text(encoding="utf-8")
    values: dict[str, Any] = yaml.safe_load(text)
    return {key: value for key, value in values.items() if key not in ("defaults", "hydra")}
