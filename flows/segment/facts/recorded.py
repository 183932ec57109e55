"""What a file says of its document outside of the text: in Akoma Ntoso's metadata, in the head of a page.

The publisher's own record (`Structure.decides`) goes before what is read in the text; what a page says of itself, which
is as often true of its template, fills what the text leaves open. What is not taken stays a fact, and is not used.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flows.records import Fact, Statement, Structure
from flows.segment.facts.masthead import find_forum, find_session

DOCUMENT = "document"

_DATES = ("date_start", "date_end")


class Told(NamedTuple):
    """A value as the document has it, and where it says so."""

    value: str
    raw_start: int | None
    raw_end: int | None
    key: str = ""
    basis: str = DOCUMENT


def recorded_facts(structure: Structure) -> dict[str, Told]:
    """Return what a file says outside of its text, the first word of each field; a date that is none is left out."""
    told: dict[str, Told] = {}
    for fact in structure.facts:
        if fact.field not in told and not (fact.field in _DATES and not _is_day(fact.value)):
            key = _key(fact.field, fact.value)
            told[fact.field] = Told(fact.value, fact.raw_start, fact.raw_end, key, fact.basis)
    if "date_start" not in told:
        told.pop("date_precision", None)
    return told


def unused_facts(structure: Structure, used: Sequence[Fact], statements: Sequence[Statement]) -> list[Fact]:
    """Return the facts of the file that are not among those used; of the language, whether the statements have it."""
    known = {(fact.field, fact.value, fact.basis) for fact in used}
    languages = {statement.language for statement in statements}
    rows: dict[tuple[str, str], Fact] = {}
    for fact in structure.facts:
        if (fact.field, fact.value, fact.basis) not in known:
            taken = fact.field == "language" and languages == {fact.value}
            rows.setdefault((fact.field, fact.basis), fact._replace(used=taken))
    bases = {(fact.field, fact.basis) for fact in used}
    return [row for name, row in rows.items() if name not in bases]


def _key(field: str, value: str) -> str:
    if field == "forum" and (forum := find_forum(value, known_only=True)) is not None:
        return forum.key
    if field == "session" and (session := find_session(value)) is not None:
        return session.key
    return ""


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
