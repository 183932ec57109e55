"""Tables of words: a row a word, no patterns, no examples; every cell is checked when the table is read."""

import csv
from collections.abc import Mapping
from pathlib import Path

from flows.rules import RuleError


def read_words(
    table: Path, columns: tuple[str, ...], allowed: Mapping[str, frozenset[str]], key: int
) -> list[list[str]]:
    """Return the rows of a table with these columns.

    `allowed` has the values that a column can have. Raises RuleError for another header, a row of another length, an
    empty cell, a value that is not allowed, and for two rows that are the same in their first `key` columns.
    """
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if (header := tuple(next(reader, ()))) != columns:
            raise RuleError(f"{table.name}: row 1: the columns are {', '.join(header)}, not {', '.join(columns)}")
        rows: list[list[str]] = []
        seen: set[tuple[str, ...]] = set()
        for row in reader:
            where = f"{table.name}: line {reader.line_num}"
            if len(row) != len(columns):
                raise RuleError(f"{where}: {len(row)} cells where the header has {len(columns)}")
            for name, cell in zip(columns, row, strict=True):
                if name in allowed and cell not in allowed[name]:
                    raise RuleError(f"{where}: {name} is {cell!r}, not one of {', '.join(sorted(allowed[name]))}")
            if not all(row[:key]) or tuple(row[:key]) in seen:
                raise RuleError(f"{where}: {' '.join(row[:key])!r} is {'repeated' if all(row[:key]) else 'incomplete'}")
            seen.add(tuple(row[:key]))
            rows.append(row)
    return rows
