"""How often decisions of a claim's kind were right on annotated text that nobody who wrote rules had seen.

`confidence.csv` holds the counts; `make unseen` makes it from the annotation and this code. A kind is how holder and
cue were found (by no word: a plain assertion; by words of the claim: worded; by words elsewhere: taken over), what the
act is (the two commonest, or another), and whose the claim is. No document that is counted was open to those who wrote
rules or fitted models, and none is part of the project's own dataset: no document vouches for itself.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.records import Claim
from flows.rules import RuleError, read_rules

TABLE = Path(__file__).with_name("confidence.csv")
LEAST = 20  # claims of a kind, below which nothing is said

_OWN = ("speaker", "we")
_COMMON = ("state", "call")


class KindRow(NamedTuple):
    """A row of confidence.csv: claims of a kind that were compared with the annotation, and those that were right."""

    id: str
    n: str
    right: str


def confidence_of(claim: Claim) -> float | None:
    """Return the share of claims of its kind that were right; None below LEAST, and where a person corrected it."""
    if claim.correction is not None:
        return None
    return _shares().get(kind_of(claim))


def kind_of(claim: Claim) -> str:
    """Return the kind of decision that a claim's coding is."""
    taken = claim.source_inherited or claim.cue_inherited
    how = "taken_over" if taken else "plain" if claim.cue is None else "worded"
    act = claim.act if claim.act in _COMMON else "other"
    return f"{how}.{act}.{'own' if claim.holder in _OWN else 'reported'}"


def shares(counts: Iterable[KindRow]) -> Mapping[str, float]:
    """Return the share that was right of each kind that has at least LEAST claims.

    Raises RuleError for a row whose counts are no counts.
    """
    found = {}
    for row in counts:
        if not (row.n.isdecimal() and row.right.isdecimal() and int(row.right) <= int(row.n)):
            raise RuleError(f"{TABLE.name}: {row.id}: {row.right!r} of {row.n!r} are no counts")
        if int(row.n) >= LEAST:
            found[row.id] = round(int(row.right) / int(row.n), 2)
    return found


@cache
def _shares() -> Mapping[str, float]:
    return shares(read_rules(TABLE, KindRow))
