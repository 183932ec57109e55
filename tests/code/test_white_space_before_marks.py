"""White space before a mark, as in French setting and in torn text, leaves no claim with white space at its ends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean import clean
from flows.code import code
from flows.records import RawDocument, Sidecar
from flows.segment import segment
from flows.validate import validate

PIECES = [
    "We call on States to act",
    "The Committee decided to meet",
    "Several States said that they support the text",
    "It requests the Secretary-General to report",
    "Delegates agreed",
    "namely trust",
    "and others opposed it",
    "We thank the Chair",
    "(b) to report on it",
    "(a) the report is noted",
    "for example",
    "“We agree",
    "The Chair said that",
]
MARKS = [" ;", " ; and", " ;\n(b)", " :", " ,", " , including", " .", " ?", " !", " )", " ”", "; or", ".\n", " –", " ...", "\u00a0;", " ; and\n(b)"]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("raw", ["We call on States to act ; and\n(b) We agreed.", "We agree ; or\n(b) They left."])
def test_a_mark_behind_a_space_before_an_item_s_letter_breaks_no_promise(raw: str) -> None:
    assert refusals(raw) == []


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(MARKS)).map("".join), min_size=1, max_size=6))
def test_white_space_before_any_mark_breaks_no_promise(pieces: list[str]) -> None:
    assert refusals(" ".join(pieces)) == []


def refusals(raw: str) -> list[str]:
    document = RawDocument("made-up", "made-up.txt", "0" * 64, len(raw.encode()), "utf-8", raw, Sidecar(language="en"))
    return [refusal.message for refusal in validate(code((segment(clean(document)),)))[1]]
