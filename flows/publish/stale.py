"""Documents that were published and whose raw file is now refused: their last rows are kept, and marked as stale."""

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from flows.publish.assembly import Assembly, files_of
from flows.publish.inventory import published_paths
from flows.publish.parts import part_writer, read_parts
from flows.publish.releases import DatasetError, Release, latest, listed
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


def let_go(standing: Release, assembly: Assembly) -> frozenset[str]:
    """Return the documents whose rows the release keeps, as their raw file was refused, and that have none any more."""
    rows = assembly.rows()["documents"]
    there = rows if isinstance(rows, pa.Table) else rows.to_table(columns=["document_id"])
    return frozenset(marks_of(standing).keys() - set(there["document_id"].to_pylist()))


def marks_of(release: Release) -> dict[str, str]:
    """Return the release since which the rows of a document are kept, by id, of those of which it is so.

    Raises OSError, or what Arrow raises, where that cannot be read.
    """
    files = sorted(release.folder.glob("documents*.parquet"))
    if not files or "stale_since" not in pq.read_schema(files[0]).names:
        return {}
    columns = ["document_id", "stale_since"]
    rows = ds.dataset(files).to_table(columns=columns, filter=ds.field("stale_since").is_valid())
    return dict(zip(rows["document_id"].to_pylist(), rows["stale_since"].to_pylist(), strict=True))


class Marks(NamedTuple):
    """What the marks of a release come to: the rows of a marked document are those of the release before the mark."""

    proved: tuple[str, ...]  # ids
    problems: tuple[str, ...]  # a line each
    unproved: tuple[str, ...]  # a line each: the release to compare with is not here


def prove_marks(dataset: Path, release: Release) -> Marks:
    """Compare the rows that a release keeps with those of the release that they were last made for.

    Raises DatasetError where the list of releases is damaged, OSError, or what Arrow raises, for files that are.
    """
    versions = [one.version for one in listed(dataset)]
    folders = [one.folder for one in listed(dataset)]
    known = versions[: versions.index(release.version) + 1] if release.version in versions else []
    proved, problems, unproved = [], [], []
    for document_id, since in sorted(marks_of(release).items()):
        said = f"documents: {document_id}: is marked as kept since {since}"
        if since not in known[1:]:
            problems.append(f"{said}, which is none of the releases after the first up to this one")
            continue
        before = release._replace(
            version=versions[versions.index(since) - 1], folder=folders[versions.index(since) - 1]
        )
        if not before.folder.is_dir():
            unproved.append(f"{said}: the release before, {before.version}, is not here")
        elif other := [table for table in document_tables() if not _holds_same(release, before, table, document_id)]:
            problems.append(f"{said}, and has other rows than in {before.version}: {', '.join(other)}")
        else:
            proved.append(document_id)
    return Marks(tuple(proved), tuple(problems), tuple(unproved))


def _holds_same(one: Release, other: Release, table: str, document_id: str) -> bool:
    """Tell whether two releases have the same rows of a document, in the columns that both have, but for the mark."""
    files = [sorted(release.folder.glob(f"{table}*.parquet")) for release in (one, other)]
    if not all(files):
        return True  # a table that is new
    sets = [ds.dataset(some) for some in files]
    columns = [name for name in sets[0].schema.names if name in sets[1].schema.names and name != "stale_since"]
    of_document = ds.field("document_id") == document_id
    rows = [some.to_table(columns=columns, filter=of_document, use_threads=False).to_pylist() for some in sets]
    return bool(rows[0] == rows[1]) and (table != "documents" or bool(rows[0]))


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
