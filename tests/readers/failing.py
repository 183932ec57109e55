"""A reader that has a fault, and writes where its answers go."""

from flows.readers import Options
from flows.records import Rendition


def read(content: bytes, options: Options) -> Rendition:
    """Fail."""
    print("a library's own words")  # noqa: T201
    raise ValueError("two\nlines")
