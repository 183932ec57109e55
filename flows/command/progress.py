"""Progress on standard error: a bar where that is a terminal, else a line now and then; warnings always."""

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from flows.workers.progress import Progress as Done

EVERY_SECONDS = 10.0  # between two lines of progress


class _Bar(logging.Handler):
    """Moves a bar, and prints whatever else is said from a warning on above it."""

    def __init__(self, bar: Progress) -> None:
        super().__init__(logging.INFO)
        self.bar = bar
        self.task = bar.add_task("starting", total=None)

    def emit(self, record: logging.LogRecord) -> None:
        """Show one record."""
        if done := _done(record):
            self.bar.update(self.task, completed=done.size, total=done.of_size, description=str(done))
        elif record.levelno >= logging.WARNING:
            self.bar.console.print(f"rapporteur: {record.getMessage()}", markup=False, highlight=False, soft_wrap=True)


class _NowAndThen(logging.Filter):
    """Passes a line of progress where the last one is long enough ago, or all is done; other records always."""

    def __init__(self) -> None:
        super().__init__()
        self.last = -EVERY_SECONDS

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is shown."""
        done, now = _done(record), time.monotonic()
        if done and done.files < done.of_files and now - self.last < EVERY_SECONDS:
            return False
        self.last = now if done else self.last
        return True


@contextmanager
def progress() -> Iterator[None]:
    """Show what the logger "rapporteur" says while the block runs."""
    log = logging.getLogger("rapporteur")
    log.setLevel(logging.INFO)
    columns = SpinnerColumn(), BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False)
    if not sys.stderr.isatty():
        handler: logging.Handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("rapporteur: %(message)s"))
        handler.addFilter(_NowAndThen())
        log.addHandler(handler)
        try:
            yield
        finally:
            log.removeHandler(handler)
        return
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        handler = _Bar(bar)
        log.addHandler(handler)
        try:
            yield
        finally:
            log.removeHandler(handler)


def _done(record: logging.LogRecord) -> Done | None:
    """Return the progress that a record is of."""
    first = record.args[0] if isinstance(record.args, tuple) and record.args else None
    return first if isinstance(first, Done) else None
