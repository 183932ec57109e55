"""Processes on this machine work on the batches."""

import ctypes
import multiprocessing
import multiprocessing.forkserver
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from flows.batch import Job, work_on
from flows.errors import RapporteurError
from flows.records import Part
from flows.workers.time_limit import DOCUMENT_SECONDS, one_by_one, refuse


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def get_ready() -> None:
    """Start what worker processes are forked from; it takes a second or two, beside what this process does meanwhile.

    Without it, `work_in_processes` does it when it begins.
    """
    if _context().get_start_method() == "forkserver":
        multiprocessing.forkserver.ensure_running()


def in_a_process(work: Callable[[], None]) -> None:
    """Do the work in a process that ends with it, as does what it took of memory; what it raises is raised here."""
    with ProcessPoolExecutor(1, mp_context=_context(), initializer=_begin) as pool:
        with _deaf_to_ctrl_c():
            done = pool.submit(work)
        done.result()


def work_in_processes(jobs: Sequence[Job], workers: int, seconds: float = DOCUMENT_SECONDS) -> Iterator[Part]:
    """Yield the parts of the jobs as they are done, worked on in so many processes; a document has so many seconds.

    A job that takes longer is killed and its documents are worked on one by one; a document that does is refused.
    What a job raises is raised here, and RapporteurError where a process dies; then nobody works on.
    """
    left = {job.folder: job for job in jobs}
    while left:
        for job in (yield from _work_until_late(left, workers, seconds)):
            del left[job.folder]
            if len(job.sources) == 1:
                yield refuse(job, seconds)
            else:
                left |= {single.folder: single for single in one_by_one(job)}


def _work_until_late(left: dict[Path, Job], workers: int, seconds: float) -> Generator[Part, None, list[Job]]:
    """Yield the parts of jobs and take these from `left`; end with the jobs that took too long, and were killed."""
    others = multiprocessing.active_children()
    late: list[Job] = []
    with ProcessPoolExecutor(workers, mp_context=_context(), initializer=_begin) as pool:
        try:
            with _deaf_to_ctrl_c():
                running = {pool.submit(_work_and_tidy, job): job for job in left.values()}
            while running and not late:
                done, _ = wait(running, min(1.0, seconds / 4), FIRST_COMPLETED)
                for future in done:
                    job = running.pop(future)
                    part = future.result()
                    del left[job.folder]
                    yield part
                late = [job for job in running.values() if _took(job) > seconds]
            if late:
                _end(pool, others)
        except BaseException as error:
            _end(pool, others)
            if isinstance(error, BrokenProcessPool):
                reason = "a worker process died, as where memory runs out; nothing was published"
                raise RapporteurError(f"{reason}; run again with fewer --workers") from None
            raise
    for job in left.values():
        _clock(job).unlink(missing_ok=True)
    return late


def _end(pool: ProcessPoolExecutor, others: Sequence[BaseProcess]) -> None:
    """Kill the pool's processes, which may not listen to anything softer."""
    working = [process for process in multiprocessing.active_children() if process not in others]
    for process in working:
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)
    for process in working:
        process.join()


def _work_and_tidy(job: Job) -> Part:
    clock = _clock(job)
    clock.parent.mkdir(parents=True, exist_ok=True)
    clock.write_text(repr(time.time()))
    part = work_on(job)
    if trim := _malloc_trim():
        trim(0)
    return part


def _clock(job: Job) -> Path:
    """Return the file that says when work on a job began."""
    return job.folder.with_suffix(".begun")


def _took(job: Job) -> float:
    """Return how long a job has been worked on; 0 where nobody does yet."""
    try:
        return time.time() - float(_clock(job).read_text())
    except (OSError, ValueError):
        return 0.0


@cache
def _malloc_trim() -> Callable[[int], int] | None:
    """Return what gives free memory back to the system, where the C library has it.

    Glibc keeps what lies between the rest.
    """
    if sys.platform != "linux":
        return None
    trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim


def _context() -> BaseContext:
    """How processes are started: never forked from one that has threads, as Prefect's has."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.ready"])
    return context


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Keep Ctrl-C from processes that start while the block runs: the one that started them ends them.

    It hears it itself once the block is done, as a process that is half started could not be ended in silence.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if heard:
        signal.raise_signal(heard[0])


def _begin() -> None:
    """Leave Ctrl-C to the process that started this one, and end with it whatever ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import flows.ready  # noqa: F401  (a worker that was not forked from a ready process)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
