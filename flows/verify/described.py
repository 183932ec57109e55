"""The files of a release are what its manifest, their footers and the schemas say of them."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.content import hash_rows
from flows.publish.manifest import MANIFEST, Imprint
from flows.publish.parquet import footer
from schemas.arrow import arrow_schema
from schemas.release import SCHEMA_VERSION

_ROWS = 16_384  # at a time

Entry = Mapping[str, Any]  # of a file, as a manifest has it


class UnreadableError(Exception):
    """A file whose rows cannot be had as those of its table; what is wrong was told."""


def schema_of(folder: Path, entry: Entry, imprint: Imprint, problems: list[str]) -> pa.Schema:
    """Return the schema that a table's files should have: of another schema version, that of the file that is given.

    Raises UnreadableError, with a line in `problems`, where the file has none.
    """
    if imprint.schema == SCHEMA_VERSION:
        return arrow_schema(entry["table"])
    try:
        return pq.read_schema(folder / entry["path"])
    except (pa.ArrowException, OSError) as error:
        problems.append(f"{entry['path']}: cannot be read: {str(error).splitlines()[0]}")
        raise UnreadableError from None


def read_file(
    folder: Path, entry: Entry, imprint: Imprint, expected: pa.Schema, problems: list[str]
) -> Iterator[pa.Table]:
    """Yield a file's rows in exactly the expected schema, in pieces; add what is wrong with it to `problems`.

    Schema and footer are looked at before the first piece, the number of rows and the content hash behind the last.
    Raises UnreadableError where there are no such rows, or no more of them.
    """
    path, table = entry["path"], entry["table"]
    digest = hashlib.sha256()
    count = 0
    try:
        with pq.ParquetFile(folder / path) as file:
            problems += (f"{path}: {line}" for line in _misdescribed(table, file.schema_arrow, imprint, expected))
            if not file.schema_arrow.equals(expected):
                raise UnreadableError
            for batch in file.iter_batches(_ROWS, use_threads=False):
                batch.validate(full=True)
                rows = pa.Table.from_batches([batch])
                hash_rows(digest, rows)
                count += rows.num_rows
                yield rows
    except (pa.ArrowException, OSError) as error:
        problems.append(f"{path}: cannot be read: {str(error).splitlines()[0]}")
        raise UnreadableError from None
    if count != entry["rows"]:
        problems.append(f"{path}: {count} rows, in {MANIFEST} {entry['rows']}")
    if digest.hexdigest() != entry["content_sha256"]:
        problems.append(f"{path}: its rows have another content hash than in {MANIFEST}")


def _misdescribed(table: str, found: pa.Schema, imprint: Imprint, expected: pa.Schema) -> Iterator[str]:
    """Where a file's schema and footer are not those of its table and release."""
    if not found.equals(expected):
        yield f"columns are not those of {table}: {_first_difference(found, expected)}"
    else:
        for field in expected:
            if found.field(field.name).metadata != field.metadata:
                yield f"column {field.name} is described otherwise than in the schema"
    told = {key.decode(): value.decode(errors="replace") for key, value in (found.metadata or {}).items()}
    for key, value in _footer(table, imprint).items():
        if told.get(key) != value:
            yield f"its footer says {key} = {told.get(key)!r}, not {value!r}"


def _footer(table: str, imprint: Imprint) -> dict[str, str]:
    """Return what a footer should say; how another schema version describes the table is not known."""
    if imprint.schema == SCHEMA_VERSION:
        return footer(table, imprint)
    return {"table": table, "release_version": imprint.version, "schema_version": imprint.schema}


def _first_difference(found: pa.Schema, expected: pa.Schema) -> str:
    for field in expected:
        if field.name not in found.names:
            return f"{field.name} is missing"
        if not found.field(field.name).equals(field):
            return f"{found.field(field.name)}, not {field}"
    surplus = [name for name in found.names if name not in expected.names]
    return f"{surplus[0]} is too many" if surplus else "they stand in another order"
