"""Ids of claims, from their words alone: what stands around a claim, or how it is coded, does not change its id."""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits

from flows.records import CodedDocument

_ASCII = bytes(range(128))
_LOWER = bytes.maketrans(ascii_uppercase.encode(), ascii_lowercase.encode())
_OTHERS = re.compile(rb"[^\x00-\x7f]+")
_SIGNS = bytes(set(_ASCII) - set((ascii_letters + digits + "\n").encode()))


def claim_ids(document: CodedDocument) -> tuple[tuple[str, ...], ...]:
    """Return the ids of a document's claims, for each statement in the order of its claims."""
    texts = claim_texts(document)
    ids = iter(ids_of(document.segmented.clean.document.document_id, [text for claims in texts for text in claims]))
    return tuple(tuple(islice(ids, len(claims))) for claims in texts)


def claim_texts(document: CodedDocument) -> list[list[str]]:
    """Return the words of a document's claims, for each statement in the order of its claims."""
    statements = zip(document.segmented.statements, document.statements, strict=True)
    return [
        [statement.text[start:end] for claim in coded.claims for start, end in [claim.span]]
        for statement, coded in statements
    ]


def ids_of(document_id: str, texts: Sequence[str]) -> list[str]:
    """Return the ids of a document's claims, whose words are given."""
    return numbered([f"{document_id}.c-{fingerprint}" for fingerprint in fingerprints_of(texts)])


def fingerprints_of(texts: Sequence[str]) -> list[str]:
    """Of each claim ten hex digits of the SHA-256 of its letters and digits, case-folded."""
    letters = _ascii_folded(texts)
    if len(letters) != len(texts):  # a newline stands in one
        letters = _ascii_folded([text.replace("\n", "") for text in texts])
    # what is not ASCII is left to do for the few that have it
    folded = [one if one.isascii() else _OTHERS.sub(_folded, one) for one in letters]
    return [hashlib.sha256(one).hexdigest()[:10] for one in folded]


def _ascii_folded(texts: Sequence[str]) -> list[bytes]:
    """Return the texts in UTF-8, folded as far as they are ASCII: done with all at once."""
    return "\n".join(texts).encode().translate(_LOWER, _SIGNS).split(b"\n") if texts else []


def _folded(others: re.Match[bytes]) -> bytes:
    return _letters_of(others[0])


@lru_cache(maxsize=1 << 12)
def _letters_of(others: bytes) -> bytes:
    return "".join(filter(str.isalnum, others.decode().casefold())).encode()


def numbered(names: Sequence[str]) -> list[str]:
    """Return the names, with `-2`, `-3` … behind those that were there before."""
    seen: dict[str, int] = {}
    told: list[str] = []
    for name in names:
        seen[name] = times = seen.get(name, 0) + 1
        told.append(name if times == 1 else f"{name}-{times}")
    return told
