"""Answer one question in SQL over a release, for a page: at most so many rows, in at most so much time."""

import threading
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from flows.sql import open_tables

MOST_ROWS = 10_000
MOST_SECONDS = 60


class Answer(NamedTuple):
    """The rows of an answer; `more` says that there were more than MOST_ROWS."""

    columns: list[str]
    rows: list[list[Any]]
    more: bool


class QuestionError(Exception):
    """SQL that DuckDB does not answer, with its reason in one text."""


def ask(dataset: Path, version: str, sql: str) -> Answer:
    """Return the answer to one question; nothing else can be reached than the release's tables.

    Raises QuestionError for SQL that is wrong, takes too long, or wants more than to read.
    """
    with open_tables(dataset, version) as tables:
        late = threading.Timer(MOST_SECONDS, tables.interrupt)
        late.start()
        try:
            found = tables.execute(sql)
            columns = [column[0] for column in found.description or ()]
            rows = found.fetchmany(MOST_ROWS + 1) if columns else []
        except duckdb.InterruptException:
            raise QuestionError(f"took longer than {MOST_SECONDS} seconds: ask for less") from None
        except (duckdb.Error, PermissionError, OSError) as error:
            raise QuestionError(str(error).split("\n\nLINE")[0].strip() or type(error).__name__) from None
        finally:
            late.cancel()
    return Answer(columns, [[_plain(cell) for cell in row] for row in rows[:MOST_ROWS]], len(rows) > MOST_ROWS)


def _plain(cell: Any) -> Any:
    """Return a cell as JSON can hold it."""
    return cell if cell is None or isinstance(cell, bool | int | float | str | list) else str(cell)
