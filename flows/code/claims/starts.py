"""Starts: where in a sentence a further claim begins."""

import numpy as np

from flows.code.claims.context import Context, Places
from flows.code.claims.linear import Linear, scores
from flows.code.lang.language import language
from flows.code.layers import TAGS, Sentences, Structure, Tokens

_MARK, _JOINING = TAGS.index("PUNCT"), TAGS.index("CCONJ")
_AFTER = np.array([name in ("PUNCT", "CCONJ", "ADV-wh") for name in TAGS])
_NEVER = np.array([name in ("PUNCT", "CCONJ") for name in TAGS])
_PARTICIPLE = TAGS.index("VERB-ing")


def start_candidates(sentences: Sentences, structure: Structure) -> Places:
    """Return the tokens at which a claim may begin, but for the first of each sentence."""
    tag = structure.tag
    first = np.zeros(len(tag) + 1, np.bool_)
    first[sentences.first] = True
    before = np.zeros(len(tag), np.bool_)
    before[1:] = _AFTER[tag[:-1]]
    return np.flatnonzero((before | (tag == _PARTICIPLE)) & ~_NEVER[tag] & ~first[:-1])


def claim_starts(
    name: str, model: Linear, context: Context, sentences: Sentences, tokens: Tokens, structure: Structure
) -> Places:
    """Return the tokens at which a further claim of a sentence begins."""
    places = start_candidates(sentences, structure)
    found = scores(model, len(places), lambda name, part: context.column(name, places[part]))
    quoted = context.column("quoted", places) > 0  # what is quoted is one
    chosen = places[(found[:, 0] > 0) & ~quoted]
    cancels = [use.words for uses in language(name).negations.values() for use in uses if use.row.kind == "cancels"]
    return np.array([place for place in chosen.tolist() if not _follows(tokens, place, cancels)], np.int64)


def _follows(tokens: Tokens, place: int, phrases: list[tuple[str, ...]]) -> bool:
    """Return whether one of the phrases ends right before a token."""
    before = tuple(tokens.words.folded[form] for form in tokens.form[max(place - _LONGEST, 0) : place].tolist())
    return any(before[-len(words) :] == words for words in phrases)


_LONGEST = 8  # tokens of a phrase
