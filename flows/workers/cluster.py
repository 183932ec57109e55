"""A Dask cluster works on the batches. Its workers need this package and the folders, under the same paths.

Jobs go out by reference and parts come back so: rows never pass through the scheduler. A batch whose worker dies is
worked on by another one.
"""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from flows.batch import Job, work_on
from flows.errors import RapporteurError, UsageError
from flows.fingerprint import fingerprint
from flows.records import Part

if TYPE_CHECKING:
    from distributed import Client

WAITING = 1_000  # jobs that are with the scheduler at a time
SECONDS = 5  # in which a scheduler has to answer


@contextmanager
def reaching(address: str) -> "Iterator[Client]":
    """Yield a client of the scheduler at an address such as "tcp://host:8786".

    Raises UsageError where Dask is not installed or the address is none, RapporteurError where no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("--dask needs a package that is not installed: pip install 'rapporteur[dask]'") from None
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except ValueError as error:
        raise UsageError(f"--dask {address}: is no address: {error}; give it as tcp://HOST:PORT") from None
    except OSError:  # TimeoutError among them
        raise RapporteurError(
            f"--dask {address}: no scheduler answers there; start one with `dask scheduler`"
        ) from None
    with client:
        yield client


def work_on_cluster(jobs: Sequence[Job], address: str) -> Iterator[Part]:
    """Yield the parts of the jobs as they are done, worked on by the workers of the scheduler at `address`.

    Raises what `reaching` raises, what a job raises, UsageError for workers with other code or without the folders, and
    RapporteurError for a batch that several workers died of.
    """
    from distributed import KilledWorker, as_completed

    left = iter(jobs)
    work = partial(work_as_here, made_by=fingerprint())
    with reaching(address) as client:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            raise RapporteurError(f"--dask {address}: the scheduler has no workers; start some with `dask worker`")
        # the same job twice is twice the work: the key of a job says nothing of what its files hold
        first = [client.submit(work, job, pure=False) for job in islice(left, WAITING)]
        running = as_completed(first, loop=client.loop)
        for done in running:
            try:
                part: Part = done.result()
            except KilledWorker as error:
                raise RapporteurError(f"--dask {address}: {error}; nothing was published") from None
            except ModuleNotFoundError as error:
                raise UsageError(
                    f"--dask {address}: a worker has no module {error.name}: install rapporteur there"
                ) from None
            done.release()
            yield part
            for job in islice(left, 1):
                running.add(client.submit(work, job, pure=False))


def work_as_here(job: Job, made_by: dict[str, str]) -> Part:
    """Work on a job in a worker of a cluster, where what decides rows is what the client has.

    Raises UsageError, with the worker's host, for other code, rules or libraries, and for folders that are not there.
    """
    if other := sorted(name for name, value in made_by.items() if _made_by().get(name) != value):
        raise UsageError(f"worker on {socket.gethostname()}: has other {', '.join(other)} than here: install the same")
    for folder in (job.raw, job.folder.parents[1]):
        if not folder.is_dir():
            raise UsageError(f"worker on {socket.gethostname()}: {folder} is not there: share it under that path")
    return work_on(job)


@cache
def _made_by() -> dict[str, str]:
    return fingerprint()
