"""`rapporteur query`: SQL over a release's tables."""

import json as encoder
import sys
from csv import writer as csv_writer
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from flows.command.options import DATASET, Dataset, Json, Release
from flows.errors import UsageError

if TYPE_CHECKING:
    import duckdb

_FETCH = 10_000  # rows


def query(
    sql: str | None = None,
    *,
    file: Annotated[Path | None, Parameter(help="Read the SQL from a file.")] = None,
    dataset: Dataset = DATASET,
    release: Release = None,
    csv: Annotated[bool, Parameter(negative=(), help="Print CSV.")] = False,
    json: Json = False,
    parquet: Annotated[Path | None, Parameter(help="Write the rows to a Parquet file.")] = None,
) -> int:
    """Answer a question in SQL over the latest release: `rapporteur query "FROM claims LIMIT 5"`."""
    if (sql is None) == (file is None):
        raise UsageError("give the SQL, or --file with a file that holds it")
    if csv + json + (parquet is not None) > 1:
        raise UsageError("give one of --csv, --json and --parquet")

    import duckdb

    from flows.sql import open_tables

    try:
        text = sql if sql is not None else (file or Path()).read_text(encoding="utf-8")
        with open_tables(dataset, release) as tables:
            if csv or json:
                (_print_csv if csv else _print_json)(tables.execute(text))
            elif (rows := tables.sql(text)) is not None:
                if parquet is not None:
                    rows.write_parquet(str(parquet), compression="zstd")
                else:
                    rows.show(max_rows=1000)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    except duckdb.Error as error:
        raise UsageError(str(error).strip()) from None
    return 0


def _print_csv(answer: "duckdb.DuckDBPyConnection") -> None:
    """As RFC 4180, with the line ends that a shell takes; a list is its JSON."""
    writer = csv_writer(sys.stdout, lineterminator="\n")
    writer.writerow(_columns(answer))
    while rows := answer.fetchmany(_FETCH):
        writer.writerows([encoder.dumps(cell) if isinstance(cell, list) else cell for cell in row] for row in rows)


def _print_json(answer: "duckdb.DuckDBPyConnection") -> None:
    """One array of objects, a row a line."""
    columns, before = _columns(answer), "[\n"
    while rows := answer.fetchmany(_FETCH):
        for row in rows:
            named = dict(zip(columns, row, strict=True))
            sys.stdout.write(before + encoder.dumps(named, ensure_ascii=False, default=str))
            before = ",\n"
    sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")


def _columns(answer: "duckdb.DuckDBPyConnection") -> list[str]:
    return [column[0] for column in answer.description or ()]
