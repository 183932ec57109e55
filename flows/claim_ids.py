"""Ids of claims, from their words alone: what stands around a claim, or how it is coded, does not change its id."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from string import ascii_letters, digits

from flows.records import CodedDocument

_ASCII = bytes(range(128))
_SIGNS = bytes(set(_ASCII) - set((ascii_letters + digits).encode()))


def claim_ids(document: CodedDocument) -> tuple[tuple[str, ...], ...]:
    """The ids of a document's claims, for each statement in the order of its claims."""
    document_id = document.segmented.clean.document.document_id
    statements = zip(document.segmented.statements, document.statements, strict=True)
    texts = [
        [statement.text[start:end] for start, end in (claim.span for claim in coded.claims)]
        for statement, coded in statements
    ]
    ids = numbered(f"{document_id}.c-{fingerprint_of(text)}" for claims in texts for text in claims)
    return tuple(tuple(islice(ids, len(claims))) for claims in texts)


def fingerprint_of(text: str) -> str:
    """Ten hex digits of the SHA-256 of a claim's letters and digits, case-folded."""
    letters = text.casefold().encode().translate(None, _SIGNS)
    if not letters.isascii():  # of the other characters, which are few, each is looked at once
        for character in set(letters.translate(None, _ASCII).decode()):
            if not character.isalnum():
                letters = letters.replace(character.encode(), b"")
    return hashlib.sha256(letters).hexdigest()[:10]


def numbered(names: Iterable[str]) -> Iterator[str]:
    """The names, with `-2`, `-3` … behind those that were there before."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = times = seen.get(name, 0) + 1
        yield name if times == 1 else f"{name}-{times}"
