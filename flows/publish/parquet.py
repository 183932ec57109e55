"""Rows of a table as a Parquet file: the same bytes for the same rows, however batches divided them."""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
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
    "claim_topics": (*_PLACE[:2], "claim_index"),
    "mentions": _PLACE,
    "furniture": ("document_id", "raw_start"),
    "edits": ("document_id", "raw_start"),
    "document_facts": ("document_id",),
    "document_subjects": ("document_id", "raw_start"),
    "pages": ("document_id", "page"),
    "boxes": ("document_id", "raw_start"),
    "quarantine": ("source_path", "stage", "code", "message"),
    "sources": ("source",),
    "fetches": ("source", "item"),
    "changes": ("document_id", "claim_id"),
    "entities": ("entity_id",),
    "memberships": ("group_id", "entity_id", "date_start"),
}

# Numbers with few values: places on a page, to a tenth of a point.
ON_A_GRID = {"pages": ("width", "height"), "boxes": ("page", "line", "x0", "y0", "x1", "y1")}
# Numbers of which each is little more than the one before: half the bytes where the differences are written.
RISING = {"boxes": ("raw_start", "raw_end")}
GROUP_ROWS = 122_880  # DuckDB's own size of a row group
WHOLE_TEXTS = {"statements": 4_096}  # rows that hold a document's whole text: fewer to a group
GROUPS_PER_FILE = 16
COPIES = 16  # of a row group while it is put together
FALSE_POSITIVES = 0.01  # of the bloom filters


def file_names(table: str, count: int) -> list[str]:
    """Return the names of a table's files: `TABLE.parquet`, or `TABLE-00000-of-00012.parquet` and so on."""
    return [f"{table}-{k:05}-of-{count:05}.parquet" for k in range(count)] if count > 1 else [f"{table}.parquet"]


def write_file(
    path: Path, table: str, rows: Callable[[], Iterable[pa.Table]], imprint: Imprint
) -> dict[str, int | str]:
    """Write rows, in order, as one file of a table; their number and their content hash.

    `rows` gives them in pieces of any size, as often as it is called; no more than a row group is held at a time.
    """
    count = sum(piece.num_rows for piece in rows())
    digest = hashlib.sha256()
    size = group_rows(table)
    with pq.ParquetWriter(path, _schema(table, imprint), **_options(table, min(size, max(count, 1)))) as writer:
        for group in _regrouped(rows(), size):
            # settled rows are one chunk: the bytes of a file depend on where its input is divided
            settled = settle(table, group)
            hash_rows(digest, settled)
            writer.write_table(settled, row_group_size=size)
            del group, settled  # before the next one is put together
    return {"rows": count, "content_sha256": digest.hexdigest()}


def write_anew(path: Path, before: Path, table: str, imprint: Imprint) -> None:
    """Write the rows of a file of an earlier release as those of this one: `write_file` would make the same bytes.

    Only the footer names the release; the pages before it are copied as they are. Raises ValueError for a file that is
    not of the same schema.
    """
    content = before.read_bytes()
    length = int.from_bytes(content[-8:-4], "little")
    footer_start = len(content) - 8 - length
    footer_bytes = content[footer_start:-8]
    told = pq.read_metadata(before).metadata
    for key, value in _told_by_footer(table, imprint).items():
        old, new = _thrift_entry(key, told.get(key, b"")), _thrift_entry(key, value)
        if footer_bytes.count(old) != 1:
            raise ValueError(f"{before}: its footer does not say {key.decode()} once")
        footer_bytes = footer_bytes.replace(old, new)
    with path.open("wb") as file:
        file.write(memoryview(content)[:footer_start])
        file.write(footer_bytes + len(footer_bytes).to_bytes(4, "little") + content[-4:])


def group_rows(table: str) -> int:
    """Rows of a row group."""
    return WHOLE_TEXTS.get(table, GROUP_ROWS)


def rows_per_file(table: str) -> int:
    """Rows of one file of a table that nothing else divides."""
    return group_rows(table) * GROUPS_PER_FILE


def footer(table: str, imprint: Imprint) -> dict[str, str]:
    """Return what the footer of each of the table's files says."""
    about = {key.decode(): value.decode() for key, value in arrow_schema(table).metadata.items()}
    return {**about, "release_version": imprint.version, "schema_version": imprint.schema}


def _schema(table: str, imprint: Imprint) -> pa.Schema:
    return arrow_schema(table).with_metadata(footer(table, imprint))


def _regrouped(pieces: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    """Yield the rows in tables of `size` rows, the last one of what is left."""
    held: list[pa.Table] = []
    count = 0
    for piece in _copied(pieces, size // COPIES):
        held.append(piece)
        count += piece.num_rows
        while count >= size:
            rows = pa.concat_tables(held)
            group, held, count = rows.slice(0, size).combine_chunks(), [rows.slice(size)], count - size
            del rows
            yield group
            del group
    if count:
        yield pa.concat_tables(held).combine_chunks()


def _copied(pieces: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    """Yield the rows in larger pieces, of `size` rows or a little more, each in memory of its own.

    Pieces that are mapped from many files keep a page and its neighbours in memory for every few rows.
    """
    held: list[pa.Table] = []
    count = 0
    for piece in pieces:
        held.append(piece)
        count += piece.num_rows
        if count >= size:
            yield pa.concat_tables(held).combine_chunks()
            held, count = [], 0
    if held:
        yield pa.concat_tables(held).combine_chunks()


def _told_by_footer(table: str, imprint: Imprint) -> dict[bytes, bytes]:
    """Key -> value of a footer's metadata, the Arrow schema that pyarrow writes among them."""
    empty = io.BytesIO()
    pq.ParquetWriter(empty, _schema(table, imprint)).close()
    told: dict[bytes, bytes] = pq.read_metadata(empty).metadata
    return told


def _thrift_entry(key: bytes, value: bytes) -> bytes:
    """Return a pair of a footer's metadata, in Thrift's compact protocol, as Parquet's format has it.

    Two fields, each a binary string (0x18: the next field, of type 8) behind its length, and the end of the struct.
    """
    return b"".join(b"\x18" + _varint(len(text)) + text for text in (key, value)) + b"\0"


def _varint(number: int) -> bytes:
    """Return a number as Thrift writes lengths: seven bits a byte, the lowest first."""
    digits = bytearray()
    while number > 0x7F:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*digits, number])


def _options(table: str, rows: int) -> dict[str, Any]:
    schema = arrow_schema(table)
    order = [(name, "ascending") for name in ORDER.get(table, ())]
    keys = key_columns(table)
    return {
        "compression": "zstd",
        "compression_level": 3,
        "use_dictionary": [*repetitive_columns(table), *ON_A_GRID.get(table, ())],
        "column_encoding": dict.fromkeys(RISING[table], "DELTA_BINARY_PACKED") if table in RISING else None,
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
