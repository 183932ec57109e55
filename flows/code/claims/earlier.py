"""Earlier: what the step of rules answers, as columns, for the models to weigh."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from flows.code.claims.lexical import text_hash
from flows.code.layers import Sentences, Tokens
from flows.records import Claim, Span

Column = npt.NDArray[np.int64]
FIELDS = ("act", "holder", "agreement", "modality", "negated")


def earlier_columns(claims: Sequence[Sequence[Claim]], sentences: Sentences, tokens: Tokens) -> dict[str, Column]:
    """Return for each token its place in a claim, a cue and a source of the rules, and what split that claim off."""
    count = len(tokens.form)
    found = {name: np.zeros(count, np.int64) for name in ("old_start", "old_split", "old_cue", "old_source", "old_has")}
    places: list[tuple[str, int, Span, Claim]] = []
    for number, ours in enumerate(claims):
        for claim in ours:
            places.append(("claim", number << 32, claim.span, claim))
            if claim.cue and not claim.cue_inherited:
                places.append(("old_cue", number << 32, claim.cue, claim))
            if claim.source and claim.span.start <= claim.source.start and claim.source.end <= claim.span.end:
                places.append(("old_source", number << 32, claim.source, claim))
    if not places or not count:
        return found
    base = sentences.statement[tokens.sentence].astype(np.int64) << 32
    low = np.searchsorted(
        base + tokens.end, [shift + span.start for _, shift, span, _ in places], side="right"
    ).tolist()
    high = np.searchsorted(
        base + tokens.start, [shift + span.end for _, shift, span, _ in places], side="left"
    ).tolist()
    for (name, _, _, claim), start, end in zip(places, low, high, strict=True):
        if start >= end:
            continue
        if name == "claim":
            found["old_start"][start] = 1
            split = next((rule for rule in claim.rules if rule.startswith("split.")), "")
            found["old_split"][start] = text_hash(split)
            found["old_has"][start:end] = 1 + (claim.cue is not None) + 2 * claim.cue_inherited
        else:
            found[name][start:end] = 2
            found[name][end - 1] = 3
            found[name][start] = 4 if end - start == 1 else 1
    return found


def earlier_codes(claims: Sequence[Claim], spans: Sequence[Span]) -> list[tuple[str, ...]]:
    """Return for each span the codes of the rules' claim that it shares most with, and how much it shares."""
    found: list[tuple[str, ...]] = []
    starts = [claim.span.start for claim in claims]
    for span in spans:
        best, most = None, 0
        first = max(bisect_left(starts, span.start) - 1, 0)
        for claim in claims[first : bisect_left(starts, span.end)]:
            shared = min(claim.span.end, span.end) - max(claim.span.start, span.start)
            if shared > most:
                best, most = claim, shared
        if best is None:
            found.append(("", "", "", "", "", "none", ""))
            continue
        part = "whole" if best.span.start == span.start and best.span.end == span.end else "part"
        cue = "cue" if best.cue else "plain"
        found.append((best.act, best.holder, best.agreement, best.modality, str(best.negated), part, cue))
    return found
