"""Documents that were published and whose raw file is now refused: their last rows are kept, and marked as stale."""

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from flows.publish.assembly import Assembly, files_of
from flows.publish.inventory import published_paths
from flows.publish.parts import part_writer, read_parts
from flows.publish.releases import DatasetError, Release, latest
from schemas.arrow import arrow_schema
from schemas.keys import document_tables


def stale_documents(dataset: Path, refused: Collection[str], present: Collection[str]) -> dict[str, str]:
    """Return the path of each document to keep, by id: published, its raw file now in `refused`, its id not `present`.

    None where the latest release has no such rows as today's schema wants.
    """
    release = latest(dataset)
    try:
        if release is None or not refused or not _fit(release):
            return {}
    except (OSError, pa.ArrowException, DatasetError):  # damaged: the run ends before it publishes anything
        return {}
    return {
        document_id: path
        for document_id, path in published_paths(dataset).items()
        if path in refused and document_id not in present
    }


def lets_go(standing: Release, assembly: Assembly) -> bool:
    """Return whether a document whose rows the release keeps, as its raw file was refused, has no rows any more."""
    files = sorted(standing.folder.glob("documents*.parquet"))
    if "stale_since" not in pq.read_schema(files[0]).names:
        return False
    marked = ds.dataset(files).to_table(columns=["document_id"], filter=ds.field("stale_since").is_valid())
    rows = assembly.rows()["documents"]
    there = rows if isinstance(rows, pa.Table) else rows.to_table(columns=["document_id"])
    return bool(set(marked["document_id"].to_pylist()) - set(there["document_id"].to_pylist()))


def mark_stale(assembly: Assembly, documents: Collection[str], version: str) -> None:
    """Write the version into the rows of `documents` that have no mark yet, in the parts that hold them."""
    wanted = pa.array(sorted(documents), pa.string())
    for part in {assembly.owners[name] for name in documents}:
        (rows,) = read_parts([part], "documents")
        unmarked = pc.and_(pc.is_in(rows["document_id"], value_set=wanted), pc.is_null(rows["stale_since"]))
        at = rows.schema.get_field_index("stale_since")
        marks = pc.if_else(unmarked, version, rows["stale_since"])
        again = part.with_suffix(".marked")
        with part_writer(again, "documents", rows.schema) as writer:
            writer.write_table(rows.set_column(at, rows.schema.field(at), marks).cast(rows.schema))
        (again / "documents.arrow").replace(part / "documents.arrow")  # what is mapped of the old one stays


def _fit(release: Release) -> bool:
    """Tell whether rows of the release can stand in tables of today's schema: new columns may only be NULL there."""
    return all(_fits(release, table) for table in document_tables())


def _fits(release: Release, table: str) -> bool:
    entries = files_of(release)[table]
    if not entries:  # a table that is new: the documents have no rows in it
        return table != "documents"
    with pq.ParquetFile(release.folder / entries[0]["path"]) as file:
        before = file.schema_arrow
    return all(_takes(field, before) for field in arrow_schema(table))


def _takes(field: pa.Field, before: pa.Schema) -> bool:
    if field.name not in before.names:
        return bool(field.nullable)
    return bool(_plain(before.field(field.name).type) == _plain(field.type))


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
