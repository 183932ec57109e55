"""Notes of interpretation: the language that a record says was spoken, in a label or among what was said."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from flows.clean.directions import STAGE_DIRECTION, bracketed, spoken_language
from flows.records import CleanDocument, Fact, Span

SPOKEN_LANGUAGE = "spoken_language"
BASIS = "document: note of the interpretation"


class Note(NamedTuple):
    """The language (ISO 639-1) that brackets tell, and where they stand in the raw text."""

    language: str
    raw_start: int
    raw_end: int


def read_notes(clean: CleanDocument, starts: Sequence[int], labels: Sequence[Span | None]) -> list[list[Note]]:
    """Return the notes of each statement, in reading order.

    `starts` are the raw offsets at which the statements begin with their labels, `labels` where those stand.
    """
    raw = clean.document.text
    directions = (Span(row.raw_start, row.raw_end) for row in clean.furniture if row.reason == STAGE_DIRECTION)
    in_labels = chain.from_iterable(bracketed(raw, *label) for label in labels if label is not None)
    notes: list[list[Note]] = [[] for _ in starts]
    order = sorted(range(len(starts)), key=starts.__getitem__)
    ordered = [starts[index] for index in order]
    for start, end in sorted({*directions, *in_labels}):
        language = spoken_language(raw[start:end])
        at = bisect_right(ordered, start) - 1
        if language is not None and at >= 0:
            notes[order[at]].append(Note(language, start, end))
    return notes


def note_facts(notes: Sequence[Sequence[Note]], languages: Sequence[str | None]) -> list[Fact]:
    """Return what the notes say as facts, one a statement: the note that its words bear out, else the first.

    A note that the words do not bear out is not used: the record has the words as they were interpreted.
    """
    facts = []
    for index, (found, language) in enumerate(zip(notes, languages, strict=True), 1):
        if found:
            written = (language or "").partition("-")[0]
            note = next((note for note in found if note.language == written), found[0])
            facts.append(Fact(SPOKEN_LANGUAGE, note.language, BASIS, index, *note[1:], used=note.language == written))
    return facts
