"""One correction to one claim: what was expected is compared, what is wrong is replaced, the rest is kept."""

from collections.abc import Mapping
from typing import Any

from flows.records import Claim, Correction, Span, Statement

WORDS = ("text", "source", "cue", "content")  # stand in a claim as spans
CODES = ("holder", "agreement", "act", "modality", "negated", "topics")

Value = str | bool | tuple[str, ...]


def corrected(claim: Claim, correction: Correction, statement: Statement) -> Claim:
    """Return the claim with the correction made.

    A plain assertion's content follows the claim's text; whether source and cue are inherited follows from where they
    stand; a cue in other words has no lemma. Raises ValueError, which says why, where the correction does not fit.
    """
    for field, expected in correction.expect:
        if (found := _value(claim, field, statement.text)) != expected:
            raise ValueError(f"{field} is {_shown(found)}, not {_shown(expected)} as it expects")
    put = dict(correction.put)
    changes: dict[str, Any] = {name: put[name] for name in CODES if name in put}
    changed: Claim = claim._replace(**changes, **_spans(claim, put, statement), correction=correction)
    if changed.content is not None and not _holds(changed.span, changed.content):
        raise ValueError("its content stands outside its text; set both")
    return changed._replace(
        source_inherited=changed.source is not None and not _holds(changed.span, changed.source),
        cue_inherited=changed.cue is not None and not _holds(changed.span, changed.cue),
        cue_lemma=claim.cue_lemma if changed.cue == claim.cue else None,
    )


def _value(claim: Claim, field: str, text: str) -> Value:
    """Return what the claim has in a field, in the form of a Correction's values."""
    if field in CODES:
        value: Value = getattr(claim, field)
        return value
    span: Span | None = claim.span if field == "text" else getattr(claim, field)
    return text[slice(*span)] if span else ""


def _spans(claim: Claim, put: Mapping[str, Value], statement: Statement) -> dict[str, Any]:
    """Return the spans that change, by their names in Claim."""
    sentence = statement.paragraphs[claim.paragraph].sentences[claim.sentence]
    spans: dict[str, Any] = {}
    whole = claim.span
    if "text" in put:
        whole = _find(str(put["text"]), claim.span, sentence, statement.text)
        spans["span"] = whole
        if claim.content == claim.span:
            spans["content"] = whole
    for name in WORDS[1:]:
        if name in put:
            words = str(put[name])
            spans[name] = _find(words, whole, sentence, statement.text) if words else None
    return spans


def _find(words: str, claim: Span, sentence: Span, text: str) -> Span:
    """Where the words stand: in the claim, else before it (inherited), else behind it; all within its sentence."""
    places = (text.find(words, *claim), text.rfind(words, sentence.start, claim.end), text.find(words, *sentence))
    start = next((place for place in places if place >= 0), -1)
    if start < 0:
        raise ValueError(f"{_shown(words)} does not stand in the claim's sentence")
    return Span(start, start + len(words))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    return repr(value)
