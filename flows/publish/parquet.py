"""A table as Parquet files: the same bytes for the same rows, however batches divided them."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.content import hash_rows
from flows.publish.manifest import Imprint
from schemas.arrow import arrow_schema, settle
from schemas.keys import key_columns, word_columns

# How the rows of a table are sorted, as far as it is promised.
_PLACE = ("document_id", "statement_index", "paragraph_index", "sentence_index")
ORDER = {
    "documents": ("document_id",),
    "statements": _PLACE[:2],
    "paragraphs": _PLACE[:3],
    "sentences": _PLACE,
    "claims": (*_PLACE, "claim_index"),
    "mentions": _PLACE,
    "furniture": ("document_id", "raw_start"),
    "edits": ("document_id", "raw_start"),
    "document_facts": ("document_id",),
    "quarantine": ("source_path", "stage", "code", "message"),
    "changes": ("document_id", "claim_id"),
    "entities": ("entity_id",),
}

GROUP_ROWS = 122_880  # DuckDB's own size of a row group
WHOLE_TEXTS = {"statements": 4_096}  # rows that hold a document's whole text: fewer to a group
GROUPS_PER_FILE = 16
FALSE_POSITIVES = 0.01  # of the bloom filters


def write_table(folder: Path, table: str, rows: pa.Table, imprint: Imprint) -> list[dict[str, Any]]:
    """Write the table's rows, which are sorted, into as many files as they need; an entry for each, as in a manifest.

    A table of one file is `TABLE.parquet`, of several `TABLE-00000-of-00012.parquet` and so on.
    """
    size = group_rows(table) * GROUPS_PER_FILE
    count = max(1, -(-rows.num_rows // size))
    names = [f"{table}-{k:05}-of-{count:05}.parquet" for k in range(count)] if count > 1 else [f"{table}.parquet"]
    return [
        {"path": name, "table": table, **_write_file(folder / name, table, rows.slice(k * size, size), imprint)}
        for k, name in enumerate(names)
    ]


def group_rows(table: str) -> int:
    """Rows of a row group."""
    return WHOLE_TEXTS.get(table, GROUP_ROWS)


def footer(table: str, imprint: Imprint) -> dict[str, str]:
    """What the footer of each of the table's files says."""
    about = {key.decode(): value.decode() for key, value in arrow_schema(table).metadata.items()}
    return {**about, "release_version": imprint.version, "schema_version": imprint.schema}


def _write_file(path: Path, table: str, rows: pa.Table, imprint: Imprint) -> dict[str, Any]:
    schema = arrow_schema(table).with_metadata(footer(table, imprint))
    digest = hashlib.sha256()
    size = group_rows(table)
    options = _options(table, min(size, max(rows.num_rows, 1)))
    with pq.ParquetWriter(path, schema, **options) as writer, ThreadPoolExecutor(1) as beside:
        for start in range(0, rows.num_rows, size):
            # settled rows are one chunk: the bytes of a file depend on where its input is divided
            group = settle(table, rows.slice(start, size))
            hashed = beside.submit(hash_rows, digest, group)
            writer.write_table(group, row_group_size=size)
            hashed.result()
    return {"rows": rows.num_rows, "content_sha256": digest.hexdigest()}


def _options(table: str, rows: int) -> dict[str, Any]:
    schema = arrow_schema(table)
    order = [(name, "ascending") for name in ORDER.get(table, ())]
    keys = key_columns(table)
    return {
        "compression": "zstd",
        "compression_level": 3,
        "use_dictionary": list(repetitive_columns(table)),
        "write_page_index": True,
        "sorting_columns": pq.SortingColumn.from_ordering(schema, order) if order else None,
        "bloom_filter_options": {keys[0]: {"ndv": rows, "fpp": FALSE_POSITIVES}} if len(keys) == 1 else None,
        # bytes that a later release shares with this one stay the same: small differences for git and mirrors
        "use_content_defined_chunking": True,
    }


@cache
def repetitive_columns(table: str) -> tuple[str, ...]:
    """Columns whose values repeat: codes, names and references, but no keys and no words of a document."""
    unlike = {*word_columns(table), *(key_columns(table) if len(key_columns(table)) == 1 else ())}
    texts = (pa.types.is_dictionary, pa.types.is_string)
    return tuple(
        field.name
        for field in arrow_schema(table)
        if field.name not in unlike and any(is_text(field.type) for is_text in texts)
    )
