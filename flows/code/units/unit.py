"""A unit: a claim's span and its parts, found but not yet coded."""

from typing import NamedTuple

from flows.records import Span


class Unit(NamedTuple):
    """What units/ cuts out of a statement and coding/ codes; spans in the statement's text.

    `act`, `holder` and `agreement` are what the cue's or the source's own rule says ("" where it says nothing:
    a plain assertion, or a cue that leaves it open). `rules` names, in the order they decided, the rules of the
    split, of the cue and of the source.
    """

    paragraph: int  # index into Statement.paragraphs
    sentence: int  # index into Paragraph.sentences
    span: Span
    source: Span | None
    source_inherited: bool
    cue: Span | None
    cue_lemma: str | None
    cue_inherited: bool
    content: Span | None
    parent: int | None  # index into the statement's units
    act: str
    holder: str
    agreement: str
    rules: tuple[str, ...]
