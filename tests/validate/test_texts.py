"""Places in many texts, and words between them, are those that Python gives for each text alone."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from flows.validate.reading import collapse, make_cuts
from flows.validate.texts import Texts, words

TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("ab é’\U0001f54a"), max_size=12)
SPACED = st.text(st.sampled_from("ab’ \n\t\x1c\x85\xa0\u2003\u3000"), max_size=20)


def integers(values: list[int | None]) -> pa.Array:
    return pa.array(values, pa.int64())


@given(st.lists(TEXT, min_size=1, max_size=5), st.data())
def test_words_are_slices_of_their_text_in_any_order(texts: list[str], data: st.DataObject) -> None:
    number = st.integers(0, len(texts) - 1)
    rows = data.draw(st.lists(st.tuples(number, st.integers(0, 12), st.integers(0, 12)), max_size=8))
    all_texts = Texts.of(pa.array(texts, pa.string()))
    numbers, starts, ends = (integers([row[place] for row in rows]) for place in range(3))
    found = words(all_texts.written, all_texts.at(numbers, starts), all_texts.at(numbers, ends))
    there = [start <= end <= len(texts[number]) for number, start, end in rows]
    expected = [texts[number][start:end] for number, start, end in rows]
    assert found.to_pylist() == [text if known else None for text, known in zip(expected, there, strict=True)]


def test_places_outside_of_a_text_are_none_of_its_neighbours() -> None:
    texts = Texts.of(pa.array(["ab", "", None, "c’d"], pa.string()).slice(0))
    numbers, offsets = integers([0, 0, 0, 1, 1, 2, 3, 3]), integers([-1, 2, 3, 0, 1, 0, 2, 4])
    assert texts.at(numbers, offsets).to_pylist() == [None, 2, None, 2, None, 2, 6, None]


@given(SPACED)
def test_white_space_collapses_and_what_is_left_is_followed(text: str) -> None:
    written, followed = collapse(pa.py_buffer(text.encode()))
    collapsed = bytes(written).decode()
    assert collapsed.split() == text.split()
    assert "  " not in collapsed.removesuffix(" ")
    places = [len(text[:k].encode()) for k, sign in enumerate(text) if not sign.isspace()]
    ends = [len(text[: k + 1].encode()) for k, sign in enumerate(text) if not sign.isspace()]
    read = words(written, followed.starts(integers(places)), followed.ends(integers(ends)))
    assert read.to_pylist() == [sign for sign in text if not sign.isspace()]


def test_cuts_are_made_and_followed_around_and_not_into() -> None:
    raw = pa.py_buffer(b"- 1 - inter-\nnational lavv")
    text, cut = make_cuts(raw, integers([0, 11, 24]), integers([6, 13, 26]), pa.array(["", "", " w "]))
    assert bytes(text) == b"international la w "
    assert cut.starts(integers([0, 6, 11, 13, 24, 25, 26])).to_pylist() == [None, 0, None, 5, 17, None, None]
    assert cut.ends(integers([6, 7, 11, 13, 24, 25, 26])).to_pylist() == [None, 1, 5, None, 16, None, 18]
