"""Hits: the constructions of `rules/` that a text matches, as columns over its tokens, for the models to weigh."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from flows.code.claims.lexical import text_hash
from flows.code.layers import Sentences, Tokens
from flows.code.units.cue_patterns import scans
from flows.code.units.cues import Hit, find_cues
from flows.code.units.patterns import scan

COLUMNS = ("hit", "hit_kind", "hit_act", "hit_sort")


def find_hits(folded: Sequence[str]) -> list[list[Hit]]:
    """Return the cues of each statement's folded text by its wording alone."""
    data = [text.encode("ascii") for text in folded]
    return [list(find_cues(text, found)) for text, found in zip(folded, scan(scans(), data), strict=True)]


def hit_columns(
    hits: Sequence[Sequence[Hit]], sentences: Sentences, tokens: Tokens
) -> dict[str, npt.NDArray[np.int64]]:
    """Return for each token its place in a hit, and that one's construction, act and form."""
    count = len(tokens.form)
    found = {name: np.zeros(count, np.int64) for name in COLUMNS}
    statement = sentences.statement[tokens.sentence].astype(np.int64) << 32 if count else np.zeros(0, np.int64)
    flat = [(number << 32, hit) for number, ours in enumerate(hits) for hit in ours]
    if not flat or not count:
        return found
    low = np.searchsorted(statement + tokens.end, [base + hit.start for base, hit in flat], side="right")
    head = np.searchsorted(statement + tokens.end, [base + hit.head for base, hit in flat], side="right")
    high = np.searchsorted(statement + tokens.start, [base + hit.end for base, hit in flat], side="left")
    for (_, hit), start, at, end in zip(flat, low.tolist(), head.tolist(), high.tolist(), strict=True):
        if start >= end:
            continue
        found["hit"][start:end] = 2
        found["hit"][end - 1] = 4
        if start <= at < end:
            found["hit"][at] = 5 if at == end - 1 else 3
        found["hit"][start] += 10
        found["hit_kind"][start:end] = text_hash(hit.construction)
        found["hit_act"][start:end] = text_hash(hit.act)
        sort = f"{hit.tense} {hit.passive} {hit.weak} {hit.first_person} {hit.construction == 'verb'}"
        found["hit_sort"][start:end] = text_hash(sort)
    return found
