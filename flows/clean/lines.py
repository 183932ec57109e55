"""The raw text as lines: where each stands, how far it is indented, how many blank lines stand before it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.records import Edit, Furniture


class Line(NamedTuple):
    """A line that prints something, without the white space around it.

    `start` and `end` are raw offsets; `text` is as printed, shorter than the range where its last character was
    repaired.
    """

    start: int
    end: int
    text: str
    indent: int  # characters of white space before the text
    trail: int  # characters of white space behind the text, less the newline
    gap: int  # blank lines before it
    feed: bool  # a form feed stands between the line before and this one


def as_printed(raw: str, signs: Sequence[Furniture], edits: Sequence[Edit]) -> str:
    """The raw text with all that is dropped or replaced as it is read, offset for offset, filled up with spaces."""
    parts: list[str] = []
    at = 0
    for start, end, text in sorted([(a, b, "") for a, b, _ in signs] + [(a, b, text) for a, b, text, _ in edits]):
        parts += (raw[at:start], text.ljust(end - start))
        at = end
    return "".join([*parts, raw[at:]]) if parts else raw


def read_lines(text: str, edits: Sequence[Edit]) -> list[Line]:
    """The printing lines of `text`, as `as_printed` made it; a newline is whatever `str.splitlines` takes for one."""
    lines = list(_lines(text))
    wide = {edit.raw_start: edit.raw_end for edit in edits if edit.raw_end - edit.raw_start > 1}
    return [line._replace(end=wide.get(line.end - 1, line.end)) for line in lines] if wide else lines


def _lines(text: str) -> Iterator[Line]:
    at = gap = 0
    feed = False
    for row in text.splitlines(keepends=True):
        body = row.rstrip()
        if body:
            printed = body.lstrip()
            indent = len(body) - len(printed)
            trail = len(row) - len(body)
            start = at + indent
            yield Line(start, start + len(printed), printed, indent, trail - 1 if trail else 0, gap, feed)
            gap, feed = 0, False
            feed = row[-1] == "\f"
        elif "\f" in row:
            feed = True
        else:
            gap += 1
        at += len(row)
