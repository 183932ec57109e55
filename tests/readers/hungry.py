"""A reader that takes all memory."""

from flows.readers import Options
from flows.records import Rendition


def read(content: bytes, options: Options) -> Rendition:
    """Take more and more."""
    taken = []
    while True:
        taken.append(bytearray(256 << 20))
