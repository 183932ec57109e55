"""Widening: words that belong to a cue or a source by the tables, beside what the models found."""

from typing import Any

import numpy as np

from flows.code.claims.context import Places
from flows.code.claims.spans import Chosen
from flows.code.lang.language import Uses, language
from flows.code.layers import Tokens

_BACK = 3  # tokens before a part that the words may begin


def widen_cues(name: str, cues: Chosen, start: Places, tokens: Tokens) -> Chosen:
    """Return the cues with a negation right before them: "no longer" in "no longer support"."""
    return _widened(cues, start, tokens, language(name).negations, ("verb", "cancels"), False)


def widen_sources(name: str, sources: Chosen, start: Places, tokens: Tokens) -> Chosen:
    """Return the sources with the words of quantity before them, as in "not a single delegation", and their bracket."""
    wider = _widened(sources, start, tokens, language(name).negations, ("subject", "weak", "pseudo"), True)
    wider = _widened(wider, start, tokens, language(name).quantifiers, None, True)
    return _closed(_widened(wider, start, tokens, language(name).number_limits, None, True), tokens)


def _closed(parts: Chosen, tokens: Tokens) -> Chosen:
    """Return the parts with the bracket behind them that closes one in them: "Ms. Zhou (China)"."""
    opening, closing = (np.array([form == mark for form in tokens.words.folded], np.bool_) for mark in "()")
    if not len(opening):
        return parts
    opened = np.concatenate(([0], np.cumsum(opening[tokens.form].astype(np.int64) - closing[tokens.form])))
    has = (parts.start >= 0) & (parts.end < len(tokens.form))
    low, high = np.where(has, parts.start, 0), np.where(has, parts.end, 0)
    closes = has & (opened[high] - opened[low] == 1) & closing[tokens.form[high]]
    return parts._replace(end=parts.end + closes)


def _widened(
    parts: Chosen,
    start: Places,
    tokens: Tokens,
    table: Uses[Any],
    kinds: tuple[str, ...] | None,
    into: bool,
) -> Chosen:
    """Return the parts with words of a table that end right before them, or `into` them."""
    forms, ids = tokens.words.folded, tokens.form
    known = np.array([form in table for form in forms], np.bool_)
    has = parts.start > start
    near = np.zeros(len(parts.start), np.bool_)
    for back in range(1, _BACK + 1):
        near |= has & known[ids[np.maximum(parts.start - back, 0)]]
    wider = parts.start.copy()
    for row in np.flatnonzero(near).tolist():
        first, end = int(parts.start[row]), int(parts.end[row])
        for at in range(max(first - _BACK, int(start[row])), first):
            words = tuple(forms[form] for form in ids[at:end].tolist())
            lengths = [
                len(use.words)
                for use in table.get(words[0], ())
                if words[: len(use.words)] == use.words and (kinds is None or use.row.kind in kinds)
            ]
            if any(at + length >= first if into else at + length == first for length in lengths):
                wider[row] = at
                break
    return parts._replace(start=wider)
