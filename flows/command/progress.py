"""Progress on standard error: a bar where that is a terminal, else a line for each batch; warnings always."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class _Bar(logging.Handler):
    """Moves a bar by the `files` that a record says are done `of` all."""

    def __init__(self, bar: Progress) -> None:
        super().__init__(logging.INFO)
        self.bar = bar
        self.task = bar.add_task("starting", total=None)

    def emit(self, record: logging.LogRecord) -> None:
        """A number of files, of all, moves the bar; anything from a warning on is printed above it."""
        if record.levelno >= logging.WARNING:
            self.bar.console.print(f"rapporteur: {record.getMessage()}", markup=False, highlight=False, soft_wrap=True)
        elif isinstance(record.args, tuple) and len(record.args) == 2:
            done, of = (int(str(number)) for number in record.args)
            self.bar.update(self.task, advance=done, total=of, description="")


@contextmanager
def progress() -> Iterator[None]:
    """Show what the logger "rapporteur" says while the block runs."""
    log = logging.getLogger("rapporteur")
    log.setLevel(logging.INFO)
    columns = (
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    if not sys.stderr.isatty():
        handler: logging.Handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("rapporteur: %(message)s"))
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
