"""Both promises hold for what the steps make, and one wrong value in any row that they speak of is found."""

from functools import cache

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean import clean
from flows.code import code
from flows.records import CodedDocument, RawDocument, Sidecar
from flows.segment import segment
from flows.validate.promises import PARTS, PLACED, broken_promises
from flows.validate.tables import document_tables
from tests.publish.forging import with_column

# Pages with a running number, wrapped and indented lines, a broken word, a soft hyphen, damaged quotes, a second voice.
TEXTS = {
    "pages": "\ufeff1. We thank the Chair for the re-\n   port of the\tgroup.  Many delegations stressed that “norms\n"
    "   of behaviour” matter, and some of them called on France to act.\n\n- 2 -\n\n"
    "2. The represen\u00adtative of Brazil recalled resolution 73/27, which more than 60 states supported. "
    "They urged all states to report.\n\n(a) We need peace;\n\n(b) We need trust.\n",
    "plain": "Mr. President,\n\nI thank you. It was proposed that we meet again, as Japan said.\n",
}
SPANS = ("char_start", "char_end", "raw_start", "raw_end")
WATCHED = [
    *((table, column) for table in PLACED for column in ("text", *SPANS)),
    *(("claims", f"{part}_{what}") for part in PARTS for what in ("text", "start", "end")),
    *(("statements", column) for column in ("text", "raw_start", "raw_end", "statement_index")),
    *(("furniture", column) for column in ("text", "raw_start", "raw_end")),
    *(("edits", column) for column in ("replacement", "raw_start", "raw_end")),
]


@cache
def tables(*, redistribute: bool = True) -> dict[str, pa.Table]:
    """The tables of the texts."""
    return document_tables([_coded(name, text, redistribute) for name, text in TEXTS.items()])


def _coded(name: str, text: str, redistribute: bool) -> CodedDocument:
    sidecar = Sidecar(redistribute=redistribute)
    raw = RawDocument(name, f"{name}.txt", "0" * 64, len(text), "utf-8", text, sidecar)
    return code([segment(clean(raw))])[0]


@pytest.mark.parametrize("redistribute", [True, False])
def test_what_the_steps_make_keeps_both_promises(redistribute: bool) -> None:
    made = tables(redistribute=redistribute)
    assert all(made[table].num_rows for table, _ in WATCHED)
    assert list(broken_promises(made, TEXTS)) == []


def test_rows_of_other_documents_are_left_alone() -> None:
    assert list(broken_promises(tables(), {"plain": TEXTS["plain"]})) == []


@settings(deadline=None)  # the first example makes the tables
@given(st.data(), st.sampled_from(WATCHED))
def test_one_wrong_value_of_one_row_is_found(data: st.DataObject, place: tuple[str, str]) -> None:
    table, column = place
    rows = tables()[table]
    there = [row for row, value in enumerate(rows[column].to_pylist()) if value is not None]
    row = data.draw(st.sampled_from(there))
    right = rows[column][row].as_py()
    near = st.integers(max(0, right - 40), right + 40) if isinstance(right, int) else _wrong_words(right)
    wrong = data.draw(near.filter(lambda value: value != right))
    broken = with_column(rows, column, lambda values: [*values[:row], wrong, *values[row + 1 :]])
    assert list(broken_promises({**tables(), table: broken}, TEXTS))


@settings(deadline=None)  # the first example makes the tables
@given(st.data(), st.sampled_from(PLACED), st.sampled_from(SPANS))
def test_a_wrong_place_is_found_without_the_words(data: st.DataObject, table: str, column: str) -> None:
    made = tables(redistribute=False)
    row = data.draw(st.integers(0, made[table].num_rows - 1))
    right = made[table][column][row].as_py()
    wrong = data.draw(st.integers(0, right + 200).filter(lambda value: value != right))
    broken = with_column(made[table], column, lambda values: [*values[:row], wrong, *values[row + 1 :]])
    assert list(broken_promises({**made, table: broken}, TEXTS))


@settings(deadline=None)
@given(st.sampled_from(["paragraphs", "furniture", "edits"]), st.data())
def test_a_row_that_is_missing_or_there_twice_is_found(table: str, data: st.DataObject) -> None:
    rows = tables()[table]
    row = data.draw(st.integers(0, rows.num_rows - 1))
    again = data.draw(st.sampled_from([0, 2]))
    broken = pa.concat_tables([rows.slice(0, row), *[rows.slice(row, 1)] * again, rows.slice(row + 1)])
    assert list(broken_promises({**tables(), table: broken}, TEXTS))


def _wrong_words(right: str) -> st.SearchStrategy[str | None]:
    """NULL, other words, the same with a character lost, doubled or replaced, or with more white space."""
    places = st.integers(0, max(len(right) - 1, 0))
    return st.one_of(
        st.just(None) if right else st.just("x"),
        st.text(min_size=1, max_size=5),
        places.map(lambda k: right[:k] + right[k + 1 :]),
        places.map(lambda k: right[:k] + right[k : k + 1] * 2 + right[k + 1 :]),
        places.map(lambda k: right[:k] + "x" + right[k + 1 :]),
        st.just(f"{right} "),
        st.just(right.replace(" ", "  ")),
    )
