"""Drafts: the claims of a batch as columns, before they are coded; one row a claim, in reading order."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.claims.context import Places
from flows.code.claims.spans import Chosen
from flows.code.layers import Sentences, Tokens
from flows.code.units.enumerations import enumeration_of
from flows.code.units.trimming import trim, trim_end, without_label
from flows.records import Span, Statement

Flags = npt.NDArray[np.bool_]


class Drafts(NamedTuple):
    """Where each claim is: in which sentence, its span in the statement's text, its tokens; and what parted it."""

    sentence: Places
    span: list[Span]
    start: Places  # tokens
    end: Places
    item: Flags  # an item of an enumeration within its sentence
    rule: list[str]


def cut_sentences(
    statements: list[Statement], folded: list[str], sentences: Sentences, tokens: Tokens, starts: Places
) -> Drafts:
    """Return the sentences cut into claims at the tokens where the model begins a further one, and at enumerations."""
    owner: list[int] = []
    spans: list[Span] = []
    items: list[bool] = []
    rules: list[str] = []
    begins = tokens.start[starts].tolist()
    bounds = np.searchsorted(starts, sentences.first).tolist()
    for number, (statement, index, first, last) in enumerate(
        zip(
            sentences.statement.tolist(),
            sentences.number.tolist(),
            sentences.start.tolist(),
            sentences.end.tolist(),
            strict=True,
        )
    ):
        text, shadow = statements[statement].text, folded[statement]
        whole = trim(shadow, without_label(text, Span(first, last)) if index == 0 else Span(first, last))
        if whole.start >= whole.end:
            continue
        enumeration = enumeration_of(shadow, whole)
        body = enumeration.introduction if enumeration else whole
        cuts = [at for at in begins[bounds[number] : bounds[number + 1]] if body.start < at < body.end]
        at = body.start
        for cut in (*cuts, None):
            end = trim_end(shadow, at, cut) if cut is not None else body.end
            span = trim(shadow, Span(at, end)) if at > body.start else Span(at, end)
            if span.start < span.end:
                owner.append(number)
                spans.append(span)
                items.append(False)
                rules.append("model:starts" if at > body.start else "")
            at = end if cut is None else cut
        for item in enumeration.items if enumeration else ():
            owner.append(number)
            spans.append(item)
            items.append(True)
            rules.append("split.enumeration")
    first, behind = token_spans(np.array(owner, np.int64), spans, sentences, tokens)
    return Drafts(np.array(owner, np.int64), spans, first, behind, np.array(items, np.bool_), rules)


def token_spans(owner: Places, spans: list[Span], sentences: Sentences, tokens: Tokens) -> tuple[Places, Places]:
    """Return the tokens of spans, each in the sentence that owns it."""
    shift = 1 << 32  # parts the sentences, whose offsets begin anew with each statement
    key = tokens.sentence.astype(np.int64) * shift
    start = (
        np.searchsorted(key + tokens.end, owner * shift + [span.start for span in spans], side="right")
        if spans
        else owner
    )
    end = (
        np.searchsorted(key + tokens.start, owner * shift + [span.end for span in spans], side="left")
        if spans
        else owner
    )
    return start, np.maximum(end, start)


def spans_of(chosen: Chosen, tokens: Tokens) -> list[Span | None]:
    """Return the spans in the statements' texts of stretches of tokens."""
    return [
        Span(int(tokens.start[start]), int(tokens.end[end - 1])) if start >= 0 else None
        for start, end in zip(chosen.start.tolist(), chosen.end.tolist(), strict=True)
    ]
