"""Describes the tables of a result as a Frictionless data package: columns, types, units, meanings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from sim.results.information import RunInfo
from sim.results.labels import Labels
from sim.run.recorded import Recorded

Inputs = Mapping[str, Mapping[str, str]]
"""What is known of the sampled inputs, by name, as `RunInfo.parameters` has it."""


def write_datapackage(
    path: Path, tables: Mapping[str, pa.Schema], run: Recorded, info: RunInfo, labels: Labels
) -> None:
    """Write datapackage.json for the schemas of tables by file name (without ending); units and meanings come
    from the outcomes."""
    inputs = {one["name"]: one for one in info.parameters}
    package = {
        "profile": "data-package",
        "name": f"sim-{info.scenario}".replace("_", "-").lower(),
        "title": info.title or info.scenario,
        "variables": [
            {
                "name": name,
                "unit": run.units[name],
                "axes": list(run.axes[name]),
                "meaning": run.words.get(name, ""),
            }
            for name in sorted(run.values)
        ],
        "resources": [
            _resource(name, ending, schema, run, inputs, labels)
            for name, schema in tables.items()
            for ending in (("parquet", "csv") if (path.parent / f"{name}.csv").exists() else ("parquet",))
        ],
    }
    path.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _resource(
    name: str, ending: str, schema: pa.Schema, run: Recorded, inputs: Inputs, labels: Labels
) -> dict[str, Any]:
    return {
        "name": f"{name}-{ending}",
        "path": f"{name}.{ending}",
        "format": ending,
        "encoding": "utf-8",
        "description": labels.of("tables", name),
        "schema": {"fields": [_field(one, run, inputs, labels) for one in schema]},
    }


def _field(one: pa.Field, run: Recorded, inputs: Inputs, labels: Labels) -> dict[str, str]:
    name = str(one.name)
    described = {"name": name, "type": _type(one.type)}
    outcome = next((known for known in sorted(run.units, key=len, reverse=True) if _is_of(name, known)), None)
    if outcome:
        minus = f" ({labels('tables.minus_base')})" if name.endswith("_difference") else ""
        described |= {"unit": run.units[outcome], "description": run.words.get(outcome, "") + minus}
    elif labels.has(f"columns.{name}"):
        described["description"] = labels(f"columns.{name}")
    elif (drawn := inputs.get(name.partition("[")[0])) is not None:
        described |= {"unit": drawn.get("unit", ""), "description": drawn.get("words", "")}
    return described


def _is_of(column: str, outcome: str) -> bool:
    rest = column.removeprefix(outcome)
    return column == outcome or (rest != column and rest[:1] == "_" and rest[1:5].isdigit())


def _type(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind):
        return "integer"
    return "number" if pa.types.is_floating(kind) else "string"
