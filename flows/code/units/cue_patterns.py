"""The patterns of cues: those that scan a text for them, and one for each construction that reads its parts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import re2

from flows.code.units.cue_tables import CONSTRUCTIONS, CUES, Construction, Lexicon, constructions, lexicon
from flows.code.units.patterns import reader, scanner
from flows.code.units.words import alternation

_LEAVE = (
    r"(?:(?:let|allow|permit) (?:me|us) (?:(?:%adverb%|at the outset|first of all) )?(?:to (?:%adverb% ){0,2})?"
    r"|may i(?:, [a-z ]{3,30},)? (?:%adverb% )?)?"
)
_AUXILIARY = (
    _LEAVE
    + r"(?:(?:have|has|had|having|is|are|was|were|am|be|been|being|will|would|shall|should|can|could|may|might|must"
    r"|do|does|did|cannot|don't|doesn't|didn't|won't|wouldn't|can't|couldn't|haven't|hasn't|isn't|aren't|wasn't|m|re|ve|d|ll)"
    r" (?:(?:not|%adverb%) ){0,3}){0,4}"
    r"(?:(?:like|wish|wishes|wished|want|wants|wanted|continue|continues|continued|love|going|venture|dare|had|have)"
    r" (?:(?:also|again|therefore|once again|first|now|here) )?to (?:%adverb% )?)?"
    r"(?:(?:take|takes|took|taking|seize|seizes|use|avail (?:myself|ourselves|itself) of)"
    r" (?:this|the) (?:opportunity|occasion) (?:(?:also|here|once again) )?to (?:%adverb% )?)?"
)
GROUPED = (  # constructions with a verb, which takes auxiliaries
    "express-noun",
    "voice-noun",
    "with-pleasure",
    "with-concern",
    "attach-noun",
    "on-record",
)
OPENING = "bare-adjective"  # a construction at a sentence's beginning only, and so not scanned for
_GROUPS = ("own", "head", "word", "prep")
_PREPOSITIONS = "for|about|over|on|upon|to|of|in|with|around|regarding|towards?|as to|against"


def _any(words: Iterable[str]) -> str:
    """Return an alternation, longest first, so that a phrase wins over its beginning."""
    return "|".join(sorted(set(words), reverse=True))


def _expand(pattern: str) -> str:
    """Return a pattern with its %names% filled in."""
    for name, words in _names().items():
        if name in pattern:
            pattern = pattern.replace(name, words)
    return pattern


@cache
def _names() -> dict[str, str]:
    """Return what each %name% stands for; %adverb% comes last, since others hold it."""
    known = lexicon()
    return {
        f"%nouns {frame}%": f"(?:{_any(noun for noun, rule in known.nouns.items() if frame in rule.frames)})"
        for frame in "LTMIEX"
    } | {
        "%adjectives%": f"(?:{_any(known.adjectives)})",
        "%light%": f"(?:{_any(known.light)})",
        "%adverbs%": "(?: %adverb%,?){0,2}",
        "%slot%": "(?:[a-z0-9'-]+,? )",
        "%preposition%": rf"(?: (?P<prep>{_PREPOSITIONS})\b)?",
        "%preposition or at%": rf"(?: (?P<prep>{_PREPOSITIONS}|at)\b)?",
        "%be%": "(?:is|are|was|were|am|be|been|being|m|re)",
        "%ing%": f"(?:{_any(_participles(known))})",
        "%perceive%": f"(?:{alternation('perceive')})",
        "%adverb%": f"(?:[a-z]+ly|{alternation('adverb')})",
    }


def _participles(known: Lexicon) -> Iterator[str]:
    """Yield the -ing forms of the verbs that always report."""
    for text, readings in known.forms.items():
        if any(tense == "ing" and _strong(known, verb) for verb, tense in readings):
            yield text


def _strong(known: Lexicon, verb: str) -> bool:
    return (rule := known.verbs.get((verb, ""))) is not None and not rule.weak


def _verbs() -> str:
    """Verbs that are cues by themselves, with any particle that they govern; the others only with theirs."""
    known = lexicon()
    bare = {lemma for lemma, particle in known.verbs if not particle}
    governed: dict[str, list[str]] = defaultdict(list)
    for lemma, particle in known.verbs:
        if particle:
            governed[lemma].append(particle)
    phrases: dict[str, list[str]] = defaultdict(list)  # particles -> the forms that govern them
    for text, readings in known.forms.items():
        if particles := [particle for lemma, _ in readings for particle in governed[lemma]]:
            phrases[_any(particles)].append(text)
    free = (text for text, readings in known.forms.items() if any(lemma in bare for lemma, _ in readings))
    with_theirs = (rf"(?:{_any(texts)})(?: %adverb%){{0,2}} (?:{words})\b" for words, texts in phrases.items())
    return "|".join((*with_theirs, _any(free)))


@cache
def scans() -> tuple["re2._Regexp[bytes]", ...]:
    """Patterns to be read as the alternatives of one, in their order; which is faster than one pattern for all.

    None has groups, so that RE2's automaton alone does the scan. Those that stand apart hold any words behind a common
    one: within the automaton of the others they would multiply its states, and building these would take most of the
    time.
    """
    rows = {name: _ungrouped(row.pattern) for name, row in constructions().items()}
    first = [pattern for name, pattern in rows.items() if name not in {*GROUPED, *_APART, *_LAST, OPENING}]
    group = f"{_AUXILIARY}(?:{'|'.join(rows[name] for name in GROUPED)}|{_verbs()})"
    patterns = ("|".join(first), *(rows[name] for name in _APART), "|".join((group, *(rows[name] for name in _LAST))))
    return tuple(scanner(_expand(rf"\b(?:{pattern})\b"), CUES.name, "(all)") for pattern in patterns)


_APART = ("noun-of-is", "according-to", "in-the-view-of", "point-i-make", "would-like-by", "would-like-inserted")
_LAST = ("would-like-to", "would-like", "will")  # constructions that any other one wins over


class Reader(NamedTuple):
    """A construction with its groups, to read what the scan found."""

    construction: Construction
    pattern: re.Pattern[str]


@cache
def readers() -> tuple[Reader, ...]:
    """Return a reader for each construction, in the order of the table."""
    return tuple(
        Reader(
            row, reader(_expand((_AUXILIARY if row.name in GROUPED else "") + row.pattern), CONSTRUCTIONS.name, row.id)
        )
        for row in constructions().values()
    )


def _ungrouped(pattern: str) -> str:
    pattern = _expand(pattern)
    for name in _GROUPS:
        pattern = pattern.replace(f"(?P<{name}>", "(?:")
    return pattern
