"""Mentions: where a sentence names a state, organisation, instrument, process, event or person, or a quantity."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import re2

from flows.code.mentions.names import Named, names
from flows.code.mentions.persons import find_persons
from flows.code.mentions.quantities import Quantity, find_quantities
from flows.records import Mention, Span, Statement
from flows.rules import compile_pattern


def find_mentions(statement: Statement) -> tuple[Mention, ...]:
    """The mentions in the statement's sentences, by their place; where names overlap, the longest counts."""
    places = [
        (span.start, span.end, paragraph, sentence)
        for paragraph, part in enumerate(statement.paragraphs)
        for sentence, span in enumerate(part.sentences)
    ]
    starts = [place[0] for place in places]
    found: list[Mention] = []
    for span, named, quantity in _scan(statement.text):
        at = bisect_right(starts, span.start) - 1
        if at >= 0 and span.end <= places[at][1] and _is_whole(statement.text, span):
            _, _, paragraph, sentence = places[at]
            value, comparator, unit = quantity[1:] if quantity else (None, None, None)
            found.append(Mention(paragraph, sentence, span, *named, value, comparator, unit))
    return tuple(sorted(found, key=lambda mention: mention.span))


class _Found(NamedTuple):
    span: Span
    named: Named
    quantity: Quantity | None = None


_PERSON = Named("person", None, None)
_QUANTITY = Named("quantity", None, None)


def _scan(text: str) -> Iterator[_Found]:
    known = names()
    for match in _pattern().finditer(text):
        span = Span(*match.span())
        named = known[text[slice(*span)].replace("’", "'")]
        if named is not None:
            yield _Found(span, named)
    yield from (_Found(span, _PERSON) for span in find_persons(text))
    yield from (_Found(quantity.span, _QUANTITY, quantity) for quantity in find_quantities(text))


def _is_whole(text: str, span: Span) -> bool:
    """Whether no letter or digit of any script touches the span: RE2's own word boundaries know ASCII only."""
    before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
    return not (before.isalnum() and text[span.start].isalnum()) and not after.isalnum()


@cache
def _pattern() -> "re2._Regexp[str]":
    """All names as one pattern, the longest first."""
    ordered = sorted(names(), key=lambda name: (-len(name), name))
    alternatives = "|".join(re.escape(name).replace("'", "['’]") for name in ordered)
    return compile_pattern(rf"(?:{alternatives})", "states.csv, entities.csv", "(all)")
