"""What is told by nupunkt's own lists is what nupunkt would have answered."""

from hypothesis import example, given
from hypothesis import strategies as st

from flows.segment.punkt import as_asked, punkt_ranges, tokenizer

WORDS = [
    "Delegates",
    "agreed",
    "Mr",
    "No",
    "U.S",
    "para",
    "approx",
    "it",
    "I",
    "A",
    "Ill",
    "The",
    "UN,",
    "mid-Jan",
    "self-determination",
    "peace-keeping",
    "5",
    "1994",
    "(b)",
    "“yes”",
    "e.g",
    "Ltd",
    "Côte",
    "d’Ivoire",
    "St",
]
ENDS = (". ", " ", " ", ".) ", "? ", ".  ", "… ", ".\u00a0", ".\n", ".” ", ", ", ". . . ")


def asked_whole(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in tokenizer().span_tokenize(as_asked(text))]


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(ENDS)).map("".join), min_size=1, max_size=20))
@example(["Delegates agreed. ", "Ill. ", "The UN, agreed. ", "A. ", "Mr. ", "No. ", "5. ", "The ", "end."])
def test_the_ranges_are_those_that_nupunkt_finds_when_asked_for_all(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert [text[start:end] for start, end in punkt_ranges(text)[0]] == asked_whole(text)
