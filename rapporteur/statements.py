"""A statement with its claims as spans, which shows itself in a notebook."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, NamedTuple


class Claim(NamedTuple):
    """A claim as a span of its statement's text: `text[start:end]`, half-open, in code points."""

    claim_id: str
    start: int
    end: int
    holder: str
    agreement: str
    act: str
    modality: str
    negated: bool
    topics: tuple[str, ...]
    source: str | None
    content: str | None

    @property
    def codes(self) -> str:
        """Its codes in one line."""
        parts = (self.holder, self.agreement, self.act, self.modality if self.modality != "none" else None)
        return ", ".join([*(part for part in parts if part), *(["negated"] if self.negated else []), *self.topics])


class Statement(NamedTuple):
    """What one speaker or body said, with the claims in it; `text` is None where its words are not published."""

    statement_id: str
    citation: str
    text: str | None
    claims: Sequence[Claim]

    def __str__(self) -> str:
        """Return its citation, and how many claims it has."""
        return f"{self.citation} [{self.statement_id}: {len(self.claims)} claims]"

    def _repr_html_(self) -> str:
        """Return it as a notebook shows it: claims marked, with their codes where the pointer rests on them."""
        body = "".join(self._marked()) if self.text is not None else "The words of this statement are not published."
        style = "max-width:46em;line-height:1.6;white-space:pre-wrap"
        return f"<p><b>{escape(self.citation)}</b></p><div style='{style}' dir='auto'>{body}</div>"

    def _marked(self) -> Iterator[str]:
        text, at = self.text or "", 0
        for claim in sorted(self.claims, key=lambda one: (one.start, one.end)):
            start = max(claim.start, at)
            if claim.end <= start:
                continue
            yield escape(text[at:start])
            shown = (
                "border-bottom:2px solid #1d91c0"
                if claim.agreement != "not_reported"
                else "border-bottom:1px dotted #888"
            )
            about = escape(f"{claim.claim_id}: {claim.codes}", quote=True)
            yield f"<span style='{shown}' title='{about}'>{escape(text[start : claim.end])}</span>"
            at = claim.end
        yield escape(text[at:])


def statement_of(row: dict[str, Any], claims: Sequence[dict[str, Any]], citation: str) -> Statement:
    """Return a statement from its row and the rows of its claims."""
    spans = tuple(
        Claim(
            one["claim_id"],
            one["char_start"],
            one["char_end"],
            one["holder"],
            one["agreement"],
            one["act"],
            one["modality"],
            one["negated"],
            tuple(one["topics"]),
            one["source_text"],
            one["content_text"],
        )
        for one in claims
    )
    return Statement(row["statement_id"], citation, row["text"], spans)
