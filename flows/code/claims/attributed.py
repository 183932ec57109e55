"""Attributed: a claim with its parts, where they stand, and what they are taken over from; not yet coded."""

from typing import NamedTuple

from flows.records import Span


class Source(NamedTuple):
    """The words that name who holds; `start` and `end` are tokens, -1 where the words have none (a heading's)."""

    span: Span
    start: int
    end: int


class Attributed(NamedTuple):
    """A claim of a statement; spans in its text, tokens of the batch."""

    draft: int  # row of the drafts
    paragraph: int
    sentence: int
    span: Span
    start: int
    end: int
    source: Source | None
    source_inherited: bool
    cue: Span | None
    cue_start: int  # tokens, -1 where it has no cue; an inherited cue's are those of the claim that it comes from
    cue_end: int
    cue_inherited: bool
    content: Span | None
    parent: int | None  # index in the statement's claims
    held: str  # how the holder is known: own, pronoun, shared, quoted, body, none
    like: int | None  # index in the statement's claims of the one whose holder it has
    act: str  # where a rule decides it
    voices: str  # holder and agreement, where a rule decides them
    rules: tuple[str, ...]
