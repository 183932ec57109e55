"""How a large release is divided into files: by documents, so that a document more changes one file of each table.

A shard is a run of documents; each table of documents has one file for it. Where a shard ends is decided by the ids of
its own documents alone, as in content-defined chunking, so that the shards before and after stay what they were.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SMALLEST, LARGEST = 4 << 20, 64 << 20  # raw bytes of a shard on average, in a small release and in a large one
SHARDS = 16  # in a release between the two
LONGEST = 4  # times the average, at which a shard ends wherever it is


class Member(NamedTuple):
    """A published document, and its size in raw bytes."""

    document_id: str
    size: int


def cut(members: Iterable[Member]) -> list[tuple[str, ...]]:
    """Return the ids of each shard's documents; `members` in the order of their ids."""
    documents = list(members)
    total = sum(member.size for member in documents)
    if total < 2 * SMALLEST:
        return [tuple(member.document_id for member in documents)]
    return list(_runs(documents, average_size(total)))


def average_size(total: int) -> int:
    """Return the size of a shard on average in a large release of so many raw bytes.

    A power of two: it doubles a few times while a release grows, and the ends of the larger shards are ends of the
    smaller ones, too.
    """
    return min(LARGEST, max(SMALLEST, 1 << (total // SHARDS).bit_length()))


def _runs(documents: list[Member], average: int) -> Iterator[tuple[str, ...]]:
    run: list[str] = []
    size = 0
    for member in documents:
        run.append(member.document_id)
        size += member.size
        if size >= LONGEST * average or _ends(member, average):
            yield tuple(run)
            run, size = [], 0
    if run:
        yield tuple(run)


def _ends(member: Member, average: int) -> bool:
    """Whether a document ends a shard: so often that the average comes out, whatever the documents' sizes."""
    place = int.from_bytes(hashlib.sha256(member.document_id.encode()).digest()[:8])
    return place * average < member.size << 64
