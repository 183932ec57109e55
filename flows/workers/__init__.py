"""Who works on the batches: this process, or others beside it (`processes.py`); `progress.py` tells how far they are.

Work goes out as jobs, which name raw files and a folder in the staging area, and comes back as parts, which name the
folder: rows pass through nobody's hands. What a part holds does not depend on who worked.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.batch import Job, work_on
from flows.records import Part
from flows.workers.processes import cores, work_in_processes

__all__ = ["Workers", "work_by"]


class Workers(NamedTuple):
    """Who shall work."""

    processes: int | None = None  # None: as many as there are cores


def work_by(workers: Workers, jobs: Sequence[Job]) -> Iterator[Part]:
    """The parts of the jobs as they are done, in any order; a single job is not worth starting a process for."""
    processes = min(workers.processes or cores(), len(jobs))
    return work_in_processes(jobs, processes) if processes > 1 else map(work_on, jobs)
