"""A reader of which its process dies, as where a library breaks."""

import os
import signal

from flows.readers import Options
from flows.records import Rendition


def read(content: bytes, options: Options) -> Rendition:
    """Die."""
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError
