"""A difference as text for people, and as JSON by `docs/schemas/diff.schema.json`."""

from collections.abc import Iterator
from typing import Any

from flows.compare.difference import Difference
from flows.publish.differing import KINDS


def as_json(difference: Difference, before: str, after: str) -> dict[str, Any]:
    """As `rapporteur diff --json` prints it; `before` and `after` are the releases' versions."""
    return {
        "before": before,
        "after": after,
        "same": not difference.columns and not difference.rows,
        "counts": difference.counts(),
        "columns": [column._asdict() for column in difference.columns],
        "rows": [{**row._asdict(), "values": [value._asdict() for value in row.values]} for row in difference.rows],
    }


def as_lines(difference: Difference, before: str, after: str) -> Iterator[str]:
    """Yield counts of the tables that differ, then a line for each column and row."""
    if not difference.columns and not difference.rows:
        yield f"{before} and {after} hold the same rows"
        return
    yield "".join([f"{f'{before} -> {after}':<24}", *(f"{kind:>9}" for kind in KINDS)])
    for table, counted in difference.counts().items():
        if any(counted.values()):
            yield "".join([f"{table:<24}", *(f"{counted[kind]:>9}" for kind in KINDS)])
    if difference.columns:
        yield ""
    for table, column, only_in in difference.columns:
        what = f"column {table}.{column}" if column else f"table {table}"
        yield f"{what}: only in {before if only_in == 'before' else after}"
    if difference.rows:
        yield ""
    for row in difference.rows:
        name = " ".join(str(value) for value in row.row.values() if value is not None)
        columns = f"  ({', '.join(value.column for value in row.values)})" if row.values else ""
        successors = f"  -> {', '.join(row.superseded_by)}" if row.superseded_by else ""
        yield f"{row.change:<8} {row.table}  {' '.join(name.split())}{columns}{successors}"
