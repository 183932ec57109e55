"""Ctrl-C: the run cleans up after itself, and ends soon whatever Prefect still tries."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from flows.errors import INTERRUPTED

GRACE_SECONDS = 5.0
SAID = "rapporteur: interrupted; no release was left half-made\n"


@contextmanager
def ending_when_interrupted() -> Iterator[None]:
    """End the process with 130 at the latest GRACE_SECONDS after Ctrl-C.

    The staging folder is gone at once, but a terminal interrupts Prefect's own server, too, and Prefect would try for
    minutes to tell it.
    """
    force = threading.Timer(GRACE_SECONDS, _end)
    force.daemon = True

    def stop(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        force.start()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        force.cancel()
        signal.signal(signal.SIGINT, before)


def _end() -> None:
    sys.stderr.write(SAID)
    sys.stderr.flush()
    os._exit(INTERRUPTED)
