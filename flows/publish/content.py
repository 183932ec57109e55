"""The content hash: SHA-256 of rows as canonical JSON, the same whatever file format or library version holds them.

A row is one line, as Python writes it with
`json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\\n"`; a date is its ISO 8601 string.
"""

import json
from bisect import bisect_right
from collections.abc import Sequence
from json.encoder import encode_basestring  # what json.dumps calls where ensure_ascii is false
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from hashlib import _Hash

# What JSON strings may not hold as it is; the backslash is first, since the others' escapes have one.
_ESCAPES = {sign: encode_basestring(sign)[1:-1] for sign in ("\\", '"', *map(chr, range(0x20)))}
_FINE = bytes(set(range(0x100)) - set("".join(_ESCAPES).encode()))
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
        return pa.array([None if value is None else json.dumps(value) for value in values.to_pylist()], pa.string()), ""
    if pa.types.is_list(kind):
        # flatten() leaves out what stands behind NULL, from_arrays() would not
        items = pa.ListArray.from_arrays(_offsets(values), _quoted(values.flatten()))
        joined = pc.binary_join_element_wise("[", pc.binary_join(items, ","), "]", "")
        return pc.if_else(values.is_valid(), joined, pa.scalar(None, pa.string())), ""
    texts = values.cast(pa.string())
    # where no text is NULL, the quotes need not be put to each: they go into what stands between the columns
    return (_quoted(texts), "") if texts.null_count else (_escaped(texts), '"')


def _quoted(texts: pa.StringArray) -> pa.StringArray:
    """Each text as a JSON string; NULL stays."""
    return pc.binary_join_element_wise('"', _escaped(texts), '"', "")


def _escaped(texts: pa.StringArray) -> pa.StringArray:
    """Each text as it stands between the quotes of a JSON string; NULL stays."""
    written = bytes(_bytes(texts))
    signs = _signs_in(written)
    if not signs:
        return texts
    strange = pc.and_(_texts_with(signs, written, texts), texts.is_valid())
    rewritten = texts.filter(strange).to_pylist()
    for sign in signs:
        rewritten = [text.replace(sign, _ESCAPES[sign]) for text in rewritten]
    return pc.replace_with_mask(texts, strange, pa.array(rewritten, pa.string()))


def _signs_in(written: bytes) -> list[str]:
    """What in the UTF-8 needs an escape; most columns have nothing, and their bytes are looked at all at once."""
    least = pc.min(pa.Array.from_buffers(pa.uint8(), len(written), [None, pa.py_buffer(written)])).as_py()
    if least is None or (least >= 0x20 and b'"' not in written and b"\\" not in written):
        return []
    found = set(written.translate(None, _FINE).decode())
    return [sign for sign in _ESCAPES if sign in found]


def _texts_with(signs: Sequence[str], written: bytes, texts: pa.StringArray) -> pa.BooleanArray:
    """Which texts have one of the signs; to jump from sign to sign is cheaper than to search each text."""
    first, *ends = memoryview(texts.buffers()[1]).cast("i")[texts.offset :][: len(texts) + 1]
    marked = set()
    for sign in signs:
        place = written.find(sign.encode())
        while place >= 0:
            row = bisect_right(ends, first + place)
            marked.add(row)
            place = written.find(sign.encode(), ends[row] - first)
    return pa.array([row in marked for row in range(len(texts))], pa.bool_())


def _bytes(texts: pa.StringArray) -> memoryview:
    """The UTF-8 of all texts, one behind the other."""
    if len(texts) == 0:
        return memoryview(b"")
    offsets = memoryview(texts.buffers()[1]).cast("i")
    return memoryview(texts.buffers()[2] or b"")[offsets[texts.offset] : offsets[texts.offset + len(texts)]]


def _offsets(lists: pa.ListArray) -> pa.Array:
    """Where each list begins among the flattened items, and where the last one ends; NULL counts as empty."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    return pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths).cast(pa.int32())])
