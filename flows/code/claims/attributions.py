"""Attributions: the cue of each claim, and the source that its own words name."""

from collections.abc import Sequence

import numpy as np

from flows.code.claims.candidates import DEED, Candidate
from flows.code.claims.context import Context, Places
from flows.code.claims.linear import Linear, scores
from flows.code.claims.spans import Chosen, best_spans
from flows.code.layers import TAGS, Structure

_AUXILIARY = [index for index, name in enumerate(TAGS) if name.startswith("AUX")]
_NAMING = [index for index, name in enumerate(TAGS) if name in ("NOUN", "NOUNS", "ADJ", "ADV")]
_NOUNS = [index for index, name in enumerate(TAGS) if name in ("NOUN", "NOUNS")]
LONGEST_CUE = 16
LONGEST_SOURCE = 140


def claim_rows(start: Places, end: Places) -> tuple[Places, Places, Places]:
    """Return the tokens of all claims, where each claim's begin among them, and which claim each belongs to."""
    sizes = end - start
    first = np.concatenate(([0], np.cumsum(sizes)))
    owner = np.repeat(np.arange(len(start)), sizes)
    return np.arange(first[-1]) - first[owner] + start[owner], first, owner


def with_claims(context: Context, start: Places, end: Places) -> Context:
    """Return the context with columns for each token's place in its claim."""
    places, first, owner = claim_rows(start, end)
    size = len(context.rows)
    index, left = np.full(size, 9), np.full(size, 9)
    index[places] = np.minimum(np.arange(len(places)) - first[owner], 6)
    left[places] = np.minimum(first[owner + 1] - np.arange(len(places)), 6)
    return context.with_columns(in_claim=index, claim_left=left)


def find_cues(model: Linear, context: Context, start: Places, end: Places) -> Chosen:
    """Return the cue of each claim as tokens; `context` has the columns of `with_claims`."""
    places, first, _ = claim_rows(start, end)
    found = scores(model, len(places), lambda name, part: context.column(name, places[part]))
    return _in_tokens(best_spans(found, first, LONGEST_CUE), places)


def without_bare_nouns(cues: Chosen, structure: Structure, start: Places) -> Chosen:
    """Return the cues without those that are one noun behind other words: "notes" in "she took notes"."""
    size = len(structure.tag)
    if not size:
        return cues
    token = np.clip(cues.start, 0, size - 1)
    noun = np.isin(structure.tag[token], _NOUNS) & (structure.role[token] == 0)
    bare = (cues.end - cues.start == 1) & noun & (cues.start > start)
    return cues._replace(start=np.where(bare, -1, cues.start), end=np.where(bare, -1, cues.end))


def without_deeds(cues: Chosen, structure: Structure, candidates: Sequence[Candidate]) -> Chosen:
    """Return the cues without those whose verb, as it is used here, reports nothing by the tables: "took notes"."""
    deeds = [one.head for one in candidates if one.how == DEED]
    deed = (cues.start >= 0) & np.isin(cue_heads(structure, cues), deeds)
    return cues._replace(start=np.where(deed, -1, cues.start), end=np.where(deed, -1, cues.end))


def with_cues(context: Context, structure: Structure, start: Places, end: Places, cues: Chosen) -> Context:
    """Return the context with columns that relate the tokens of each claim that has a cue to it."""
    has = np.flatnonzero(cues.start >= 0)
    places, _, owner = claim_rows(start[has], end[has])
    size = len(context.rows)
    begin, stop = cues.start[has][owner], cues.end[has][owner]
    side = np.where(
        places < begin, np.minimum(begin - places, 9), np.where(places < stop, 20, 30 + np.minimum(places - stop, 9))
    )
    subjects = structure.subjects
    last = np.searchsorted(subjects.end, cues.start[has], side="right") - 1
    low = np.where(last >= 0, subjects.start[np.maximum(last, 0)] if len(subjects.start) else -1, -1)
    high = np.where(last >= 0, subjects.end[np.maximum(last, 0)] if len(subjects.end) else -1, -1)
    mine = np.where(
        (places >= low[owner]) & (places < high[owner]), 1 + (places == low[owner]) + 2 * (places == high[owner] - 1), 0
    )
    columns = {
        name: np.zeros(size, np.int64)
        for name in ("side", "cue_subject", "cue_lemma", "cue_passive", "cue_tag", "cue_verb")
    }
    columns["side"][places] = side
    columns["cue_subject"][places] = mine
    head = cue_heads(structure, cues)[has][owner]
    columns["cue_lemma"][places] = context.column("lemma", head)
    columns["cue_passive"][places] = context.column("passive", head)
    columns["cue_tag"][places] = structure.tag[head]
    columns["cue_verb"][places] = context.column("verb", head)
    return context.with_columns(**columns)


def find_sources(model: Linear, context: Context, start: Places, end: Places, cues: Chosen) -> Chosen:
    """Return the source of each claim with a cue, also one within that; `context` has the columns of `with_cues`."""
    has = np.flatnonzero(cues.start >= 0)
    places, first, _ = claim_rows(start[has], end[has])
    found = scores(model, len(places), lambda name, part: context.column(name, places[part]))
    chosen = _in_tokens(best_spans(found, first, LONGEST_SOURCE), places)
    result = Chosen(np.full(len(start), -1), np.full(len(start), -1), np.zeros(len(start), np.int32))
    result.start[has], result.end[has], result.score[has] = chosen
    return result


def cue_heads(structure: Structure, cues: Chosen) -> Places:
    """Return the token of each cue that has its meaning: its last verb, else last noun or adjective, else its last."""
    verb = structure.role != 0
    verb &= ~np.isin(structure.tag, _AUXILIARY)
    heads = np.concatenate(([-1], np.flatnonzero(verb)))
    found = heads[np.searchsorted(heads, cues.end) - 1]
    nouns = np.concatenate(([-1], np.flatnonzero(np.isin(structure.tag, _NAMING))))
    noun = nouns[np.searchsorted(nouns, cues.end) - 1]
    found = np.where(found >= cues.start, found, np.where(noun >= cues.start, noun, cues.end - 1))
    return np.where(cues.start >= 0, found, 0)


def _in_tokens(chosen: Chosen, places: Places) -> Chosen:
    if not len(places):
        return chosen
    has = chosen.start >= 0
    start = np.where(has, places[np.maximum(chosen.start, 0)], -1)
    end = np.where(has, places[np.maximum(chosen.end - 1, 0)] + 1, -1)
    return chosen._replace(start=start, end=end)
