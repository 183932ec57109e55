"""Tables of a language, read into typed rows: every cell is checked when it is read.

A table is a CSV file with a header. Its rows are a NamedTuple whose fields are annotated with the kind of their cells
(flows.code.lang.cells): `act: Annotated[str, one_of(ACT)]`. Every table has the column `id`.
"""

import csv
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from flows.code.lang.cells import Cell
from flows.own_rules import name_of
from flows.rules import RuleError

Row = TypeVar("Row")


def read_table(table: Path, row: type[Row]) -> tuple[Row, ...]:
    """Return the rows of a table, in its order.

    Raises RuleError, with file, line and column in one line, for a file that cannot be read, a missing or an unknown
    column, a line of another length, a cell that may not stand in its column, and an id that is empty or repeated.
    """
    kinds, shown = _kinds(row), name_of(table)
    rows: list[Row] = []
    seen: set[str] = set()
    try:
        with table.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = tuple(next(reader, ()))
            _check_header(shown, header, tuple(kinds))
            for cells in reader:
                where = f"{shown}: line {reader.line_num}"
                if len(cells) != len(header):
                    raise RuleError(f"{where}: {len(cells)} cells where the header has {len(header)}")
                values = {name: _read(where, name, kinds[name], cell) for name, cell in zip(header, cells, strict=True)}
                if not (identity := values["id"]) or identity in seen:
                    raise RuleError(f"{where}: id: {identity!r} is {'repeated' if identity else 'empty'}")
                seen.add(identity)
                rows.append(row(**values))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RuleError(f"{shown}: cannot be read: {error}") from None
    return tuple(rows)


def _kinds(row: type[Any]) -> dict[str, Cell]:
    """Return the kind of cell of each field."""
    return {name: hint.__metadata__[0] for name, hint in get_type_hints(row, include_extras=True).items()}


def _check_header(table: str, header: tuple[str, ...], fields: tuple[str, ...]) -> None:
    if missing := [name for name in fields if name not in header]:
        raise RuleError(f"{table}: line 1: column {missing[0]!r} is missing")
    if unknown := [name for name in header if name not in fields]:
        raise RuleError(f"{table}: line 1: column {unknown[0]!r} is not known")
    if len(set(header)) != len(header):
        raise RuleError(f"{table}: line 1: a column stands there twice")


def _read(where: str, column: str, kind: Cell, cell: str) -> Any:
    try:
        return kind(cell)
    except ValueError as error:
        raise RuleError(f"{where}: {column}: {cell!r} {error}") from None
