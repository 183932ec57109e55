"""Cues: the words that say how a proposition is held, found in one scan over a folded text.

`cues.csv` holds verbs (with the particle that they govern), nouns and adjectives; `constructions.csv` what they
occur in: "There was broad support for", "expressed concern about", "My sense is", "are aware of". A verb with its
auxiliaries needs no construction. Patterns run over folded text (flows.code.folding).
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from flows.code.units.cue_patterns import OPENING, Reader, readers, scans
from flows.code.units.cue_tables import Construction, CueRule, lexicon
from flows.code.units.inflect import Tense
from flows.code.units.patterns import Scanned, leftmost
from flows.code.units.words import is_adverb, words_of
from flows.records import Span


class Hit(NamedTuple):
    """A cue's words in a text; offsets in the text."""

    start: int  # with auxiliaries
    head: int  # where the verb, or the construction's own first word, begins
    end: int  # with the particle
    own: Span | None  # the source where the construction holds it: "my", "we"
    construction: str  # id of the construction, "verb" for a verb group
    lemma: str
    act: str
    holder: str
    agreement: str
    tense: Tense
    passive: bool
    weak: bool
    first_person: bool  # a cue only where the first person is its subject
    particle: str
    rules: tuple[str, ...]


def find_cues(folded: str, scanned: Scanned) -> Iterator[Hit]:
    """All cues of a folded text, in its order, none overlapping another, given what `scans` found in it."""
    matches = leftmost(scans(), scanned)
    for start, end, _ in matches:
        if modal := _before_speech(folded, start, end):
            matches.send(modal)
        elif hit := _read(folded, start, end):
            yield hit


def opening_adjective(folded: str, sentence: Span) -> Hit | None:
    """Return the adjective that opens a sentence as a participle would ("Deeply concerned about …"), or None."""
    first = folded[sentence.start : sentence.start + 24].partition(" ")[0]
    if not (first.endswith("ly") or first in _opening_words()):
        return None
    candidate = _opening_reader()
    match = candidate.pattern.match(folded, *sentence)
    if match is None or match["word"] in _NOT_OPENING:
        return None
    parts = {name: Span(*match.span(name)) for name, found in match.groupdict().items() if found is not None}
    end = match.end("prep" if match["prep"] else "word")
    return _constructed(candidate.construction, folded, Span(sentence.start, end), parts)._replace(tense="ing")


@cache
def _opening_reader() -> Reader:
    return next(reader for reader in readers() if reader.construction.name == OPENING)


@cache
def _opening_words() -> frozenset[str]:
    """Return the first words of the adjectives, and the adverbs that may stand before one."""
    return frozenset(word.partition(" ")[0] for word in lexicon().adjectives) | {
        "being",
        "also",
        "again",
        "once",
        "further",
    }


_NOT_OPENING = frozenset(("certain", "positive", "prepared", "second"))  # "Certain of these measures", "Prepared by"


def _before_speech(folded: str, start: int, end: int) -> int:
    """Where the modal stands that belongs to the verb behind it ("I must say", "we should like to"); else 0.

    Such a modal is no duty: the scan goes on from it, to find the whole verb group.
    """
    if not folded.startswith(("i ", "we "), start):
        return 0
    match = _MODAL.fullmatch(folded, start, end)
    if match and (match[1] == "i" or _LIKE.match(folded, end)):
        return match.start(2)
    return 0


_MODAL = re.compile("(i|we) (?:.* )?(must|should|have to)")
_LIKE = re.compile(" (?:(?:also|therefore|now|first|again|further|just|once more|[a-z]+ly) )?like ")


def _read(folded: str, start: int, end: int) -> Hit | None:
    """Return what was found, placed in the text."""
    following = "to" if folded.startswith(" to ", end) else "that" if folded.startswith(" that ", end) else ""
    hit = _read_words(folded[start:end], following)
    if hit is None:
        return None
    own = hit.own and Span(start + hit.own.start, start + hit.own.end)
    return Hit(start + hit.start, start + hit.head, start + hit.end, own, *hit[4:])


@lru_cache(maxsize=1 << 12)
def _read_words(words: str, following: str) -> Hit | None:
    """Return what was found, by offsets from its first word: a verb group, else the first construction that fits.

    `following` is the "to" or "that" behind it, or "". Cues are the same few thousand groups of words over and over.
    """
    folded, start, end = f"{words} {following} ", 0, len(words)
    if hit := _read_verb(folded, start, end):
        return hit
    for candidate in readers():
        if match := candidate.pattern.fullmatch(folded, start, end):
            parts = {name: Span(*match.span(name)) for name, found in match.groupdict().items() if found is not None}
            inside = _INSIDE - {"on"} if candidate.construction.name == "on-record" else _INSIDE
            if "head" in parts and inside.intersection(folded[parts["head"].end : parts["word"].start].split()):
                return _read_verb(folded, start, parts["head"].end)
            if "prep" in parts and words.endswith("encouraged to"):  # "were encouraged to submit": asked, not heartened
                return _read_verb(folded, start, end - len(" to"))
            is_object = candidate.construction.name == "express-noun" and not following and _is_object(folded, parts)
            verb = _read_verb(folded, start, parts["head"].end) if is_object else None
            return verb or _constructed(candidate.construction, folded, Span(start, end), parts)
    return None


def _is_object(folded: str, parts: dict[str, Span]) -> bool:
    """Whether the noun is what is reported, and no part of the cue: "reiterated our positions"."""
    return "prep" not in parts or folded[slice(*parts["prep"])] == "of"


_INSIDE = frozenset(
    ["that", "to", "of", "which", "who", "and", "in", "on", "for", "by"]
)  # words that part a verb from its own noun


def _constructed(rule: Construction, folded: str, span: Span, parts: dict[str, Span]) -> Hit:
    known = lexicon()
    word, head, preposition = (folded[slice(*parts.get(name, (0, 0)))] for name in ("word", "head", "prep"))
    carried = known.forms.get(word.partition(" ")[0], ()) if rule.name in _CARRYING else ()
    governed = word.partition(" ")[2]
    cue = next((known.verbs[verb, governed] for verb, _ in carried if (verb, governed) in known.verbs), None)
    if rule.name not in ("we-must", *_CARRYING):
        cue = known.adjectives.get(word) if rule.name in ("is-adjective", OPENING) else known.nouns.get(word)
    verb = parts.get("head", span).start
    tense: Tense = "base"
    if head:
        tense, _ = _tense(folded[span.start : verb].split(), {tense for _, tense in known.forms[head]})
    return Hit(
        start=parts["word"].start if rule.name == "we-must" else span.start,
        head=verb,
        end=span.end,
        construction=rule.name,
        lemma=f"{head} {cue.lemma}" if head and cue else cue.lemma if cue else word or folded[slice(*span)],
        act=rule.act
        or (
            cue.act
            if cue
            else _MODAL_ACTS.get(word, "call" if rule.name == "we-must" else _act_of_noun(word) if carried else "")
        ),
        holder=rule.holder,
        agreement=rule.agreement or (cue.agreement if cue else ""),
        tense=tense,
        passive=False,
        weak=False,
        first_person=False,
        own=parts.get("own") or _own_of_leave(folded, span),
        particle=preposition,
        rules=(rule.id, *((known.light[head].id,) if rule.name == "express-noun" else ()), *((cue.id,) if cue else ())),
    )


def _act_of_noun(words: str) -> str:
    """Return what is done by expressing what a noun names: "express our deep concern"."""
    nouns = lexicon().nouns
    return next((nouns[word].act for word in words.split(" ") if word in nouns), "thank")


# Constructions that only carry the verb that says what is done.
_CARRYING = ("study-ing", "would-like-by", "would-like-inserted", "cannot-close-without", "be-remiss", "join-ing")
_MODAL_ACTS = {"will": "commit", "ll": "commit", "shall": "commit", "cannot but": "call"} | dict.fromkeys(
    ("must", "should", "have to", "need to", "need", "ought to"), "call"
)


def _read_verb(folded: str, start: int, end: int) -> Hit | None:
    """Return a verb group: auxiliaries, adverbs, a form of a verb of the table, the particle that it governs."""
    known = lexicon()
    leave = _LEAVE.match(folded, start, end)
    own = leave and Span(*leave.span(leave.lastindex or 1))
    at = leave.end() if leave else start
    words = folded[at:end].split(" ")
    for index, word in enumerate(words):
        if index and words[index - 1] not in _before_verbs() and not is_adverb(words[index - 1]):
            return None
        readings = known.forms.get(word, ())
        for cut in range(index + 1, len(words) + 1) if readings else ():
            if cut > index + 1 and words[cut - 1] not in _before_verbs() and not is_adverb(words[cut - 1]):
                break
            particle = " ".join(words[cut:])
            for lemma, _ in readings:
                if rule := known.verbs.get((lemma, particle)):
                    tense, passive = _tense(words[:index], {tense for verb, tense in readings if verb == lemma})
                    if passive and rule.passive != "yes":
                        return None
                    if (
                        passive
                        and word in known.adjectives
                        and not (word == "encouraged" and folded.startswith(" to ", end))
                    ):
                        return None
                    if rule.weak and (
                        (leave and rule.act in ("state", "procedure", "propose"))
                        or (rule.act != "call" and _WISHES.intersection(words[:index]))
                    ):
                        return _speech_act(folded, Span(start, end), at, words[:index], lemma, rule)._replace(own=own)
                    return Hit(
                        start=start,
                        head=at,
                        end=end - 5 if particle.endswith("that") else end,
                        construction="verb",
                        lemma=f"{lemma} {particle}".strip(),
                        act=rule.act,
                        holder=rule.holder,
                        agreement=rule.agreement,
                        tense=tense,
                        passive=passive,
                        weak=bool(rule.weak),
                        first_person=rule.weak == "we",
                        own=own,
                        particle=particle,
                        rules=(rule.id,),
                    )
        at += len(word) + 1
    return None


def _own_of_leave(folded: str, span: Span) -> Span | None:
    """Return the first person in "Allow me to express my thanks"."""
    leave = _LEAVE.match(folded, *span)
    return Span(*leave.span(leave.lastindex or 1)) if leave else None


# "Let me thank": the speaker asks for leave to do what the verb says, and does it.
_LEAVE = re.compile(r"(?:let|allow|permit) (me|us) |may (i)(?:, [a-z ]{3,30},)? ")


def _speech_act(folded: str, span: Span, head: int, before: list[str], lemma: str, rule: CueRule) -> Hit:
    """Read "I would like to share": what one wants to do in one's speech conducts it, all else is its content."""
    end = head - 1 if "not" in before else span.end
    return Hit(
        start=span.start,
        head=head,
        end=end,
        construction="would-like-to",
        lemma=lemma,
        act="procedure",
        holder="",
        agreement="",
        tense="base",
        passive=False,
        weak=False,
        first_person=True,
        own=None,
        particle="",
        rules=("construction.would-like-to", rule.id),
    )


_WISHES = frozenset(("like", "want", "wish"))


def _tense(auxiliaries: list[str], forms: set[Tense]) -> tuple[Tense, bool]:
    """Return what a verb group is: its form, and whether it is a passive."""
    helpers = [word for word in auxiliaries if word in words_of("auxiliary")]
    if not helpers:
        for tense in ("base", "past", "s", "ing", "participle"):
            if tense in forms:
                return tense, False
        return "base", False
    last = helpers[-1]
    if last in words_of("be") and "participle" in forms:
        return "participle", True
    return (
        "ing"
        if last in words_of("be")
        else "past"
        if helpers[0] in {"has", "have", "had", "ve", "did", "was", "were"}
        else "base"
    ), False


@cache
def _before_verbs() -> frozenset[str]:
    """Return the words that a verb group may hold before its verb."""
    return words_of("auxiliary") | words_of("matrix") | words_of("adverb")
