"""Values as cells of CSV."""

import json
from typing import Any


def csv_cells(row: tuple[Any, ...]) -> list[Any]:
    """Return a row's values as CSV holds them: a list is its JSON, a truth value what R and DuckDB read as one."""
    return [_cell(value) for value in row]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
