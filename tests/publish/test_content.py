"""The content hash is what its definition says, for any rows and however they are divided."""

import hashlib
import json
from datetime import date

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from flows.publish.content import hash_rows

SCHEMA = pa.schema(
    {
        "text": pa.string(),
        "code": pa.dictionary(pa.int8(), pa.string()),
        "count": pa.int32(),
        "size": pa.int64(),
        "share": pa.float64(),
        "is_so": pa.bool_(),
        "day": pa.date32(),
        "Topics": pa.list_(pa.string()),
    }
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\n\0\x1f\x7f\u2028é'), max_size=8)
ROW = st.fixed_dictionaries(
    {
        "text": st.none() | TEXT,
        "code": st.none() | st.sampled_from(["a", 'b"']),
        "count": st.none() | st.integers(-(2**31), 2**31 - 1),
        "size": st.none() | st.integers(-(2**63), 2**63 - 1),
        "share": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "is_so": st.none() | st.booleans(),
        "day": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        "Topics": st.none() | st.lists(TEXT, max_size=3),
    }
)


@given(st.lists(ROW, max_size=8), st.integers(0, 8))
def test_the_hash_is_that_of_the_rows_as_canonical_json(rows: list[dict], cut: int) -> None:
    lines = [
        json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat) + "\n"
        for row in rows
    ]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    digest = hashlib.sha256()
    hash_rows(digest, table.slice(0, cut))
    hash_rows(digest, table.slice(cut))
    assert digest.hexdigest() == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_many_rows_are_hashed_in_their_order() -> None:
    numbers = list(range(10_000))
    digest = hashlib.sha256()
    hash_rows(digest, pa.table({"n": numbers}))
    assert digest.hexdigest() == hashlib.sha256("".join(f'{{"n":{n}}}\n' for n in numbers).encode()).hexdigest()
