"""The sentences of a paragraph.

punkt.py finds the ends in text that writes them with a full stop; marks of other scripts stand in sentence_ends.csv.
What nupunkt gets wrong in this genre is mended behind it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.records import Span
from flows.rules import prove_examples, read_rules
from flows.segment.punkt import Range, has_tight_end, punkt_ranges, shortened_words, tight_ends

TABLE = Path(__file__).with_name("sentence_ends.csv")

_LONGEST_NUMBER = 12  # code points of a number that enumerates or of initials, with marks and the space before it
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})[.)]+|(?:[A-Z]\.){2,}")  # or initials: "U.S. Secretary"
_LAST_NUMBER = re.compile(r"""(?<=[.!?])\s+(\(?\d{1,3}[.)]+)$""")
_ITEM_MARK = re.compile(r"(?<=\.)\s+(\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+[A-Z])")
_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_TAIL = re.compile(r"""(?:["'”’»›)\]}*_¹²³⁰⁴-⁹]|\[\^?\d{1,3}\])+(?=\s|$)|["'”’»›)\]]+(?=[A-ZÀ-Þ])""")
_TAIL_BEGINS = frozenset("\"'”’»›)]}*_[" + _RAISED)
_CLOSERS = r"""["'”’»›)\]}」』）】》〉]*"""


class EndMark(NamedTuple):
    """A row of sentence_ends.csv."""

    id: str
    mark: str
    example: str
    counterexample: str
    comment: str
    source: str


def split_sentences(text: str, offset: int = 0) -> tuple[Span, ...]:
    """Return the sentences of a paragraph, in code points of the text in which it begins at `offset`.

    They begin and end with a character that is not white space, and every such character lies in exactly one.
    Takes time in proportion to the length of `text`, whatever stands in it.
    """
    if not text or text.isspace():
        return ()
    found, plain = punkt_ranges(text)
    ranges: Iterable[Range] = found
    if not plain:
        ranges = _mended(text, iter(found))
        if has_tight_end(text):
            ranges = (piece for start, end in ranges for piece in _at_tight_ends(text, start, end))
    if not text.isascii() and any(map(text.__contains__, _marks())):
        ranges = (piece for start, end in ranges for piece in _at_other_marks(text, start, end))
    if ". (" in text:
        ranges = (piece for start, end in ranges for piece in _at_item_marks(text, start, end))
    return tuple([Span(offset + start, offset + end) for start, end in ranges])


def whole(text: str, offset: int = 0) -> tuple[Span, ...]:
    """Return the one sentence of a paragraph that is not made of sentences, such as a heading."""
    kept = text.rstrip()
    return (Span(offset + len(kept) - len(kept.lstrip()), offset + len(kept)),) if kept else ()


def _mended(text: str, ranges: Iterator[Range]) -> Iterator[Range]:
    """Move closing and footnote marks back to the sentence they close, a bare "2." or "U.S." on to its own."""
    start, end = next(ranges)
    for following, stop in ranges:
        while following < stop and text[following] in _TAIL_BEGINS and (tail := _TAIL.match(text, following, stop)):
            end = tail.end()
            following = _skip_space(text, end, stop)
        if following == stop:
            continue
        if text[end - 1] in ".)":
            if end - start <= _LONGEST_NUMBER and _ENUMERATOR.fullmatch(text, start, end):
                end = stop
                continue
            if not text[end - 2].isalpha() and (number := _last_number(text, start, end)):
                end, following = number.start(), number.start(1)
        yield start, end
        start, end = following, stop
    yield start, end


def _last_number(text: str, start: int, end: int) -> re.Match[str] | None:
    number = _LAST_NUMBER.search(text, max(start, end - _LONGEST_NUMBER), end)
    if number is None or re.split(r"\W", text[start : number.start() - 1])[-1].lower() in shortened_words():
        return None  # "vol. 2." is no enumerator
    return number


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _at_item_marks(text: str, start: int, end: int) -> Iterator[Range]:
    """Yield the items of a list that runs on in its paragraph: "We met. (b) We agreed." is two."""
    for item in _ITEM_MARK.finditer(text, start, end):
        yield start, item.start()
        start = item.start(1)
    yield start, end


def _at_tight_ends(text: str, start: int, end: int) -> Iterator[Range]:
    for stop in tight_ends(text, start, end):
        yield start, stop
        start = stop
    yield start, end


def _at_other_marks(text: str, start: int, end: int) -> Iterator[Range]:
    for mark in _other_marks().finditer(text, start, end):
        if start < mark.end():
            yield start, mark.end()
            start = _skip_space(text, mark.end(), end)
    if start < end:
        yield start, end


@cache
def _other_marks() -> re.Pattern[str]:
    """Return a run of marks of sentence_ends.csv with the quotes and brackets that it closes."""
    return re.compile(f"[{re.escape(_marks())}]+{_CLOSERS}")


@cache
def _marks() -> str:
    rules = read_rules(TABLE, EndMark)
    marks = {rule.id: rule.mark for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: marks[rule] in text,
    )
    return "".join(marks.values())
