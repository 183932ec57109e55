"""Ids of claims, from their words alone: what stands around a claim, or how it is coded, does not change its id."""

import hashlib
from collections import Counter

from flows.records import CodedDocument


def claim_ids(document: CodedDocument) -> tuple[tuple[str, ...], ...]:
    """The ids of a document's claims, for each statement in the order of its claims."""
    document_id = document.segmented.clean.document.document_id
    seen: Counter[str] = Counter()
    return tuple(
        tuple(claim_id(document_id, statement.text[slice(*claim.span)], seen) for claim in coded.claims)
        for statement, coded in zip(document.segmented.statements, document.statements, strict=True)
    )


def claim_id(document_id: str, text: str, seen: Counter[str]) -> str:
    """The claim's id, from its letters and digits alone; `seen` counts the document's ids so far."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    name = f"{document_id}.c-{hashlib.sha256(letters.encode()).hexdigest()[:10]}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"
