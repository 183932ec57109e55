"""A reader that never ends."""

import time

from flows.readers import Options
from flows.records import Rendition


def read(content: bytes, options: Options) -> Rendition:
    """Sleep."""
    while True:
        time.sleep(1)
