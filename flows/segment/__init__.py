"""Segment: a clean document's paragraphs become statements, their paragraphs' kinds, and sentences.

turns       who speaks: the labels of a transcript      (speaker_labels: what a label looks like)
papers      several papers in one file
record      what the record says itself: votes, its hours; and what was handed in in writing
cutting     labels out of paragraphs, booked as furniture
statements  paragraphs laid end to end                  (kinds, labels, clauses, sentences, punkt)
language    of each statement                       (interpretation: what a record notes of the one spoken)
"""

from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from flows.records import Block, CleanDocument, SegmentedDocument, Span, Structure
from flows.segment.cutting import book_labels, can_cut, cut_out, name_rows, raw_stretch
from flows.segment.facts import describe
from flows.segment.interpretation import Note, note_facts, read_notes
from flows.segment.language import language_of
from flows.segment.openings import read_pieces
from flows.segment.papers import find_papers
from flows.segment.record import find_vote, find_written, is_hours, is_written_title
from flows.segment.statements import JOINT, build_statement
from flows.segment.turns import Turn, find_turns
from flows.segment.voices import Voice, speakers_of

__all__ = ["segment"]

LANGUAGE_SAMPLE = 4_000
"""Code points of a document from which the language of statements too short to tell is taken."""


class _Part(NamedTuple):
    """The blocks of one statement, and the label that announced it."""

    speaker_label: str | None
    blocks: tuple[Block, ...]
    printed: Span | None = None  # where the label stands in the raw text
    written: bool = False  # handed in in writing: its first title names its author


class _Place(NamedTuple):
    """A place in the document: a block, an offset in its text; `labelled` if the block's printed label belongs here."""

    block: int
    offset: int
    labelled: bool = False


def segment(clean: CleanDocument) -> SegmentedDocument:
    """Return the statements of a document, in reading order, each with its paragraphs and sentences.

    A speaker's label is cut off its paragraph and booked as furniture in the returned document. What stands before
    the first turn is a statement of its own. The language is the sidecar's; without one it is told from the
    statement's words, or, where these are too few, from the document's; None where neither is clear. A note such as
    "(spoke in French)" decides only where the words leave it open, and agree.
    """
    clean, parts = _split_at_turns(clean)
    if any(part.speaker_label is not None for part in parts):
        clean, parts = _apart_from_record(clean, parts)
    if len(parts) == 1 and parts[0].speaker_label is None:
        parts = _split_at_papers(clean)
    notes = read_notes(clean, [_start(part) for part in parts], [part.printed for part in parts])
    languages = _languages(clean, parts, notes)
    speakers, facts = speakers_of(clean, [_voice(part) for part in parts])
    statements = tuple(
        build_statement(part.speaker_label, language, part.blocks, speaker)
        for part, language, speaker in zip(parts, languages, speakers, strict=True)
    )
    described = describe(clean, statements)
    if len(statements) == 1 and statements[0].speaker_label is None:
        statements = (statements[0]._replace(speaker=described.speaker),)
    return SegmentedDocument(
        clean, statements, described.description, (*described.facts, *facts, *note_facts(notes, languages))
    )


def _start(part: _Part) -> int:
    """Where the statement, with its label, starts in the raw text."""
    first = part.blocks[0].offsets.raw_start(0)
    return first if part.printed is None else min(part.printed.start, first)


def _voice(part: _Part) -> Voice:
    title = next((block for block in part.blocks if is_written_title(block)), None) if part.written else None
    return Voice(part.speaker_label, part.printed, part.blocks, title)


def _split_at_turns(clean: CleanDocument) -> tuple[CleanDocument, list[_Part]]:
    blocks = clean.blocks
    turns = [
        turn
        for turn in find_turns(read_pieces(clean))
        if can_cut(blocks[turn.block], turn.start) and can_cut(blocks[turn.block], turn.start + turn.length)
    ]
    labels = [raw_stretch(blocks[t.block], t.start, _label_end(blocks[t.block], t)) for t in turns if t.row is None]
    clean = name_rows(clean, {turn.row for turn in turns if turn.row is not None})
    places = [_Place(turn.block, turn.start) for turn in turns]
    speech = [_Place(turn.block, turn.start + turn.length, turn.start == 0) for turn in turns]
    names = [None, *(turn.label for turn in turns)]
    printed = [None, *(_printed(clean, turn) for turn in turns)]
    bounds = zip(names, [_Place(0, 0), *speech], [*places, _Place(len(blocks), 0)], printed, strict=True)
    parts = [_Part(name, _blocks_between(blocks, start, stop), where) for name, start, stop, where in bounds]
    parts = [part for part in parts if part.blocks]
    return book_labels(clean, tuple(block for part in parts for block in part.blocks), labels), parts


def _printed(clean: CleanDocument, turn: Turn) -> Span:
    """Where a turn's label stands in the raw text."""
    if turn.row is not None:
        return Span(clean.furniture[turn.row].raw_start, clean.furniture[turn.row].raw_end)
    block = clean.blocks[turn.block]
    return raw_stretch(block, turn.start, _label_end(block, turn))


def _apart_from_record(clean: CleanDocument, parts: list[_Part]) -> tuple[CleanDocument, list[_Part]]:
    """Return the parts of a record without its account of its hours.

    Votes and written statements as parts of their own.
    """
    hours = [block for part in parts if part.speaker_label is not None for block in part.blocks[1:] if is_hours(block)]
    apart: list[_Part] = []
    for part in parts:
        apart += _split_at_votes(part, hours) if part.speaker_label is not None else [part]
    if hours:
        blocks = tuple(block for part in apart for block in part.blocks)
        clean = book_labels(clean, blocks, [raw_stretch(block, 0, len(block.text)) for block in hours], "record_note")
    return clean, apart


def _split_at_votes(part: _Part, hours: Collection[Block]) -> list[_Part]:
    """Return a speaker's part, the votes that a record tells behind it, and the papers that stand behind all."""
    written = [*find_written(part.blocks), len(part.blocks)]
    parts = _without_votes(part._replace(blocks=part.blocks[: written[0]]))
    parts += [_Part(None, part.blocks[start:stop], written=True) for start, stop in pairwise(written)]
    kept = (one._replace(blocks=tuple(block for block in one.blocks if block not in hours)) for one in parts)
    return [one for one in kept if one.blocks]


def _without_votes(part: _Part) -> list[_Part]:
    vote = find_vote(part.blocks)
    if vote is None:
        return [part]
    start, end = vote
    rest = _without_votes(_Part(None, part.blocks[end:]))
    return [part._replace(blocks=part.blocks[:start]), _Part(None, part.blocks[start:end]), *rest]


def _label_end(block: Block, turn: Turn) -> int:
    """Where the label's last printed character ends in the block's text."""
    return turn.start + len(block.text[turn.start : turn.start + turn.length].rstrip())


def _blocks_between(blocks: tuple[Block, ...], start: _Place, stop: _Place) -> tuple[Block, ...]:
    """Return the blocks from one place to another, those at the ends cut."""
    pieces = []
    for at in range(start.block, min(stop.block + 1, len(blocks))):
        first = start.offset if at == start.block else 0
        last = stop.offset if at == stop.block else len(blocks[at].text)
        if (first, last) == (0, len(blocks[at].text)):
            pieces.append(blocks[at])
        elif piece := cut_out(blocks[at], first, last, keep_label=first == 0 or start.labelled):
            pieces.append(piece)
    return tuple(pieces)


def _split_at_papers(clean: CleanDocument) -> list[_Part]:
    bounds = [0, *find_papers(clean), len(clean.blocks)]
    return [_Part(None, clean.blocks[start:stop]) for start, stop in pairwise(bounds)]


def _languages(clean: CleanDocument, parts: list[_Part], notes: list[list[Note]]) -> list[str | None]:
    given = clean.document.sidecar.language or _recorded_language(clean.document.structure)
    if given is not None or not parts:
        return [given] * len(parts)
    own = [
        language_of(JOINT.join(block.text for block in part.blocks), {note.language for note in noted})
        for part, noted in zip(parts, notes, strict=True)
    ]
    if None in own and len(parts) > 1:
        common = language_of(_beginnings(clean.blocks))
        own = [language or common for language in own]
    return own


def _recorded_language(structure: Structure) -> str | None:
    """Return the language that the publisher's own record says."""
    told = (fact.value for fact in structure.facts if fact.field == "language" and structure.decides)
    return next(told, None)


def _beginnings(blocks: tuple[Block, ...]) -> str:
    """Return the beginning of each block, as many as the sample holds."""
    each = max(1, LANGUAGE_SAMPLE // max(1, len(blocks)))
    return " ".join(block.text[: max(40, each)] for block in blocks[:: max(1, len(blocks) * 40 // LANGUAGE_SAMPLE)])
