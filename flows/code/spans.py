"""Spans made of the model's answers: subjects, verb groups and noun phrases, each found for a whole batch at once."""

import csv
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from flows.code.inference import Answers
from flows.code.layers import (
    COMPLEMENTS,
    ROLES,
    TAGS,
    Codes,
    Flags,
    Ints,
    NounPhrases,
    Sentences,
    Subjects,
    Tokens,
    VerbGroups,
)

Places = npt.NDArray[np.int64]


def _of_tags(*names: str) -> npt.NDArray[np.bool_]:
    return np.array([name in names for name in TAGS])


_NOMINAL = _of_tags("DET", "ADJ", "NUM", "NOUN", "NOUNS", "PROPN", "PRON")
_HEAD = _of_tags("NUM", "NOUN", "NOUNS", "PROPN", "PRON")
_OPENS = _of_tags("DET", "PRON")
_ADVERB = _of_tags("ADV")
_WH = _of_tags("PRON-wh", "ADV-wh")
_FINITE = np.array([name.startswith("finite") for name in ROLES])
_AUXILIARY, _MAIN = ROLES.index("auxiliary"), ROLES.index("finite-main")
_QUOTES = frozenset('"“”„«»')


@lru_cache(maxsize=4)
def _classes(language: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with (language / "verb_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["class"], []).append(row["word"])
    return found


def is_one_of(tokens: Tokens, forms: frozenset[str] | list[str]) -> Flags:
    """Return which tokens are one of these folded forms."""
    known = set(forms)
    return np.array([form in known for form in tokens.words.folded], np.bool_)[tokens.form]


def noun_phrases(sentences: Sentences, tokens: Tokens, answers: Answers) -> NounPhrases:
    """Return the runs of determiners, adjectives and nouns that hold a noun, number or pronoun."""
    inside = _NOMINAL[answers.tag]
    tight = np.zeros(len(inside), np.bool_)  # no space before it
    tight[1:] = (tokens.start[1:] == tokens.end[:-1]) & (tokens.sentence[1:] == tokens.sentence[:-1])
    between = np.zeros(len(inside), np.bool_)
    between[1:-1] = inside[:-2] & inside[2:] & tight[1:-1]
    joined = np.append(tight[1:], False)
    hyphen = between & joined & is_one_of(tokens, ["-"])
    possessive = between & (answers.tag == TAGS.index("PART"))
    inside = inside | hyphen | possessive
    opens = _OPENS[answers.tag] & ~_after(_OPENS[answers.tag] & (answers.tag == TAGS.index("DET")))
    start, end = _runs(inside, opens | _sentence_starts(sentences, len(inside)))
    head = _last_at(_HEAD[answers.tag], end)
    kept = head >= start
    return NounPhrases(_ints(start[kept]), _ints(end[kept]), _ints(head[kept]))


def verb_groups(
    sentences: Sentences, tokens: Tokens, answers: Answers, phrases: NounPhrases, language: Path
) -> VerbGroups:
    """Return a group for each verb that is no auxiliary; its subject is not yet known."""
    classes = _classes(language)
    role, tag, count = answers.role, answers.tag, len(answers.role)
    auxiliary = role == _AUXILIARY
    negation = is_one_of(tokens, classes["negation"])
    opener = auxiliary | (is_one_of(tokens, classes["to"]) & (tag == TAGS.index("PART")))
    head = np.flatnonzero((role != 0) & ~auxiliary)
    begins = _sentence_starts(sentences, count)
    inside = opener | _ADVERB[tag] | negation
    wall = np.maximum.accumulate(np.where(~inside, np.arange(count), np.where(begins, np.arange(count) - 1, -1)))
    before = np.where(head > 0, wall[np.maximum(head - 1, 0)], -1) + 1
    before = np.where(begins[head], head, before)
    opening = np.append(np.flatnonzero(opener), count)
    start = np.minimum(opening[np.searchsorted(opening, before)], head)
    be = is_one_of(tokens, classes["be"]) & auxiliary
    passive = (tag[head] == TAGS.index("VERB-pp")) & (_counted(be, start, head) > 0)
    negated = (
        _counted(negation, start, head)
        + (negation & ~_sentence_starts(sentences, count))[np.minimum(head + 1, count - 1)]
        * (np.char.startswith(np.array(TAGS)[tag[head]], "AUX") if len(head) else 0)
        > 0
    )
    end = head + 1
    complement, complement_start = _complements(tokens, sentences, answers, phrases, end, classes)
    agent_start, agent_end = _agents(tokens, sentences, answers, phrases, head, passive, classes)
    none = np.full(len(head), -1)
    return VerbGroups(
        _ints(start), _ints(end), _ints(head), role[head], _ints(none), passive, negated,
        complement, complement_start, agent_start, agent_end,
    )  # fmt: skip


def subjects(sentences: Sentences, tokens: Tokens, answers: Answers, groups: VerbGroups) -> tuple[Subjects, VerbGroups]:
    """Return the subject phrases, each with the verb group that follows it, and the groups with their subjects."""
    start, end = _runs(answers.subject > 0, (answers.subject == 1) | _sentence_starts(sentences, len(answers.tag)))
    finite = np.flatnonzero(_FINITE[groups.role])
    begin = groups.start[finite].astype(np.int64)
    sentence = tokens.sentence
    following = np.searchsorted(begin, end)
    own = np.full(len(start), -1)
    has = following < len(finite)
    own[has] = finite[following[has]]
    own = np.where((own >= 0) & (sentence[groups.start[own]] == sentence[start]), own, -1) if len(groups.start) else own
    subject = np.full(len(groups.start), -1)
    if len(start) and len(finite):
        main = np.flatnonzero((own >= 0) & (groups.role[own] == _MAIN))
        subject[finite] = _latest(np.arange(len(start)), start, end, begin, sentence)
        chosen = groups.role[finite] == _MAIN
        better = _latest(main, start[main], end[main], begin, sentence) if len(main) else np.full(len(finite), -1)
        subject[finite] = np.where(chosen & (better >= 0), better, subject[finite])
    return Subjects(_ints(start), _ints(end), _ints(own)), groups._replace(subject=_ints(subject))


def _latest(which: Places, start: Places, end: Places, begin: Places, sentence: Ints) -> Places:
    """Return the last span that ends before each beginning, in the same sentence; -1 where that lies in a span."""
    last = np.searchsorted(end, begin, side="right") - 1
    good = last >= 0
    good[good] = sentence[start[last[good]]] == sentence[begin[good]]
    around = np.searchsorted(start, begin, side="right") - 1
    inside = (around >= 0) & (end[np.maximum(around, 0)] > begin)
    return np.where(good & ~inside, which[np.maximum(last, 0)], -1)


def _complements(
    tokens: Tokens,
    sentences: Sentences,
    answers: Answers,
    phrases: NounPhrases,
    end: Places,
    classes: dict[str, list[str]],
) -> tuple[Codes, Ints]:
    count, tag = len(answers.tag), answers.tag
    stop = sentences.first[1:][tokens.sentence[np.maximum(end - 1, 0)]] if len(end) else end
    skipped = np.append(~_ADVERB[tag], True)
    at = np.flatnonzero(skipped)[np.searchsorted(np.flatnonzero(skipped), end)]
    inside = at < stop
    at = np.minimum(at, max(count - 1, 0))
    form = is_one_of(tokens, classes["that"])
    starts = np.zeros(count, np.bool_)
    starts[phrases.start] = True
    kinds = (
        ("quotation", is_one_of(tokens, _QUOTES)),
        ("that", form & (tag == TAGS.index("SCONJ"))),
        ("to", is_one_of(tokens, classes["to"]) & (tag == TAGS.index("PART"))),
        ("wh", _WH[tag]),
        ("clause", answers.clause == 4),
        ("object", starts),
        ("preposition", tag == TAGS.index("ADP")),
    )
    kind = np.select([flags[at] & inside for _, flags in kinds], [COMPLEMENTS.index(name) for name, _ in kinds], 0)
    return kind.astype(np.uint8), _ints(np.where(kind > 0, at, -1))


def _agents(
    tokens: Tokens,
    sentences: Sentences,
    answers: Answers,
    phrases: NounPhrases,
    head: Places,
    passive: Flags,
    classes: dict[str, list[str]],
) -> tuple[Ints, Ints]:
    """Return the noun phrase behind the next "by" of a passive, where no other verb comes between."""
    start, end = np.full(len(head), -1), np.full(len(head), -1)
    by = np.append(
        np.flatnonzero(is_one_of(tokens, classes["by"]) & (answers.tag == TAGS.index("ADP"))), len(answers.tag)
    )
    following = by[np.searchsorted(by, head)]
    limit = np.append(head[1:], len(answers.tag))
    found = passive & (following < limit)
    found[found] &= tokens.sentence[following[found]] == tokens.sentence[head[found]]
    if len(phrases.start):
        phrase = np.searchsorted(phrases.start, following + 1)
        real = np.minimum(phrase, len(phrases.start) - 1)
        found &= phrases.start[real] == following + 1
        start[found], end[found] = phrases.start[real[found]], phrases.end[real[found]]
    return _ints(start), _ints(end)


def _runs(inside: Flags, breaks: Flags) -> tuple[Places, Places]:
    """Return the bounds of the runs of what is inside; a run also ends where another begins at a break."""
    start = inside & (breaks | ~_after(inside))
    stop = np.append(~inside | start, True)
    starts = np.flatnonzero(start)
    stops = np.flatnonzero(stop)
    return starts, stops[np.searchsorted(stops, starts, side="right")]


def _after(flags: Flags) -> Flags:
    moved = np.zeros_like(flags)
    moved[1:] = flags[:-1]
    return moved


def _sentence_starts(sentences: Sentences, count: int) -> Flags:
    found = np.zeros(count + 1, np.bool_)
    found[sentences.first] = True
    return found[:-1]


def _last_at(flags: Flags, end: Places) -> Places:
    """Return the last flagged token before each end; -1 where there is none."""
    places = np.concatenate(([-1], np.flatnonzero(flags)))
    found: Places = places[np.searchsorted(places, end) - 1]
    return found


def _counted(flags: Flags, start: Places, end: Places) -> Places:
    total = np.concatenate(([0], np.cumsum(flags)))
    found: Places = total[end] - total[start]
    return found


def _ints(values: npt.NDArray[np.int64]) -> Ints:
    return values.astype(np.int32)
