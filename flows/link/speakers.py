"""Whom a statement is spoken for, as entities: from what is known of its speaker."""

import re
from typing import NamedTuple

from flows.code.mentions.names import find_entities, named
from flows.records import Sidecar, Statement, Voice

_OWN_VOICE = frozenset(("national", "group", "organisation"))
_BRACKETS = re.compile(r"\(([^()]*)\)")
_OF = re.compile(r" (?:of|for) (?:the )?(?=[^\W\d_])")


class Speaker(NamedTuple):
    """What is known of who speaks, in words."""

    label: str | None = None
    role: str | None = None
    capacity: str | None = None
    speaking_for: str | None = None


def speaker_of(statement: Statement, sidecar: Sidecar) -> Speaker:
    """Return what is known of who speaks: what a sidecar says is meant for a document with one voice, and wins."""
    read = statement.speaker
    if statement.speaker_label:
        return Speaker(statement.speaker_label, read.role, read.capacity, read.speaking_for)
    return Speaker(
        None,
        sidecar.speaker_role or read.role,
        sidecar.speaker_capacity or read.capacity,
        sidecar.speaking_for or read.speaking_for,
    )


def voice_of(speaker: Speaker) -> Voice:
    """Return the entities of the speaker, and of those for whom they speak.

    A chair speaks for the body, never for the state that sent them; who speaks for a group is still of their state.
    """
    spoken_for = tuple(find_entities(speaker.speaking_for)) if speaker.speaking_for else ()
    if speaker.capacity == "chair":
        return Voice(None, spoken_for, is_own=False)
    own = _represented(speaker)
    if own is None and len(spoken_for) == 1 and speaker.capacity in _OWN_VOICE:
        own = spoken_for[0]
    if not spoken_for and own is not None:
        spoken_for = (own,)
    is_own = bool(spoken_for) and (speaker.capacity is None or speaker.capacity in _OWN_VOICE)
    return Voice(own, spoken_for, is_own)


def _represented(speaker: Speaker) -> str | None:
    """Whom the label or the office says that the speaker represents ("Mr. Annan (Ghana)", "Ambassador of Japan")."""
    for words in (speaker.label, speaker.role):
        if words is None:
            continue
        parts = [words, *reversed(_BRACKETS.findall(words)), *(words[match.end() :] for match in _OF.finditer(words))]
        for part in parts:
            entity = named(part.strip(" ,.:").removeprefix("the "))
            if entity is not None and entity.entity_id is not None:
                return entity.entity_id
    return None
