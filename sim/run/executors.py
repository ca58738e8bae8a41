"""Where the blocks of a case are computed: here, in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.core.stepping import Faster
from sim.inputs.faults import Fault, Faults
from sim.inputs.scenarios import Case
from sim.run.block import compiled_for, packed, simulate, without_collection
from sim.run.settings import Settings

Blocks = Sequence[Sequence[int]]
RETRIES = 3
"""How often a block whose worker died is given to another."""


def results(case: Case, settings: Settings, blocks: Blocks, runs: int) -> Iterator[bytes]:
    """Each block of members, packed, in any order; the same wherever it was computed.

    `runs`: member runs in all, from which it follows whether compiling the step pays.
    """
    if settings.executor["kind"] == "dask":
        return _on_dask(case, settings, blocks)
    return _here(case, settings, blocks, compiled_for(case, settings, runs))


def _here(case: Case, settings: Settings, blocks: Blocks, faster: Faster | None) -> Iterator[bytes]:
    workers = settings.processes(len(blocks))
    if workers <= 1:
        return (_one(case, settings, block, faster) for block in blocks)
    from joblib import Parallel, delayed

    made: Iterator[bytes] = Parallel(n_jobs=workers, return_as="generator")(
        delayed(_one)(case, settings, block, faster) for block in blocks
    )
    return made


def _one(case: Case, settings: Settings, block: Sequence[int], faster: Faster | None) -> bytes:
    # packed where it was computed: bytes are quick to send, and the main process only stores them
    with without_collection():
        return packed(case, settings, simulate(case, settings, block, faster))


def _on_dask(case: Case, settings: Settings, blocks: Blocks) -> Iterator[bytes]:
    try:
        from distributed import Client, as_completed
    except ImportError:
        text = "executor = dask: needs the extra 'cluster': pip install 'sim[cluster]'"
        raise Faults([Fault(text)]) from None
    address = settings.executor["address"]
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        text = f"executor.address = {address}: no Dask scheduler answers there ({type(error).__name__})"
        raise Faults([Fault(text)]) from None
    with client:
        [job] = client.scatter([(case, settings)], broadcast=True, hash=False)
        futures = [client.submit(_on_worker, job, list(one), pure=False, retries=RETRIES) for one in blocks]
        for future in as_completed(futures, loop=client.loop):
            yield future.result()
            future.release()


def _on_worker(job: tuple[Case, Settings], members: list[int]) -> bytes:
    # numpy, not a compiler that a node may lack: both give the same bits
    case, settings = job
    return _one(case, settings, members, None)
