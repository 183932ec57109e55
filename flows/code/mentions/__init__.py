"""Mentions: where a sentence names a state, organisation, instrument, process, event or person, or a quantity."""

from bisect import bisect_right
from operator import itemgetter

from flows.code.mentions.names import Named, find_names
from flows.code.mentions.persons import find_persons
from flows.code.mentions.quantities import find_quantities
from flows.records import Mention, Span, Statement


def find_mentions(statement: Statement) -> tuple[Mention, ...]:
    """The mentions in the statement's sentences, by their place; where names overlap, the longest counts."""
    text = statement.text
    sentences = [
        (span.start, span.end, paragraph, sentence)
        for paragraph, part in enumerate(statement.paragraphs)
        for sentence, span in enumerate(part.sentences)
    ]
    starts = [sentence[0] for sentence in sentences]
    mentions: list[Mention] = []
    for start, end, named, quantity in _scan(text):
        at = bisect_right(starts, start) - 1
        if at < 0:
            continue
        _, last, paragraph, sentence = sentences[at]
        if end <= last and _is_whole(text, start, end):
            mentions.append(Mention(paragraph, sentence, Span(start, end), *named, *quantity))
    return tuple(mentions)


_PERSON = Named("person", None, None)
_QUANTITY = Named("quantity", None, None)
_NO_QUANTITY = (None, None, None)
_Found = tuple[int, int, Named, tuple[float, str, str] | tuple[None, None, None]]


def _scan(text: str) -> list[_Found]:
    """What is found, by its place: where it begins and ends, what it names, and value, comparator and unit."""
    found: list[_Found] = [(start, end, named, _NO_QUANTITY) for start, end, named in find_names(text)]
    found += [(*span, _PERSON, _NO_QUANTITY) for span in find_persons(text)]
    found += [(*span, _QUANTITY, (value, sign, unit)) for span, value, sign, unit in find_quantities(text)]
    found.sort(key=itemgetter(0, 1))
    return found


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit of any script touches the stretch: RE2's own word boundaries know ASCII only."""
    return not text[end : end + 1].isalnum() and not (start and text[start - 1].isalnum() and text[start].isalnum())
