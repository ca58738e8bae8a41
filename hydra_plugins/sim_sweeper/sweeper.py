"""A sweep that checks every point before it runs one, goes on when one fails, and ends with a comparison.

Hydra's own sweeper composes point by point, shows only the first failure and writes multirun.yaml; the grid
and its order stay Hydra's.
"""

# no postponed annotations here: Hydra's scan runs a module before it is registered, where a dataclass
# looks for itself

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.utils import JobReturn
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig


@dataclass
class SimSweeperConf:
    """The sweeper's part of Hydra's configuration."""

    _target_: str = "hydra_plugins.sim_sweeper.sweeper.SimSweeper"
    max_batch_size: int | None = None
    params: dict[str, str] | None = None


ConfigStore.instance().store(group="hydra/sweeper", name="sim", node=SimSweeperConf, provider="sim")


class SimSweeper(BasicSweeper):
    """Hydra's grid, our checks before it and our comparison after it; leaves by `SystemExit` when not 0."""

    def setup(self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig) -> None:
        super().setup(hydra_context=hydra_context, task_function=task_function, config=config)
        self.task: Any = getattr(task_function, "__wrapped__", task_function)

    def sweep(self, arguments: list[str]) -> Sequence[Sequence[JobReturn]]:
        from sim.command import preflight
        from sim.command.defaults import defaults
        from sim.command.parsing import hydra_word
        from sim.inputs.faults import Faults

        assert self.hydra_context is not None
        assert self.launcher is not None
        parser = OverridesParser.create(config_loader=self.hydra_context.config_loader)
        overrides = parser.parse_overrides([*self._parse_config(), *arguments])
        points = list(preflight.points_of(overrides, defaults(), self.task.sample))
        try:
            self.task.check(points)
        except Faults as faults:
            print(faults, file=sys.stderr)
            raise SystemExit(2) from None
        jobs = [[hydra_word(word) for word in point.words] for point in points]
        size = self.max_batch_size or len(jobs)
        returns: list[Sequence[JobReturn]] = []
        for first in range(0, len(jobs), size):
            returns.append(self.launcher.launch(jobs[first : first + size], initial_job_idx=first))
        code = self.task.finish(points, [one for batch in returns for one in batch])
        if code:
            raise SystemExit(code)
        return returns
