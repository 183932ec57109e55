"""The tables of a release as Parquet files: written, or carried over from the release before."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.publish.assembly import Assembly, Shard
from flows.publish.manifest import Imprint
from flows.publish.parquet import file_names, rows_per_file, write_anew, write_file
from flows.publish.parts import rows_of_documents
from flows.publish.releases import Release
from schemas.keys import document_tables
from schemas.release import TABLES

Entry = dict[str, Any]  # of a file, as a manifest has it
Write = Callable[[Path], Entry]  # writes a file below a path; its number of rows and their hash


def write_tables(
    folder: Path, assembly: Assembly, standing: Release | None, imprint: Imprint, at_a_time: int
) -> list[Entry]:
    """Write all tables into a folder; path, table, number of rows and content hash of each file, in a release's order.

    `standing` is the release from which the assembly takes carried shards. So many files are written `at_a_time`, each
    of which holds a row group in memory; compression and hashes use no Python.
    """
    with ThreadPoolExecutor(at_a_time) as pool:
        running = [
            (name, table, pool.submit(write, folder / name))
            for table in TABLES
            for name, write in _files(table, assembly, standing, imprint)
        ]
        return [{"path": name, "table": table, **written.result()} for name, table, written in running]


def rows_in_order(assembly: Assembly, table: str) -> Iterator[pa.Table]:
    """Yield the rows of a table in the order in which its files hold them.

    Of an assembly that carries no shard over.
    """
    if table in document_tables():
        for shard in assembly.shards:
            yield from rows_of_documents(assembly.owners, shard.documents, table)
    else:
        yield assembly.whole[table]


def _files(table: str, assembly: Assembly, standing: Release | None, imprint: Imprint) -> Iterator[tuple[str, Write]]:
    """Yield the name of each file of a table, and what writes it."""
    if table in document_tables():
        names = file_names(table, len(assembly.shards))
        for name, shard in zip(names, assembly.shards, strict=True):
            yield name, _shard_file(table, shard, assembly, standing, imprint)
        return
    rows, size = assembly.whole[table], rows_per_file(table)
    names = file_names(table, max(1, -(-rows.num_rows // size)))
    for number, name in enumerate(names):
        yield name, partial(_written, table, [rows.slice(number * size, size)], imprint)


def _shard_file(table: str, shard: Shard, assembly: Assembly, standing: Release | None, imprint: Imprint) -> Write:
    if standing is not None and shard.carried is not None:
        before = assembly.files[table][shard.carried]
        return partial(_carried, table, standing.folder / before["path"], before, imprint)
    rows = partial(rows_of_documents, assembly.owners, shard.documents, table)
    return lambda path: write_file(path, table, rows, imprint)


def _written(table: str, rows: list[pa.Table], imprint: Imprint, path: Path) -> Entry:
    return write_file(path, table, lambda: rows, imprint)


def _carried(table: str, file: Path, before: Mapping[str, Any], imprint: Imprint, path: Path) -> Entry:
    write_anew(path, file, table, imprint)
    return {"rows": before["rows"], "content_sha256": before["content_sha256"]}
