"""Choosing among the uses of a verb: by its object, its particle and by what it takes, as the words behind it show.

This looks at words alone, no further than a table can say; a step that knows the sentence's structure gives what the
verb takes itself.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from flows.code.lang.forms import morphology
from flows.code.lang.language import LANGUAGES, Use, language, split_words
from flows.code.lang.rows import Verb

NEAR = 6
"""Words between a verb and the object that belongs to its cue: "attach the very highest importance"."""
GAP = 2
"""Words between a verb or its object and its particle: "call once again upon"."""
AHEAD = 14
"""Tokens behind a verb that its use can depend on."""
FAR = 14
"""Words behind a verb in which an infinitive or a clause of its object begins: "urged all States to act"."""


class Chosen(NamedTuple):
    """The use of a verb that fits best."""

    use: Use[Verb]
    length: int
    """Tokens behind the verb that belong to the cue: its object and particle."""
    surely: bool
    """Whether what it takes is there; else it can only be so."""


def best_use(uses: Iterable[Use[Verb]], after: Sequence[str], passive: bool = False, name: str = "en") -> Chosen | None:
    """Return the use that fits the tokens behind a verb's form best; None where none fits.

    `after` are folded tokens up to the sentence's end; `passive` says that the verb's group is a passive.
    """
    best: tuple[int, ...] | None = None
    chosen = None
    told: dict[int, Taken] = {}
    for use in uses:
        row, more = use.row, use.words[1:]
        if more and tuple(after[: len(more)]) != more:
            continue
        found = _AT if not (row.object or row.particle) else _length(row, after[len(more) :] if more else after, name)
        if found is None:
            continue
        length = len(more) + found.end
        taken = told.get(length)
        if taken is None:
            taken = told[length] = takes(after[length:], name, after[length - 1] if length else "")
        sure = len(row.takes & taken.surely) + (passive and "np" in row.takes)
        if not sure and row.takes.isdisjoint(taken.possibly):
            continue
        rank = (2 * found.words + 3 * (sure > 0), sure, -len(row.takes))
        if best is None or rank > best:
            best, chosen = rank, Chosen(use, length, sure > 0)
    return chosen


@lru_cache(maxsize=1 << 14)
def use_of(name: str, form: str, after: tuple[str, ...]) -> Chosen | None:
    """Return the use of a form of a verb that fits the next `AHEAD` tokens of its sentence best; None of none."""
    uses = language(name).verbs.get(form)
    return best_use(uses, after, name=name) if uses else None


class Taken(NamedTuple):
    """What may follow a verb; values of flows.code.lang.rows.TAKES."""

    surely: frozenset[str]
    possibly: frozenset[str]


def takes(after: Sequence[str], name: str = "en", particle: str = "") -> Taken:
    """Return what the tokens behind a verb, and behind its particle, can be to it; `particle` is its last token.

    Behind a particle such as "to", which opens an infinitive, too, only a determiner shows a noun phrase.
    """
    opening = _opening(name)
    first = after[0] if after else ""
    if not any(character.isalnum() for character in first):
        if first in ("", ".", ";", "?", "!", ")"):
            return _SO
        return Taken(
            frozenset(("quote",)), frozenset(("so", *(opening[word] for word in after[:NEAR] if word in opening)))
        )
    if particle and opening.get(particle) == "to" and opening.get(first) != "np":
        return Taken(_NONE, frozenset(("np", "ing", "to")))
    if opening.get(first, "np") not in ("np", "holder"):
        return Taken(frozenset((opening[first],)), frozenset(("np", "np-to", "that")))
    sure = {"np", opening.get(first, "np")}
    if first.endswith(_participles(name)):
        sure.add("ing")
    for word in after[1:FAR]:
        if word in (".", ";"):
            break
        if (kind := opening.get(word)) and kind != "holder":
            sure.add({"to": "np-to", "that": "np-that"}.get(kind, kind))
    if any(opening.get(word) == "that" for word in after[1 : 2 + GAP]):
        sure.add("that")
    return Taken(frozenset(sure), frozenset(("that", "np-is", "so", "np-to")))


_NONE: frozenset[str] = frozenset()
_SO = Taken(frozenset(("so",)), frozenset(("quote", "np")))


class _Found(NamedTuple):
    end: int  # tokens up to its end
    words: int  # tokens that the table names


_AT = _Found(0, 0)


def _length(row: Verb, after: Sequence[str], name: str) -> _Found | None:
    """Return where the object and the particle of a use end; None where one is missing."""
    at = _AT
    if row.object:
        found = _find(after, _spellings(row.object, name), NEAR, name)
        if found is None:
            return None
        at = found
    if row.particle:
        found = _find(after[at.end :], _phrases(row.particle), GAP, name)
        if found is None:
            return at if row.object else None
        at = _Found(at.end + found.end, at.words + found.words)
    return at


def _find(after: Sequence[str], phrases: frozenset[tuple[str, ...]], gap: int, name: str) -> _Found | None:
    """Return the end of the first, longest of the phrases that begins behind no more than `gap` tokens."""
    determiners = 0
    if _firsts(phrases).isdisjoint(after[: gap + 1]):
        return None
    for start in range(gap + 1):
        lengths = [len(words) for words in phrases if tuple(after[start : start + len(words)]) == words]
        if lengths:
            return _Found(start + max(lengths), max(lengths))
        determiners += start < len(after) and _opening(name).get(after[start]) == "np"
        if determiners > 1:  # "announced support for a new pledge": another noun phrase begins
            return None
        if start < len(after) and not any(character.isalnum() for character in after[start]):
            return None
    return None


@lru_cache(maxsize=1 << 12)
def _firsts(phrases: frozenset[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(words[0] for words in phrases)


@lru_cache(maxsize=1 << 12)
def _spellings(nouns: tuple[str, ...], name: str) -> frozenset[tuple[str, ...]]:
    spelled = morphology(LANGUAGES / name)
    return frozenset(split_words(form.text) for noun in nouns for form in spelled.noun(noun))


@lru_cache(maxsize=1 << 12)
def _phrases(particles: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(split_words(particle) for particle in particles)


@lru_cache(maxsize=1)
def _opening(name: str) -> dict[str, str]:
    """Return what each word opens that opens what a verb takes."""
    return {
        words[0]: use.row.takes for uses in language(name).openers.values() for use in uses for words in (use.words,)
    }


@lru_cache(maxsize=1)
def _participles(name: str) -> tuple[str, ...]:
    return morphology(LANGUAGES / name).endings("ing")
