"""Starts: where in a sentence a further claim begins."""

import numpy as np

from flows.code.claims.context import Context, Places
from flows.code.claims.linear import Linear, scores
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


def claim_starts(model: Linear, context: Context, sentences: Sentences, structure: Structure) -> Places:
    """Return the tokens at which a further claim of a sentence begins."""
    places = start_candidates(sentences, structure)
    found = scores(model, len(places), lambda name, part: context.column(name, places[part]))
    quoted = context.column("quoted", places) > 0  # what is quoted is one
    return places[(found[:, 0] > 0) & ~quoted]
