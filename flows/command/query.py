"""`rapporteur query`: SQL over a release's tables."""

import json as encoder
import sys
from csv import writer as csv_writer
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from flows.command.options import DATASET, Dataset, Json, Release
from flows.errors import UsageError
from flows.storage import is_remote

if TYPE_CHECKING:
    import duckdb

    from flows.publish.releases import Release as Found
    from rapporteur.cited import QueryCitation

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
    cite: Annotated[
        bool, Parameter(negative=(), help="Print what to cite: release and hash, the SQL, and the hash of the answer.")
    ] = False,
    check: Annotated[
        Path | None, Parameter(help="Prove what --cite printed into this file: ask again, compare.")
    ] = None,
    unsafe: Annotated[
        bool, Parameter(negative=(), help="Let the SQL reach all that you can: files, extensions, the network.")
    ] = False,
) -> int:
    """Answer a question in SQL over the latest release: `rapporteur query "FROM claims LIMIT 5"`."""
    if check is not None:
        if sql is not None or file is not None or cite:
            raise UsageError("--check takes the question from its file; give neither SQL nor --file nor --cite")
        return _check(check, dataset)
    if (sql is None) == (file is None):
        raise UsageError("give the SQL, or --file with a file that holds it")
    if csv + json + cite + (parquet is not None) > 1:
        raise UsageError("give one of --csv, --json, --parquet and --cite")

    if parquet is not None and not unsafe and _is_within(parquet, dataset):
        raise UsageError(f"{parquet}: lies in the dataset folder, which only a run writes to; name another file")

    import duckdb

    from flows.publish.releases import find
    from flows.sql import open_tables

    try:
        text = sql if sql is not None else (file or Path()).read_text(encoding="utf-8")
        with open_tables(dataset, release, unsafe) as tables:
            if cite:
                sys.stdout.write(_cited(tables, find(dataset, release), text).to_json())
            elif csv or json:
                (_print_csv if csv else _print_json)(tables.execute(text))
            elif (rows := tables.sql(text)) is not None:
                if parquet is not None:
                    _write_parquet(rows, parquet)
                else:
                    rows.show(max_rows=1000)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    except duckdb.Error as error:
        raise UsageError(_without_traceback(str(error).strip())) from None
    return 0


def _check(path: Path, dataset: Path) -> int:
    """Ask again what the file cites, of the same release; return 0 where the answer is the same, else 1."""
    import duckdb

    from flows.publish.checksums import sha256_of
    from flows.publish.releases import find
    from flows.sql import open_tables
    from rapporteur.cited import differences, from_json

    try:
        cited = from_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None
    found = find(dataset, cited.version)
    found = found._replace(sha256=sha256_of(found.folder / "SHA256SUMS"))
    try:
        with open_tables(dataset, cited.version) as tables:
            told = differences(cited, _cited(tables, found, cited.sql))
    except duckdb.Error as error:
        raise UsageError(_without_traceback(str(error).strip())) from None
    if told:
        sys.stdout.write(f"{path}: is not the answer of release {cited.version}: {'; '.join(told)}\n")
        return 1
    sys.stdout.write(f"{path}: proved: {cited.rows} rows of release {cited.version}, SHA-256 {cited.result_sha256}\n")
    return 0


def _cited(tables: "duckdb.DuckDBPyConnection", release: "Found", text: str) -> "QueryCitation":
    """Return the citation of a question to a release, with the hash of its answer."""
    from rapporteur.cited import cite_answer

    answer = tables.execute(text)
    return cite_answer(release.version, release.sha256, text, _columns(answer), answer.fetchall())


def _print_csv(answer: "duckdb.DuckDBPyConnection") -> None:
    """As RFC 4180, with the line ends that a shell takes; a list is its JSON, a truth value TRUE or FALSE."""
    from flows.export.cells import csv_cells

    writer = csv_writer(sys.stdout, lineterminator="\n")
    writer.writerow(_columns(answer))
    while rows := answer.fetchmany(_FETCH):
        writer.writerows(map(csv_cells, rows))


def _print_json(answer: "duckdb.DuckDBPyConnection") -> None:
    """One array of objects, a row a line."""
    columns, before = _columns(answer), "[\n"
    while rows := answer.fetchmany(_FETCH):
        for row in rows:
            named = dict(zip(columns, row, strict=True))
            sys.stdout.write(before + encoder.dumps(named, ensure_ascii=False, default=str))
            before = ",\n"
    sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")


def _write_parquet(answer: "duckdb.DuckDBPyRelation", path: Path) -> None:
    import pyarrow.parquet as pq

    rows = answer.to_arrow_reader(_FETCH)
    with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
        for batch in rows:
            writer.write_batch(batch)


def _is_within(path: Path, folder: Path) -> bool:
    return not is_remote(folder) and path.resolve().is_relative_to(folder.resolve())


def _without_traceback(message: str) -> str:
    """Return the message; of one that DuckDB carries out of Python, the last line."""
    return message.splitlines()[-1] if message.startswith("Traceback") else message


def _columns(answer: "duckdb.DuckDBPyConnection") -> list[str]:
    return [column[0] for column in answer.description or ()]
