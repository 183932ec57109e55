"""Who works on the batches: this process, others beside it (`processes.py`), or a Dask cluster (`cluster.py`).

Work goes out as jobs, which name raw files and a folder in the staging area, and comes back as parts, which name the
folder: rows pass through nobody's hands. What a part holds does not depend on who worked. `time_limit.py`: how long a
document may take. `progress.py` tells how far the work is.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.batch import BYTES, Job, work_on
from flows.records import Part, Stock
from flows.workers.cluster import work_on_cluster
from flows.workers.processes import cores, get_ready, work_in_processes
from flows.workers.time_limit import DOCUMENT_SECONDS, OutOfTimeError, can_interrupt, one_by_one, time_limit

__all__ = ["Workers", "expect_work", "work_by"]


class Workers(NamedTuple):
    """Who shall work: processes on this machine, or a cluster."""

    processes: int | None = None  # None: as many as there are cores
    dask: str | None = None  # the scheduler's address
    seconds: float = DOCUMENT_SECONDS  # that a document may take; a cluster's workers know no limit


def expect_work(workers: Workers, stock: Stock) -> bool:
    """Whether processes beside this one will work on the stock; they become ready while this one goes on."""
    shared = not workers.dask and (workers.processes or cores()) > 1 and sum(one.size for one in stock.sources) > BYTES
    if shared:
        get_ready()
    return shared


def work_by(workers: Workers, jobs: Sequence[Job]) -> Iterator[Part]:
    """Return the parts of the jobs as they are done, in any order; a single job is not worth starting a process for."""
    if workers.dask:
        return work_on_cluster(jobs, workers.dask)
    processes = min(workers.processes or cores(), len(jobs))
    if processes > 1 or not can_interrupt():
        return work_in_processes(jobs, max(processes, 1), workers.seconds)
    return _work_here(jobs, workers.seconds)


def _work_here(jobs: Sequence[Job], seconds: float) -> Iterator[Part]:
    """Yield the parts of the jobs, worked on in this process.

    One that takes too long goes to one that can be killed.
    """
    for job in jobs:
        try:
            with time_limit(seconds):
                part = work_on(job)
        except OutOfTimeError:
            yield from work_in_processes(one_by_one(job), 1, seconds)
        else:
            yield part
