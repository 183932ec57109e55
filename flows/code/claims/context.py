"""Context: for each token what stands around it in its sentence, as columns that the claims' models read."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.claims.lexical import lexical_columns, text_hash
from flows.code.layers import ROLES, TAGS, Sentences, Structure, Tokens

Numbers = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
PAD = 4  # rows before and after a sentence; no template reads further
_EMPTY = np.uint32(0x9D)
_FINITE = tuple(index for index, name in enumerate(ROLES) if name.startswith("finite"))
_SKIPPED = np.array([name.startswith("AUX") or name in ("ADV", "PART") for name in TAGS])


class Context(NamedTuple):
    """Columns over the tokens of a batch with empty rows between sentences; `rows` is where each token stands."""

    columns: dict[str, Numbers]
    rows: Places

    def column(self, name: str, tokens: Places) -> Numbers:
        """Return a column at these tokens; "name@-1" is the token before each, within its sentence."""
        base, _, offset = name.partition("@")
        found: Numbers = self.columns[base][self.rows[tokens] + int(offset or 0)]
        return found

    def with_columns(self, **columns: npt.NDArray[Any]) -> "Context":
        """Return the context with further columns, given for each token."""
        size = len(next(iter(self.columns.values())))
        return Context(
            self.columns | {name: _padded(values, self.rows, size) for name, values in columns.items()}, self.rows
        )


def add_context(language: str, sentences: Sentences, tokens: Tokens, structure: Structure) -> Context:
    """Return the context of the tokens of a batch."""
    count, first = len(tokens.form), sentences.first.astype(np.int64)
    lexical = lexical_columns(language, tokens)
    begin = first[:-1][tokens.sentence]
    place = np.arange(count)
    subjects = structure.subjects
    latest = np.searchsorted(subjects.end, place, side="right") - 1
    known = latest >= 0
    known[known] = subjects.start[latest[known]] >= begin[known]
    latest = np.where(known, latest, -1)
    heads = _heads(subjects.start.astype(np.int64), subjects.end.astype(np.int64), structure)

    def of_subject(values: npt.NDArray[Any], at: Places) -> Numbers:
        if not len(at):
            return np.full(count, 7, np.uint32)
        return np.where(known, values[at[np.maximum(latest, 0)]], 7).astype(np.uint32)

    loud = np.concatenate(([0], np.cumsum(~_SKIPPED[structure.tag])))
    behind = subjects.end[np.maximum(latest, 0)] if len(subjects.end) else np.zeros(count, np.int64)
    gap = np.where(known, np.minimum(loud[place] - loud[behind], 3), 9)
    inside = np.zeros(count + 1, np.int64)
    np.add.at(inside, subjects.start, 1)
    np.add.at(inside, subjects.end, -1)
    finite = np.isin(structure.role, _FINITE)
    main = structure.role == ROLES.index("finite-main")
    group = np.full(count, -1)
    groups = structure.groups
    group[groups.head] = np.arange(len(groups.head))
    subject = np.where(group >= 0, groups.subject[group], -1) if len(groups.head) else group
    own = subject >= 0
    return Context({}, place + PAD * (tokens.sentence.astype(np.int64) + 1))._replace(
        columns=_columns(
            place + PAD * (tokens.sentence.astype(np.int64) + 1),
            count + PAD * len(first),
            {
                **lexical,
                "one": np.ones(count, np.uint32),
                "tag": structure.tag,
                "role": structure.role,
                "clause": structure.clause,
                "subject_kind": of_subject(lexical["holder"] + lexical["case"], heads),
                "subject_lemma": of_subject(lexical["lemma"], heads),
                "subject_class50": of_subject(lexical["class50"], heads),
                "subject_class200": of_subject(lexical["class200"], heads),
                "subject_first": of_subject(lexical["form"], subjects.start.astype(np.int64)),
                "gap": gap,
                "in_subject": np.cumsum(inside)[:-1] > 0,
                "finite_before": np.minimum(_before(finite, begin), 3),
                "main_before": np.minimum(_before(main, begin), 2),
                "position": np.minimum(place - begin, 6),
                "passive": np.where(group >= 0, groups.passive[group], 2) if len(groups.head) else group,
                "complement": np.where(group >= 0, groups.complement[group], 9) if len(groups.head) else group,
                "own_subject": own,
                **_around(sentences, structure, lexical, finite, main, begin),
            },
        )
    )


def _around(
    sentences: Sentences,
    structure: Structure,
    lexical: dict[str, Numbers],
    finite: npt.NDArray[np.bool_],
    main: npt.NDArray[np.bool_],
    begin: Places,
) -> dict[str, npt.NDArray[Any]]:
    """Return what comes before and after a token further off: verbs, "that", marks."""
    count = len(finite)
    place = np.arange(count)
    end = begin + np.diff(sentences.first)[_sentence_of(sentences, count)]
    heads = np.append(np.flatnonzero(finite), count)
    following = heads[np.searchsorted(heads, place)]
    near = following < end
    mains = np.concatenate(([-1], np.flatnonzero(main)))
    last = mains[np.searchsorted(mains, place) - 1]
    has = last >= begin
    at = np.maximum(last, 0)
    that = (lexical["form"] == text_hash("that")) & (structure.tag == TAGS.index("SCONJ"))
    quotes = np.isin(lexical["form"], [text_hash(mark) for mark in '"“”'])
    subjects = np.zeros(count, np.bool_)
    subjects[structure.subjects.start] = True
    following = np.minimum(following, max(count - 1, 0))
    return {
        "next_finite": np.where(near, np.minimum(following - place, 8), 9),
        "next_role": np.where(near, structure.role[following], 9) if count else place,
        "next_lemma": np.where(near, lexical["lemma"][following], 9) if count else place,
        "last_verb": np.where(has, lexical["verbs"][at], 9) if count else place,
        "next_class200": np.where(near, lexical["class200"][following], 9) if count else place,
        "last_class200": np.where(has, lexical["class200"][at], 9) if count else place,
        "last_lemma": np.where(has, lexical["lemma"][at], 9) if count else place,
        "since_main": np.where(has, np.minimum(place - last, 12), 13),
        "that_before": np.minimum(_before(that, begin), 2),
        "that_since": np.where(has, _before(that, at), 9) > 0,
        "quoted": _before(quotes, begin) % 2,
        "subject_here": subjects,
        "opening": lexical["form"][begin] if count else place,
        "opening_tag": structure.tag[begin] if count else place,
        "to_end": np.minimum(end - place, 6),
    }


def _sentence_of(sentences: Sentences, count: int) -> Places:
    return np.repeat(np.arange(len(sentences.start)), np.diff(sentences.first))[:count]


def _columns(rows: Places, size: int, columns: dict[str, npt.NDArray[Any]]) -> dict[str, Numbers]:
    return {name: _padded(values, rows, size) for name, values in columns.items()}


def _padded(values: npt.NDArray[Any], rows: Places, size: int) -> Numbers:
    found = np.full(size, _EMPTY, np.uint32)
    found[rows] = values.astype(np.uint32)
    return found


def _before(flags: npt.NDArray[np.bool_], begin: Places) -> Places:
    """Return how many flags stand before each token in its sentence."""
    total = np.concatenate(([0], np.cumsum(flags)))
    found: Places = total[: len(flags)] - total[begin]
    return found


_NOMINAL = np.array([name in ("NOUN", "NOUNS", "PROPN", "PRON", "NUM") for name in TAGS])
_BREAK = np.array(
    [
        name in ("ADP", "PUNCT", "PRON-wh", "SCONJ", "CCONJ", "VERB-fin", "VERB-ing", "VERB-base", "AUX-fin")
        for name in TAGS
    ]
)


def _heads(start: Places, end: Places, structure: Structure) -> Places:
    """Return the last noun of each phrase before its first postmodifier."""
    if not len(start):
        return start
    size = len(structure.tag)
    breaks = np.append(np.flatnonzero(_BREAK[structure.tag]), size)
    stop = np.minimum(breaks[np.searchsorted(breaks, start + 1)], end)
    nominal = np.concatenate(([-1], np.flatnonzero(_NOMINAL[structure.tag])))
    last = nominal[np.searchsorted(nominal, stop) - 1]
    return np.where(last >= start, last, end - 1)
