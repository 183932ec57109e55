"""Ids of claims, from their words alone: what stands around a claim, or how it is coded, does not change its id."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits

from flows.records import CodedDocument

_ASCII = bytes(range(128))
_LOWER = bytes.maketrans(ascii_uppercase.encode(), ascii_lowercase.encode())
_SIGNS = bytes(set(_ASCII) - set((ascii_letters + digits + "\n").encode()))


def claim_ids(document: CodedDocument) -> tuple[tuple[str, ...], ...]:
    """The ids of a document's claims, for each statement in the order of its claims."""
    return ids_of(document.segmented.clean.document.document_id, claim_texts(document))


def claim_texts(document: CodedDocument) -> list[list[str]]:
    """The words of a document's claims, for each statement in the order of its claims."""
    statements = zip(document.segmented.statements, document.statements, strict=True)
    return [
        [statement.text[start:end] for start, end in (claim.span for claim in coded.claims)]
        for statement, coded in statements
    ]


def ids_of(document_id: str, texts: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The ids of the claims of a document's statements, whose words are given."""
    fingerprints = fingerprints_of([text for claims in texts for text in claims])
    ids = numbered(f"{document_id}.c-{fingerprint}" for fingerprint in fingerprints)
    return tuple(tuple(islice(ids, len(claims))) for claims in texts)


def fingerprints_of(texts: Sequence[str]) -> list[str]:
    """Of each claim ten hex digits of the SHA-256 of its letters and digits, case-folded."""
    joined = "\n".join(texts)  # what is to be done with each is done with all at once
    if joined.count("\n") >= max(len(texts), 1):
        joined = "\n".join(text.replace("\n", "") for text in texts)
    letters = joined.encode().translate(_LOWER, _SIGNS)
    if not letters.isascii():  # of the other characters, which are few, each is looked at once
        for character in set(letters.translate(None, _ASCII).decode()):
            folded = "".join(filter(str.isalnum, character.casefold()))
            if folded != character:
                letters = letters.replace(character.encode(), folded.encode())
    return [hashlib.sha256(one).hexdigest()[:10] for one in letters.split(b"\n")] if texts else []


def numbered(names: Iterable[str]) -> Iterator[str]:
    """The names, with `-2`, `-3` … behind those that were there before."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = times = seen.get(name, 0) + 1
        yield name if times == 1 else f"{name}-{times}"
