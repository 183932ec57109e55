"""What negates a verb, what negates a subject, and what only looks so."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.code.folding import fold
from flows.code.lang.negation import OF_GROUP, OF_SUBJECT, negators, polarity, subject_polarity


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+|'[a-z]+|[^\sa-z0-9']", fold(text)))


@pytest.mark.parametrize(
    "group",
    [
        "did not agree",
        "never agreed to",
        "no longer support",
        "have never suggested",
        "failed to agree",
        "declined to endorse",
        "was unable to accept",
        "don't support",
        "saw no need for",
        "at no time objected",
        "stopped short of endorsing",
    ],
)
def test_a_verb_group_is_negated(group: str) -> None:
    assert polarity(_tokens(group)).negated


@pytest.mark.parametrize(
    "group",
    [
        "agreed",
        "did not fail to agree",
        "not only supported",
        "there is no doubt",
        "cannot conclude without thanking",
        "could not agree more",
        "have no choice but to",
        "will meet no later than",
        "not least",
    ],
)
def test_what_only_looks_like_negation_is_none(group: str) -> None:
    assert not polarity(_tokens(group)).negated


@pytest.mark.parametrize(
    "subject", ["No delegation", "Not a single delegation", "Nobody", "None of us", "No one", "Neither side"]
)
def test_a_subject_negates_its_clause(subject: str) -> None:
    assert subject_polarity(_tokens(subject)).negated


@pytest.mark.parametrize(
    "subject",
    [
        "Not only the Chair",
        "Not all delegations",
        "No fewer than ten members",
        "No more than three",
        "Hardly any members",
    ],
)
def test_a_limited_subject_does_not_negate(subject: str) -> None:
    assert not subject_polarity(_tokens(subject)).negated


@given(st.lists(st.sampled_from(["not", "no", "only", "agree", "fail", "to", "doubt", "longer", "but", "never"])))
def test_negators_stand_apart_and_within_the_words(tokens: list[str]) -> None:
    for kinds in (OF_GROUP, OF_SUBJECT):
        found = negators(tokens, kinds)
        assert all(0 <= one.start < one.end <= len(tokens) for one in found)
        assert all(before.end <= after.start for before, after in pairwise(found))
