"""CSV as RFC 4180 has it, in UTF-8, and JSON Lines: a file for each table."""

from csv import writer as csv_writer
from pathlib import Path
from typing import Any

import duckdb

from flows.export.cells import csv_cells
from schemas.release import TABLES

_FETCH = 10_000  # rows
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # how a cell begins that is computed


def export_csv(tables: duckdb.DuckDBPyConnection, folder: Path, for_spreadsheets: bool = False) -> None:
    """Write `TABLE.csv` files: missing is empty, a list is its JSON, a truth value `TRUE` or `FALSE`, as R reads it.

    An empty text is empty, too; only `edits.replacement` holds one, and is never missing. `for_spreadsheets` puts an
    apostrophe before a text that a spreadsheet would take for a formula.
    """
    for table in TABLES:
        rows = tables.execute(f"FROM {table}")
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv_writer(file, lineterminator="\r\n")
            writer.writerow([column[0] for column in rows.description or ()])
            while some := rows.fetchmany(_FETCH):
                cells = map(csv_cells, some)
                writer.writerows(map(_guarded, cells) if for_spreadsheets else cells)


def export_jsonl(tables: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write `TABLE.jsonl` files: an object a line, in which missing is null and a date its ISO 8601 string."""
    for table in TABLES:
        target = str(folder / f"{table}.jsonl").replace("'", "''")
        tables.execute(f"COPY {table} TO '{target}' (FORMAT json, ARRAY false)")


def _guarded(cells: list[Any]) -> list[Any]:
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells]
