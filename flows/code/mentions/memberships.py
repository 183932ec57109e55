"""Which states belong to which group, and from when to when: the rows of memberships.csv."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from flows.rules import RuleError, read_rules
from schemas.arrow import to_arrow

TABLE = Path(__file__).with_suffix(".csv")


class MembershipRow(NamedTuple):
    """A row of memberships.csv: entities, joined by "|", that were in a group in the same time."""

    id: str
    group: str
    members: str
    date_start: str  # ISO 8601
    date_end: str  # the first day without them; empty for members of today
    example: str
    counterexample: str
    comment: str
    source: str


def membership_table() -> pa.Table:
    """Return the `memberships` table, by group and member; raises RuleError for a date that is none."""
    rows = sorted(
        (row.group, member, _day(row, row.date_start), _day(row, row.date_end) if row.date_end else None, row.source)
        for row in read_rules(TABLE, MembershipRow)
        for member in row.members.split("|")
    )
    columns = zip(*rows, strict=True)
    names = ("group_id", "entity_id", "date_start", "date_end", "source")
    return to_arrow("memberships", dict(zip(names, map(list, columns), strict=True)))


def _day(row: MembershipRow, written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise RuleError(f"{TABLE.name}: rule {row.id}: {written!r} is no date; write it as 2004-05-01") from None
