"""A limit of time for each document: one that takes longer is refused, and the others go on.

A batch that takes longer than one document may is worked on again, document by document. `processes.py` kills the
process that works; in a process that works by itself an alarm interrupts it.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from flows.batch import Job
from flows.publish.parts import keep_part
from flows.records import Part, Refusal
from schemas.arrow import arrow_schema
from schemas.keys import document_tables

DOCUMENT_SECONDS = 1800.0
"""Generous: the largest file that is read takes about a minute on an idle processor."""


class OutOfTimeError(BaseException):
    """Work that took too long; no Exception, which a step may catch."""


def can_interrupt() -> bool:
    """Tell whether an alarm can interrupt this thread."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTimeError in the block after so many seconds."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def one_by_one(job: Job) -> list[Job]:
    """Return a job for each of the sources; their folders sort where the job's own would."""
    return [
        job._replace(sources=(source,), folder=job.folder.with_name(f"{job.folder.name}-{number:05}"))
        for number, source in enumerate(job.sources)
    ]


def refuse(job: Job, seconds: float) -> Part:
    """Return an empty part that refuses the job's only source."""
    (source,) = job.sources
    message = f"took longer than {seconds:,.0f} s: split it, or give it more time with --document-timeout and --full"
    keep_part(job.folder, {name: arrow_schema(name).empty_table() for name in document_tables()})
    return Part(job.folder, (Refusal(source.source_path, source.sha256, "work", "timed_out", message),))
