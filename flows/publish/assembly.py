"""What a release is put together from: rows of this run's parts, and files of the release before.

The rows of documents are divided into shards. One whose documents are all carried over, and just those of a shard of
the release before, is taken from there file by file. Of any other, the rows that are carried over are read from the
files before, and stand with the run's own.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from flows.publish.manifest import read_manifest
from flows.publish.parts import part_folder, part_writer, read_parts
from flows.publish.releases import Release
from flows.publish.shards import Member, cut
from flows.validate import ReleaseRefusedError
from flows.validate.checks import Finding
from schemas.arrow import arrow_schema, settle, to_arrow
from schemas.keys import document_tables
from schemas.release import TABLES

_ROWS = 16_384  # read at a time from the release before

Files = Mapping[str, Sequence[Mapping[str, Any]]]  # table -> its files, as the manifest has them


class Shard(NamedTuple):
    """Documents whose rows stand in one file of each table."""

    documents: tuple[str, ...]
    carried: int | None  # the number of the same shard in the release before, where its files are taken over


class Assembly(NamedTuple):
    """What the tables of a release are made from."""

    shards: tuple[Shard, ...]
    owners: Mapping[str, Path]  # document_id -> the part that holds its rows, but for carried shards
    whole: Mapping[str, pa.Table]  # tables that are not divided by documents, by name
    files: Files  # of the release before
    touched: frozenset[str]  # ids of documents of which a row may differ from the release before

    def with_table(self, name: str, rows: pa.Table) -> Self:
        """Return the same with other rows in a table that is not divided by documents."""
        return self._replace(whole={**self.whole, name: settle(name, rows)})

    def rows(self) -> dict[str, ds.Dataset]:
        """Return the rows that are not in carried shards, by table.

        All in which this release can differ from the last.
        """
        parts = sorted(set(self.owners.values()))
        tables = {name: ds.dataset(table) for name, table in self.whole.items()}
        for name in document_tables():
            paths = [str(part / f"{name}.arrow") for part in parts]
            tables[name] = ds.dataset(paths, arrow_schema(name), "ipc") if paths else ds.dataset(no_rows(name))
        return tables

    def replaced(self) -> dict[str, list[str]]:
        """Return the files of each table of the release before, by name, but for those of carried shards."""
        carried = {shard.carried for shard in self.shards}
        return {
            table: [
                str(entry["path"])
                for number, entry in enumerate(entries)
                if table not in document_tables() or number not in carried
            ]
            for table, entries in self.files.items()
        }


def assemble(
    parts: Sequence[Path],
    whole: Mapping[str, pa.Table],
    standing: Release | None,
    carried: Collection[str],
    staging: Path,
    stale: Collection[str] = (),
) -> Assembly:
    """Return the tables of a release, from parts and tables that are not divided into parts; one in neither is empty.

    `carried` are the ids of the documents whose rows are those of the release that stands, `stale` of those whose rows
    are, too, but for a mark. Raises ReleaseRefusedError
    where two parts hold the same document.
    """
    owners = {
        name: part for part, rows in zip(parts, read_parts(parts, "documents"), strict=True) for name in _ids(rows)
    }
    members = [member for rows in read_parts(parts, "documents") for member in _members(rows)]
    if repeated := [name for name, count in Counter(member.document_id for member in members).items() if count > 1]:
        raise ReleaseRefusedError([Finding("documents", "document_id", "key repeats", None, repeated[0])])
    files = files_of(standing) if standing else {}
    kept = {*carried, *stale}
    before = [list(_members(_read(standing, entry))) for entry in files.get("documents", ())] if standing else []
    touched = {member.document_id for member in [*members, *chain(*before)]} - (set(carried) - set(stale))
    members += [member for shard in before for member in shard if member.document_id in kept]
    known = {tuple(member.document_id for member in shard): number for number, shard in enumerate(before)}
    shards = tuple(
        Shard(ids, known.get(ids) if all(name in carried and name not in stale for name in ids) else None)
        for ids in cut(sorted(members))
    )
    taken = {shard.carried for shard in shards}
    for number, shard in enumerate(before):
        wanted = [member.document_id for member in shard if member.document_id in kept]
        if standing and wanted and number not in taken:
            folder = part_folder(staging, len(parts) + number)
            paths = {name: [standing.folder / entry["path"] for entry in files[name]] for name in document_tables()}
            _keep_rows(folder, {name: of_table[number : number + 1] for name, of_table in paths.items()}, wanted)
            owners |= dict.fromkeys(wanted, folder)
    others = {name: settle(name, whole.get(name, no_rows(name))) for name in TABLES if name not in document_tables()}
    return Assembly(shards, owners, others, files, frozenset(touched))


def _keep_rows(folder: Path, files: Mapping[str, Sequence[Path]], documents: Sequence[str]) -> None:
    """Make a part of the documents' rows in files of tables, given by name; a column that is new is NULL in them."""
    wanted = pa.array(documents, pa.string())
    for name, paths in files.items():
        with part_writer(folder, name, arrow_schema(name)) as writer:
            for path in paths:
                with pq.ParquetFile(path) as file:
                    for batch in file.iter_batches(_ROWS):
                        rows = pa.Table.from_batches([batch])
                        found = rows.filter(pc.is_in(rows["document_id"], value_set=wanted))
                        writer.write_table(settle(name, _with_new_columns(name, found)))


def _with_new_columns(table: str, rows: pa.Table) -> pa.Table:
    for field in arrow_schema(table):
        if field.name not in rows.column_names:
            rows = rows.append_column(field.name, pa.nulls(rows.num_rows, field.type))
    return rows


def files_of(release: Release) -> Files:
    """Return the files of each table of a release, as its manifest has them."""
    entries = [file for file in read_manifest(release)["files"] if "table" in file]
    return {table: [entry for entry in entries if entry["table"] == table] for table in TABLES}


def _read(release: Release, entry: Mapping[str, Any]) -> pa.Table:
    return pq.read_table(release.folder / entry["path"], columns=["document_id", "source_bytes"])


def _members(documents: pa.Table) -> Iterable[Member]:
    return map(Member, _ids(documents), documents["source_bytes"].to_pylist())


def _ids(documents: pa.Table) -> list[str]:
    ids: list[str] = documents["document_id"].to_pylist()
    return ids


def no_rows(table: str) -> pa.Table:
    """Return the table, empty."""
    return to_arrow(table, {column: [] for column in arrow_schema(table).names})
