"""Mentions: where a sentence names a state, organisation, instrument, process, event or person, or a quantity.

names.py knows names that tables list, forms.py those that their form tells, persons.py and quantities.py the rest;
name_parts.py has the words that make a name part of a longer one, numbers.py reads numbers, entities.py is the
vocabulary.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from flows.code.mentions.forms import Form, find_forms
from flows.code.mentions.names import Named, find_names
from flows.code.mentions.persons import find_persons
from flows.code.mentions.quantities import Quantity, find_quantities
from flows.records import Mention, Span, Statement


def find_mentions(statement: Statement) -> tuple[Mention, ...]:
    """Return the mentions in one statement's sentences, as `mentions_of_each` does."""
    return mentions_of_each([statement])[0]


def mentions_of_each(statements: Sequence[Statement]) -> list[tuple[Mention, ...]]:
    """Return the mentions in the sentences of each statement, by their place; where names overlap, the longest counts.

    A quantity may hold the names of what it counts ("48 European Union projects"), and is no part of a name. Each kind
    is looked for in all texts before the next one is: its automaton then stays near the processor.
    """
    texts = [statement.text for statement in statements]
    listed = [list(find_names(text)) for text in texts]
    formed = [list(find_forms(text)) for text in texts]
    persons = [find_persons(text) for text in texts]
    counted = [[one for one in find_quantities(text) if _is_whole(text, *one.span)] for text in texts]
    return [
        tuple(_in_sentences(statement, *_apart(_longest(statement.text, names, forms, people), quantities)))
        for statement, quantities, names, forms, people in zip(
            statements, counted, listed, formed, persons, strict=True
        )
    ]


_Name = tuple[int, int, int, Named]  # start, end, where the head ends of a name told by its form, else 0

_PERSON = Named("person", None, None)
_QUANTITY = Named("quantity", None, None)
_PLACE = itemgetter(0, 1)


def _longest(text: str, listed: list[tuple[int, int, Named]], formed: list[Form], persons: list[Span]) -> list[_Name]:
    """Return the names in a text, by their place; of those that overlap the longest."""
    found: list[_Name] = [(start, end, 0, named) for start, end, named in listed]
    found += [(start, end, head_end, named) for start, head_end, end, named in formed]
    found += [(start, end, 0, _PERSON) for start, end in persons]
    found.sort(key=_PLACE)
    kept: list[_Name] = []
    for one in found:
        if not _is_whole(text, one[0], one[1]):
            continue
        while kept and one[0] < kept[-1][1]:
            if _goes_before(kept[-1], one):
                break
            kept.pop()
        else:
            kept.append(one)
    return kept


def _goes_before(last: _Name, one: _Name) -> bool:
    """Whether a name is kept rather than one that overlaps it and begins where it does, or behind that.

    The longest is; but what a table knows is not lost in a form that only adds words behind ("… of the United
    Nations").
    """
    start, end, head_end, _ = one
    if head_end and last[1] >= head_end and last[3].entity_id:
        return True
    return last[1] - last[0] >= end - start


def _apart(names: list[_Name], quantities: list[Quantity]) -> tuple[list[_Name], list[Quantity]]:
    """Names and quantities without the names within a number ("US" in "US$ 5"), and numbers within a name."""
    if not quantities:
        return names, quantities
    starts = [name[0] for name in names]
    dropped: set[int] = set()
    kept: list[Quantity] = []
    for quantity in quantities:
        (start, _), number_end = quantity.span, quantity.number_end
        at = bisect_right(starts, start) - 1
        if at >= 0 and names[at][1] > start and (starts[at] < start or names[at][1] >= number_end):
            continue  # "Group of 77 countries", "five permanent members"
        kept.append(quantity)
        dropped.update(range(bisect_left(starts, start), bisect_left(starts, number_end)))
    return [name for at, name in enumerate(names) if at not in dropped] if dropped else names, kept


def _in_sentences(statement: Statement, names: list[_Name], quantities: list[Quantity]) -> Iterator[Mention]:
    """Yield the mentions that lie within a sentence."""
    found: list[tuple[int, int, Named, Quantity | None]] = [(start, end, named, None) for start, end, _, named in names]
    if quantities:
        found += [(*one.span, _QUANTITY, one) for one in quantities]
        found.sort(key=_PLACE)
    spans = [
        (*span, paragraph, sentence)
        for paragraph, part in enumerate(statement.paragraphs)
        for sentence, span in enumerate(part.sentences)
    ]
    at, last = 0, len(spans)
    for start, end, (kind, entity_id, iso3), quantity in found:
        while at < last and spans[at][1] <= start:
            at += 1
        if at == last:
            return
        first, until, paragraph, sentence = spans[at]
        if first <= start and end <= until:
            counted = quantity[2:] if quantity else (None, None, None, None)
            yield Mention(paragraph, sentence, Span(start, end), kind, entity_id, iso3, *counted)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit of any script touches the stretch: RE2's own word boundaries know ASCII only."""
    return not text[end : end + 1].isalnum() and not (start and text[start - 1].isalnum() and text[start].isalnum())
