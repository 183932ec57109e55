"""The speaker of each statement, by label, opening, list of speakers and earlier turns, with the facts that say so."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.records import Block, CleanDocument, Fact, Span, Speaker
from flows.segment.cutting import raw_stretch
from flows.segment.facts.titles import read_author
from flows.segment.speakers import LABEL, LIST, OPENING, Read, read_label, read_list, read_opening, surname

WRITTEN = "document: title of the statement"


class Voice(NamedTuple):
    """What a statement is known by: its label and where that stands in the raw text, its paragraphs, and its title."""

    label: str | None
    printed: Span | None
    blocks: Sequence[Block]
    title: Block | None = None  # of a statement that was handed in in writing


def speakers_of(clean: CleanDocument, voices: Sequence[Voice]) -> tuple[list[Speaker], list[Fact]]:
    """Return the speaker of each statement, and the facts that say so; nobody where the text names none."""
    listed = _listed(voices)
    known: dict[str, Speaker] = {}
    speakers: list[Speaker] = []
    facts: list[Fact] = []
    for index, voice in enumerate(voices, 1):
        speaker = Speaker()
        own: list[Fact] = []
        if voice.label is not None:
            speaker, reads = read_label(voice.label)
            own += [_in_label(clean, voice, read, index) for read in reads]
            entry = listed.get(surname(speaker) or (speaker.role or "").casefold())
            if entry is not None:
                speaker = _completed(speaker, entry[0], entry[1], entry[2], own, index)
            if (name := surname(speaker)) is not None:
                speaker = _remembered(speaker, known.get(name), own, index)
                known[name] = speaker
        elif voice.title is not None:
            speaker, own = _of_title(voice.title, index)
        if voice.label is not None:
            speaker, places = read_opening(voice.blocks, speaker)
            if places:
                changed = {read.field for _, read in places}
                own = [fact for fact in own if fact.field not in changed]
                own += [_in_block(block, read, OPENING, index) for block, read in places]
        speakers.append(speaker)
        facts += own
    return speakers, facts


def _listed(voices: Sequence[Voice]) -> dict[str, tuple[Speaker, Block, tuple[Read, ...]]]:
    """Return the officers and members that a record names before its first turn."""
    front = [voice for voice in voices[:1] if voice.label is None and len(voices) > 1]
    return read_list(front[0].blocks) if front else {}


def _completed(
    speaker: Speaker, listed: Speaker, block: Block, reads: Sequence[Read], own: list[Fact], index: int
) -> Speaker:
    """Return the speaker with what only the list says of them."""
    for read in reads:
        name = read.field.removeprefix("speaker_")
        if getattr(speaker, name) is None and getattr(listed, name) is not None and speaker.capacity != "chair":
            own.append(_in_block(block, read, LIST, index))
            speaker = speaker._replace(**{name: read.value})
        elif name == "name" and speaker.name is None:
            own.append(_in_block(block, read, LIST, index))
            speaker = speaker._replace(name=read.value)
    return speaker


def _remembered(speaker: Speaker, before: Speaker | None, own: list[Fact], index: int) -> Speaker:
    """Return the speaker with the state and office that an earlier label of the same name gave."""
    if before is None or speaker.speaking_for is not None or speaker.capacity is not None:
        return speaker
    for name in ("capacity", "speaking_for"):
        if (value := getattr(before, name)) is not None:
            field = name if name == "speaking_for" else f"speaker_{name}"
            own.append(Fact(field, value, "document: earlier label", index))
            speaker = speaker._replace(**{name: value})
    return speaker


def _of_title(title: Block, index: int) -> tuple[Speaker, list[Fact]]:
    """Return the speaker of a statement that was handed in, from its title.

    "Statement by the delegation of Iceland".
    """
    reads = read_author(title.text)
    speaker = Speaker(**{read.field.removeprefix("speaker_"): read.value for read in reads})
    return speaker, [_in_block(title, read, WRITTEN, index) for read in reads]


def _in_label(clean: CleanDocument, voice: Voice, read: Read, index: int) -> Fact:
    """Return a fact of the label, with its place in the raw text; of the whole label where it was printed otherwise."""
    if voice.printed is None or voice.label is None:
        return Fact(read.field, read.value, LABEL, index)
    start, end = voice.printed
    at = clean.document.text.find(voice.label[read.start : read.end], start, end)
    if at < 0:
        return Fact(read.field, read.value, LABEL, index, start, end)
    return Fact(read.field, read.value, LABEL, index, at, at + read.end - read.start)


def _in_block(block: Block, read: Read, basis: str, index: int) -> Fact:
    return Fact(read.field, read.value, basis, index, *raw_stretch(block, read.start, read.end))
