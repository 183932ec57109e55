"""Spans made of the model's answers: noun phrases, verb groups and subjects, each found for a whole batch at once."""

from typing import NamedTuple

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

Places = npt.NDArray[np.intp]


_NOMINAL, _HEAD, _PRONOUN, _WH, _AUX = (1 << bit for bit in range(5))
_CLASSES = {
    _NOMINAL: ("DET", "ADJ", "NUM", "NOUN", "NOUNS", "PROPN", "PRON"),
    _HEAD: ("NUM", "NOUN", "NOUNS", "PROPN", "PRON"),
    _PRONOUN: ("PRON",),
    _WH: ("PRON-wh", "ADV-wh"),
    _AUX: ("AUX-fin", "AUX-base", "AUX-ing", "AUX-pp"),
}
_CLASSES_OF_TAG = np.array([sum(bit for bit, names in _CLASSES.items() if name in names) for name in TAGS], np.uint8)
_DET, _PART, _ADP, _ADV, _SCONJ, _PP = (TAGS.index(name) for name in ("DET", "PART", "ADP", "ADV", "SCONJ", "VERB-pp"))
_WHO, _CCONJ = TAGS.index("PRON-wh"), TAGS.index("CCONJ")
_FINITE = np.array([name.startswith("finite") for name in ROLES])
_AUXILIARY, _MAIN = ROLES.index("auxiliary"), ROLES.index("finite-main")
_SUBJECT, _SUBJECT_ON, _AGENT, _AGENT_ON = 1, 2, 3, 4  # in SPANS


class Forms(NamedTuple):
    """Which tokens are of a class of words (verb_words.csv)."""

    be: Flags
    negation: Flags
    to: Flags
    that: Flags
    quote: Flags
    hyphen: Flags
    comma: Flags


def noun_phrases(sentences: Sentences, tokens: Tokens, answers: Answers, forms: Forms) -> NounPhrases:
    """Return the runs of determiners, adjectives and nouns that hold a noun, number or pronoun."""
    tag = answers.tag
    classes = _CLASSES_OF_TAG.take(tag)
    inside = (classes & _NOMINAL) > 0
    tight = np.zeros(len(tag) + 1, np.bool_)  # no space before it
    tight[1:-1] = (tokens.start[1:] == tokens.end[:-1]) & (tokens.sentence[1:] == tokens.sentence[:-1])
    between = np.zeros(len(tag), np.bool_)
    between[1:-1] = inside[:-2] & inside[2:] & tight[1:-2]
    inside |= between & ((forms.hyphen & tight[1:]) | (tag == _PART))
    determiner = tag == _DET
    opens = (determiner & ~_after(determiner)) | ((classes & _PRONOUN) > 0)
    opens[1:] &= ~between[:-1]
    start, end = _runs(inside, opens | _sentence_starts(sentences, len(tag)))
    head = _last_at((classes & _HEAD) > 0, end)
    kept = head >= start
    return NounPhrases(_ints(start[kept]), _ints(end[kept]), _ints(head[kept]))


def verb_groups(
    sentences: Sentences, tokens: Tokens, answers: Answers, forms: Forms, phrases: NounPhrases
) -> VerbGroups:
    """Return a group for each verb that is no auxiliary; its subject is not yet known."""
    role, tag, count = answers.role, answers.tag, len(answers.role)
    auxiliary = role == _AUXILIARY
    head = np.flatnonzero((role != 0) & ~auxiliary)
    first, stop = _bounds(sentences, tokens, head)
    opener = auxiliary | (forms.to & (tag == _PART))
    inside = opener | (tag == _ADV) | forms.negation
    before = np.maximum(_last_at(~inside, head) + 1, first)
    start = np.minimum(_next_at(opener, before), head)
    start = _with_inverted(start, head, first, tag, role, phrases)
    end = head + 1
    behind = np.minimum(end, max(count - 1, 0))
    is_auxiliary = ((_CLASSES_OF_TAG[tag[head]] & _AUX) > 0) | forms.be[head]
    late = is_auxiliary & (end < stop) & forms.negation[behind]  # "is not", "is never"
    end = end + late
    passive = (tag[head] == _PP) & (_counted(forms.be & auxiliary, start, head) > 0)
    negated = late | (_counted(forms.negation, start, head) > 0)
    complement, complement_start = _complements(tokens, answers, forms, phrases, head, end, stop)
    agent_start, agent_end = _agents(answers, forms, head, start, stop, passive)
    none = np.full(len(head), -1, np.int32)
    return VerbGroups(
        _ints(start), _ints(end), _ints(head), role[head], none, passive, negated,
        complement, complement_start, agent_start, agent_end,
    )  # fmt: skip


def subjects(
    sentences: Sentences, tokens: Tokens, answers: Answers, groups: VerbGroups, phrases: NounPhrases
) -> tuple[Subjects, VerbGroups]:
    """Return the subject phrases, each with the verb group that follows it, and the groups with their subjects."""
    starts = _sentence_starts(sentences, len(answers.tag))
    inside = (answers.span == _SUBJECT) | (answers.span == _SUBJECT_ON)
    start, end = _runs(inside, (answers.span == _SUBJECT) | starts)
    finite = np.flatnonzero(_FINITE[groups.role])
    own = np.full(len(start), -1, np.intp)
    subject = np.full(len(groups.start), -1, np.intp)
    if len(start) and len(finite):
        head = groups.head[finite].astype(np.intp)
        following = np.searchsorted(head, end)
        has = following < len(finite)
        has[has] = tokens.sentence[head[following[has]]] == tokens.sentence[start[has]]
        own[has] = finite[following[has]]
        every = np.arange(len(start))
        main = every[has & (groups.role[own] == _MAIN)]
        subject[finite] = _latest(every, start, end, head, tokens.sentence)
        better = _latest(main, start[main], end[main], head, tokens.sentence)
        chosen = (groups.role[finite] == _MAIN) & (better >= 0)
        subject[finite[chosen]] = better[chosen]
        place = np.maximum(groups.start[finite] - 1, 0)
        subject[finite[(answers.span[head] >= _AGENT) | (answers.span[place] >= _AGENT)]] = -1
    return _with_nested(
        Subjects(_ints(start), _ints(end), _ints(own)), groups._replace(subject=_ints(subject)), answers, phrases
    )


def _with_nested(
    found: Subjects, groups: VerbGroups, answers: Answers, phrases: NounPhrases
) -> tuple[Subjects, VerbGroups]:
    """Add the subjects of verbs inside other phrases, of which the model marks the outermost only: "who said that"."""
    verb = np.flatnonzero(_FINITE[groups.role] & (groups.subject < 0) & (groups.start > 0))
    verb = verb[answers.span[groups.start[verb] - 1] > 0]
    place = groups.start[verb].astype(np.intp)
    phrase = np.searchsorted(phrases.end, place)
    is_phrase = phrase < len(phrases.end)
    is_phrase[is_phrase] = phrases.end[phrase[is_phrase]] == place[is_phrase]
    begin = place - 1
    begin[is_phrase] = phrases.start[phrase[is_phrase]]
    kept = is_phrase | (answers.tag[place - 1] == _WHO)
    verb, begin, place = verb[kept], begin[kept], place[kept]
    start = np.concatenate([found.start, begin])
    end = np.concatenate([found.end, place])
    order = np.lexsort((-end, start))
    rank = np.empty(len(order), np.intp)
    rank[order] = np.arange(len(order))
    subject = groups.subject.copy()
    subject[subject >= 0] = rank[subject[subject >= 0]]
    subject[verb] = rank[len(found.start) :]
    own = np.concatenate([found.group, verb])[order]
    return Subjects(_ints(start[order]), _ints(end[order]), _ints(own)), groups._replace(subject=subject)


def _latest(which: Places, start: Places, end: Places, verb: Places, sentence: Ints) -> Places:
    """Return the last phrase that ends before each verb, in the same sentence; -1 where the verb is in a phrase."""
    if not len(which):
        return np.full(len(verb), -1, np.intp)
    last = np.searchsorted(end, verb, side="right") - 1
    around = np.searchsorted(start, verb, side="right") - 1
    good = (last >= 0) & ~((around >= 0) & (end[around] > verb))
    good &= sentence[start[last]] == sentence[verb]
    return np.where(good, which[last], -1)


def _with_inverted(start: Places, head: Places, first: Places, tag: Codes, role: Codes, phrases: NounPhrases) -> Places:
    """Return the starts, at the auxiliary before the subject in a question: "Do we need"."""
    if not len(phrases.start):
        return start
    phrase = np.searchsorted(phrases.end, start, side="right") - 1
    place = phrases.start[phrase] - 1
    found = (phrase >= 0) & (phrases.end[phrase] == start) & (start == head) & (place >= first) & _FINITE[role[head]]
    found &= (role[place] == _AUXILIARY) & (tag[head] != TAGS.index("VERB-fin"))
    return np.where(found, place, start)


def _complements(
    tokens: Tokens, answers: Answers, forms: Forms, phrases: NounPhrases, head: Places, end: Places, stop: Places
) -> tuple[Codes, Ints]:
    """Return what each verb takes, as the model says, and the first token there that can begin it."""
    tag = answers.tag
    kind = answers.complement[head].copy()
    begins = np.zeros(len(tag), np.bool_)
    begins[phrases.start] = True
    clause = answers.clause > 0
    candidates = {
        "that": forms.that & ((tag == _SCONJ) | clause),
        "to": forms.to & (tag == _PART),
        "object": begins,
        "quotation": forms.quote,
        "wh": ((_CLASSES_OF_TAG.take(tag) & _WH) > 0) | clause,
        "preposition": tag == _ADP,
        "clause": clause | begins | (answers.span == _SUBJECT),
    }
    found = np.full(len(head), -1, np.intp)
    for name, flags in candidates.items():
        which = np.flatnonzero(kind == COMPLEMENTS.index(name))
        at = _next_at(flags, end[which])
        found[which] = np.where(at < stop[which], at, -1)
    kind[found < 0] = 0
    return kind, _ints(found)


def _agents(
    answers: Answers, forms: Forms, head: Places, group: Places, stop: Places, passive: Flags
) -> tuple[Ints, Ints]:
    """Return the agent of each passive: the phrase that the model marks before the next verb's.

    One that reaches to a finite verb has swallowed its subject ("by the Group, and the Chair called"): it is cut.
    """
    inside = (answers.span == _AGENT) | (answers.span == _AGENT_ON)
    begin, end = _runs(inside, answers.span == _AGENT)
    wall = _next_at(forms.comma | (answers.tag == _CCONJ) | (answers.tag == _WHO), begin + 1)
    finite = np.zeros(len(answers.tag) + 1, np.bool_)
    finite[group[_FINITE[answers.role[head]]]] = True
    end = np.where(finite[end], np.minimum(end, wall), end)
    start, last = np.full(len(head), -1, np.intp), np.full(len(head), -1, np.intp)
    if len(begin):
        verb = np.flatnonzero(passive)
        before = np.searchsorted(head[verb], begin) - 1  # the last passive before each agent
        good = before >= 0
        chosen = verb[before[good]]
        near = begin[good] < stop[chosen]
        start[chosen[near]], last[chosen[near]] = begin[good][near], end[good][near]
    return _ints(start), _ints(last)


def _bounds(sentences: Sentences, tokens: Tokens, places: Places) -> tuple[Places, Places]:
    """Return the first token of the sentence of each place, and the first one after it."""
    sentence = tokens.sentence[places]
    return sentences.first[sentence].astype(np.intp), sentences.first[sentence + 1].astype(np.intp)


def _runs(inside: Flags, breaks: Flags) -> tuple[Places, Places]:
    """Return the bounds of the runs of what is inside; a run also ends where another begins at a break."""
    starts = np.flatnonzero(inside & (breaks | ~_after(inside)))
    ends = np.flatnonzero(inside[:-1] & (breaks[1:] | ~inside[1:])) + 1
    return starts, ends if len(ends) == len(starts) else np.append(ends, len(inside))


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
    found: Places = places[_counts(flags)[end]]
    return found


def _next_at(flags: Flags, start: Places) -> Places:
    """Return the first flagged token from each start on; the number of all tokens where there is none."""
    places = np.append(np.flatnonzero(flags), len(flags))
    found: Places = places[np.searchsorted(places[:-1], start)]
    return found


def _counted(flags: Flags, start: Places, end: Places) -> Places:
    total = _counts(flags)
    found: Places = total[end] - total[start]
    return found


def _counts(flags: Flags) -> Ints:
    """Return how many flagged tokens are before each token, and how many there are."""
    found = np.zeros(len(flags) + 1, np.int32)
    np.cumsum(flags, out=found[1:])
    return found


def _ints(values: Places) -> Ints:
    return values.astype(np.int32)
