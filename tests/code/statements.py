"""Statements for the tests of units, made without cleaning and segmenting: paragraphs given as lists of sentences."""

from collections.abc import Iterable

from flows.code.units import find_units
from flows.code.units.unit import Unit
from flows.records import Block, OffsetMap, Paragraph, Span, Statement

Written = tuple[str, tuple[str, ...]]  # a paragraph: its kind and its sentences


def statement(*paragraphs: Written) -> Statement:
    """The statement of these paragraphs; their sentences stand one space apart."""
    text, made = "", []
    for kind, sentences in paragraphs:
        text += "\n\n" if text else ""
        start, spans = len(text), []
        for sentence in sentences:
            text += " " if spans else ""
            spans.append(Span(len(text), len(text) + len(sentence)))
            text += sentence
        block = Block(text[start:], OffsetMap((0,), (start,), (0,)), None, None)
        made.append(Paragraph(kind, None, None, block, start, len(text), tuple(spans)))
    return Statement(None, "en", text, tuple(made))


def body(*sentences: str) -> Statement:
    """The statement of one body paragraph."""
    return statement(("body", sentences))


def words(of: Statement, span: Span | None) -> str | None:
    """The words of a span."""
    return of.text[span.start : span.end] if span else None


def units_of(of: Statement) -> tuple[Unit, ...]:
    """The units of one statement by itself."""
    return find_units([of])[0]


def parts(of: Statement) -> list[tuple[str | None, str | None, str | None]]:
    """Source, cue and content of each unit."""
    return [(words(of, unit.source), words(of, unit.cue), words(of, unit.content)) for unit in units_of(of)]


def texts(of: Statement) -> list[str | None]:
    """The words of each unit."""
    return [words(of, unit.span) for unit in units_of(of)]


def rules(units: Iterable[Unit]) -> set[str]:
    """All rules that decided something about the units."""
    return {rule for unit in units for rule in unit.rules}
