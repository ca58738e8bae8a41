"""`sim.run(…)`: a scenario run from Python, with the same checks and the same results as the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.results.store import Stored


def run_scenario(
    scenario: str = "baseline",
    *,
    overlay: str | Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    instruments: Mapping[str, Any] | None = None,
    quiet: bool = True,
    **settings: Any,
) -> Stored:
    """Run a scenario and its base, write the results folder, and return what is stored in it.

    `parameters` and `instruments` are mappings by name, as in a scenario file; `settings` are those of the
    command (members=64, seed=1, end=2034, events={"grid": False}, results="results", force=True, …). Raises
    `sim.inputs.faults.Faults` with everything that is wrong, before anything runs or is written.
    """
    from sim.command.defaults import defaults
    from sim.command.session import Session
    from sim.inputs.faults import Fault, Faults, nearest
    from sim.results.store import read_run

    values = defaults()
    unknown = [name for name in settings if name not in values]
    if unknown:
        hints = {name: nearest(name, list(values)) for name in unknown}
        raise Faults(
            [
                Fault(f"{name}: unknown setting." + (f" Did you mean '{near}'?" if near else ""))
                for name, near in hints.items()
            ]
        )
    for name, value in settings.items():
        whole = values[name]
        values[name] = {**whole, **value} if isinstance(whole, dict) and isinstance(value, Mapping) else value
    values.update(
        scenario=str(scenario),
        overlay=[overlay] if isinstance(overlay, str) else list(overlay),
        parameters=dict(parameters or {}),
        instruments=dict(instruments or {}),
    )
    session = Session(quiet=quiet)
    session.check([values])
    return read_run(session.run(values, ["sim.run", f"scenario={scenario}"]))
