"""On a Dask cluster a run has the same bytes, also where a worker is killed in the middle of it."""

import os
import signal
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.inputs.faults import Faults
from sim.inputs.scenarios import compose
from sim.run.engine import run_case
from sim.run.settings import Settings

distributed = pytest.importorskip("distributed")

SHORT = Settings(end=2027.0, members=8, block=2, workers=1)


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as running:
        yield running


def test_a_killed_worker_changes_no_byte(cluster):
    case = compose("ipcei_boost").run
    here = run_case(case, SHORT)
    killed = []

    def kill_one(done, total):
        if not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    there = replace(SHORT, executor={"kind": "dask", "address": cluster.scheduler_address})
    ran = run_case(case, there, progress=kill_one)
    assert killed
    for name, x in here.values.items():
        np.testing.assert_array_equal(x, ran.values[name], err_msg=name)
    pd.testing.assert_frame_equal(here.events, ran.events)


def test_no_scheduler_is_said_in_words():
    nowhere = replace(SHORT, executor={"kind": "dask", "address": "tcp://127.0.0.1:9"})
    with pytest.raises(Faults, match="no Dask scheduler answers there"):
        run_case(compose("baseline").run, nowhere)
