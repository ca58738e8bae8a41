"""System dynamics of the Dutch position in the world semiconductor chain, for policy.

    import sim
    stored = sim.run("ipcei_boost", members=64)       # as `python -m sim scenario=ipcei_boost members=64`
    folder = sim.compare([stored.folder, other.folder])

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from sim import run as _run_package

__version__ = "0.1.0"
__all__ = ["__version__", "compare", "run"]


class _Runs(ModuleType):
    """`sim.run` is the package below the results and, called, the way to run a scenario from Python."""

    def __call__(self, *arguments: Any, **words: Any) -> Any:
        from sim.command.calling import run_scenario

        return run_scenario(*arguments, **words)


_run_package.__class__ = _Runs
run = _run_package


def compare(*arguments: Any, **words: Any) -> Any:
    """Compare stored results without running; see `sim.results.compare.compare`; adds the pictures."""
    from sim.report.comparison import publish
    from sim.results.compare import compare as compare_results

    return compare_results(*arguments, **{"finish": [publish], **words})
