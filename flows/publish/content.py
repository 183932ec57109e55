"""The content hash: SHA-256 of rows as canonical JSON, the same whatever file format or library version holds them.

A row is one line, as Python writes it with
`json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\\n"`; a date is its ISO 8601 string.
"""

import json
from json.encoder import encode_basestring  # what json.dumps calls where ensure_ascii is false
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from hashlib import _Hash

_ESCAPED = bytes([*range(0x20), *b'"\\'])  # what JSON strings may not hold as it is
_ROWS = 4096  # at a time; bounds memory, and keeps the text below Arrow's 2 GiB for one array


def hash_rows(digest: "_Hash", rows: pa.Table) -> None:
    """Feed the rows, in their order, to `digest`."""
    for start in range(0, rows.num_rows, _ROWS):
        digest.update(_bytes(json_lines(rows.slice(start, _ROWS).combine_chunks())))


def json_lines(rows: pa.Table) -> pa.StringArray:
    """Each row as a line of canonical JSON; `rows` must be of one chunk and have columns."""
    pieces: list[Any] = []
    for name in sorted(rows.column_names):
        pieces += (f"{',' if pieces else '{'}{json.dumps(name)}:", _as_json(rows[name].chunk(0)))
    return pc.binary_join_element_wise(*pieces, "}\n", "")


def _as_json(values: pa.Array) -> pa.StringArray:
    """Each value as JSON text."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        texts = _as_json(values.dictionary).take(values.indices)
    elif pa.types.is_boolean(kind):
        texts = pc.if_else(values, "true", "false")
    elif pa.types.is_integer(kind):
        texts = values.cast(pa.string())
    elif pa.types.is_floating(kind):
        texts = pa.array([None if value is None else json.dumps(value) for value in values.to_pylist()], pa.string())
    elif pa.types.is_list(kind):
        # flatten() leaves out what stands behind NULL, from_arrays() would not
        items = pa.ListArray.from_arrays(_offsets(values), _quoted(values.flatten()))
        joined = pc.binary_join_element_wise("[", pc.binary_join(items, ","), "]", "")
        texts = pc.if_else(values.is_valid(), joined, pa.scalar(None, pa.string()))
    else:
        texts = _quoted(values.cast(pa.string()))
    return pc.fill_null(texts, "null")


def _quoted(texts: pa.StringArray) -> pa.StringArray:
    """Each text as a JSON string; NULL stays."""
    quoted = pc.binary_join_element_wise('"', texts, '"', "")
    written = bytes(_bytes(quoted))
    # most columns have nothing to escape, and looking at all their bytes at once is cheaper than at each text
    if len(written) - len(written.translate(None, _ESCAPED)) == 2 * (len(texts) - texts.null_count):
        return quoted
    escaped = pc.fill_null(pc.match_substring_regex(texts, r'["\\\x00-\x1f]'), False)
    rewritten = map(encode_basestring, texts.filter(escaped).to_pylist())
    return pc.replace_with_mask(quoted, escaped, pa.array(rewritten, pa.string()))


def _bytes(texts: pa.StringArray) -> memoryview:
    """The UTF-8 of all texts, one behind the other; `texts` must be fresh from a kernel, not a slice."""
    size = pc.sum(pc.binary_length(texts)).as_py() or 0
    return memoryview(texts.buffers()[2] or b"")[:size]


def _offsets(lists: pa.ListArray) -> pa.Array:
    """Where each list begins among the flattened items, and where the last one ends; NULL counts as empty."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    return pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths).cast(pa.int32())])
