"""The content hash: SHA-256 of rows as canonical JSON, the same whatever file format or library version holds them.

A row is one line, as Python writes it with
`json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)`, and a newline;
a date is its ISO 8601 string.
"""

import json
import re
from json.encoder import encode_basestring  # what json.dumps calls where ensure_ascii is false
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from hashlib import _Hash

# What JSON strings may not hold as it is; the backslash is first, since the others' escapes have one.
_ESCAPES = {sign: encode_basestring(sign)[1:-1] for sign in ("\\", '"', *map(chr, range(0x20)))}
_ROWS, _BYTES = 4096, 4 << 20  # at most at a time; bounds memory, and keeps the text below Arrow's 2 GiB for one array


def hash_rows(digest: "_Hash", rows: pa.Table) -> None:
    """Feed the rows, in their order, to `digest`."""
    step = max(1, min(_ROWS, rows.num_rows * _BYTES // max(1, rows.nbytes)))
    for start in range(0, rows.num_rows, step):
        digest.update(_bytes(json_lines(rows.slice(start, step).combine_chunks())))


def json_lines(rows: pa.Table) -> pa.StringArray:
    """Each row as a line of canonical JSON; `rows` must be of one chunk and have columns."""
    pieces: list[Any] = []
    between = "{"
    for name in sorted(rows.column_names):
        values, quote = _as_json(rows[name].chunk(0))
        pieces += (f"{between}{json.dumps(name)}:{quote}", values)
        between = f"{quote},"
    pieces.append(f"{between[:-1]}}}\n")
    return pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement="null")


def _as_json(values: pa.Array) -> tuple[pa.StringArray, str]:
    """Each value as JSON text, NULL for NULL; and the quote that is missing at both ends of each, or ""."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return _quoted(values.dictionary).take(values.indices), ""
    if pa.types.is_boolean(kind):
        return pc.if_else(values, "true", "false"), ""
    if pa.types.is_integer(kind):
        return values.cast(pa.string()), ""
    if pa.types.is_floating(kind):
        # each bit pattern once: values repeat, and 0.0 is not -0.0
        coded = values.view(pa.int64()).dictionary_encode()
        distinct = coded.dictionary.view(pa.float64()).to_pylist()
        return pa.array(map(json.dumps, distinct), pa.string()).take(coded.indices), ""
    if pa.types.is_list(kind):
        # flatten() leaves out what stands behind NULL, from_arrays() would not
        items = pa.ListArray.from_arrays(_offsets(values), _escaped(values.flatten()))
        joined = pc.binary_join_element_wise('["', pc.binary_join(items, '","'), '"]', "")
        lengths = pc.list_value_length(values)
        return pc.if_else(pc.equal(lengths, 0), "[]", joined), ""
    texts = values.cast(pa.string())
    # where no text is NULL, the quotes need not be put to each: they go into what stands between the columns
    return (_quoted(texts), "") if texts.null_count else (_escaped(texts), '"')


def _quoted(texts: pa.StringArray) -> pa.StringArray:
    """Each text as a JSON string; NULL stays."""
    return pc.binary_join_element_wise('"', _escaped(texts), '"', "")


def _escaped(texts: pa.StringArray) -> pa.StringArray:
    """Each text as it stands between the quotes of a JSON string; NULL stays."""
    written = bytes(_bytes(texts))
    if not (signs := _signs_in(written)):
        return texts
    places = _offsets_of(texts).cast(pa.int64())
    places = pc.subtract(places, places[0])
    for sign in signs:
        found = pa.array([one.start() for one in re.finditer(re.escape(sign.encode()), written)], pa.int64())
        before = pc.search_sorted(found, places).cast(pa.int64())
        places = pc.add(places, pc.multiply(before, len(_ESCAPES[sign]) - 1))
        written = written.replace(sign.encode(), _ESCAPES[sign].encode())
    offsets = places.cast(pa.int32()).buffers()[1]
    nulls = texts if texts.offset == 0 else pa.concat_arrays([texts, texts.slice(0, 0)])
    return pa.StringArray.from_buffers(len(texts), offsets, pa.py_buffer(written), nulls.buffers()[0])


def _signs_in(written: bytes) -> list[str]:
    """Return what in the UTF-8 needs an escape.

    Most columns have nothing, and their bytes are looked at all at once.
    """
    octets = pa.Array.from_buffers(pa.uint8(), len(written), [None, pa.py_buffer(written)])
    least = pc.min(octets).as_py()
    signs = ("\\", '"') if least is None or least >= 0x20 else _ESCAPES
    return [sign for sign in signs if sign.encode() in written]


def _offsets_of(texts: pa.StringArray) -> pa.Int32Array:
    return pa.Array.from_buffers(pa.int32(), len(texts) + 1, [None, texts.buffers()[1]], offset=texts.offset)


def _bytes(texts: pa.StringArray) -> memoryview:
    """Return the UTF-8 of all texts, one behind the other."""
    if len(texts) == 0:
        return memoryview(b"")
    offsets = memoryview(texts.buffers()[1]).cast("i")
    return memoryview(texts.buffers()[2] or b"")[offsets[texts.offset] : offsets[texts.offset + len(texts)]]


def _offsets(lists: pa.ListArray) -> pa.Array:
    """Where each list begins among the flattened items, and where the last one ends; NULL counts as empty."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    return pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths).cast(pa.int32())])
