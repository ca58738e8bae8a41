"""PySD beside the engine: one member of the exported core, read and run by an independent program."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any


def pysd() -> dict[str, float]:
    """Seconds in which PySD reads the exported core and runs one member for all `years`, a median of three.

    It gets the drivers of the member and no events: its valves stay shut.
    """
    import pandas as pd
    import pysd as other

    from sim.core.vocabulary import Driver, Stock
    from sim.inputs.scenarios import compose
    from sim.run.block import prepare
    from sim.run.settings import Settings
    from tests.readings.replaying import columns, quick, translate

    settings = Settings()
    block = prepare(compose("baseline", [], {}, {}).run, settings, [0])
    clock, begun = settings.clock, time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        translated = translate(block.model, block.inputs, clock, Path(folder))
        with quick():
            program = other.load(str(translated), initialize=False)
            reading, times = time.process_time() - begun, clock.edges()[:-1].astype(float)
            given: dict[str, Any] = {}
            for name in block.model.of(Driver):
                for column, series in columns(block.model, name, block.drivers[name][: clock.steps]):
                    if not (series == series[0]).all():
                        given[column] = pd.Series(series, index=times)
                    elif series[0] != 0:
                        given[column] = float(series[0])
            wanted = next(iter(block.model.of(Stock)))
            shown = [column for column, _ in columns(block.model, wanted, block.drivers["observing"] * 0)]

        def running() -> float:
            begun = time.process_time()
            program.run(
                params=given,
                return_columns=shown,
                final_time=clock.end,
                return_timestamps=[clock.end],
                initial_condition="original",
                progress=False,
            )
            return time.process_time() - begun

        return {
            "reading": reading,
            "running": statistics.median(running() for _ in range(3)),
            "years": clock.end - clock.start,
        }
