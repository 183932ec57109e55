"""Topics are what a content names, by weighted words; the longest words at a place decide."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.code.lang.language import LANGUAGES
from flows.code.lang.rows import Topic
from flows.code.lang.tables import read_table
from flows.code.topics import ENOUGH, NONE, find_topics, topics_of

ROWS = read_table(LANGUAGES / "en" / "topics.csv", Topic)


@pytest.mark.parametrize("row", [row for row in ROWS if row.weight > ENOUGH and row.words], ids=lambda row: row.id)
def test_a_word_with_enough_weight_gives_its_topic(row: Topic) -> None:
    assert row.topic in find_topics([row.example])[0].topics


@pytest.mark.parametrize(
    ("content", "topics"),
    [
        ("ransomware attacks have intensified", ("threats",)),
        ("international humanitarian law applies", ("international_law",)),
        ("the eradication of poverty", ("social_development",)),
        ("the security council met", ()),
        ("network resilience matters", ("security",)),
        ("the sun was shining", ()),
        ("freedom of expression online", ("human_rights",)),
        ("the internet governance ecosystem", ("governance",)),
    ],
)
def test_topics_are_what_the_content_names(content: str, topics: tuple[str, ...]) -> None:
    assert find_topics([content])[0].topics == topics


def test_longer_words_cover_what_they_contain() -> None:
    covered, free = find_topics(["cybersecurity of states", "the security council of states"])
    assert "security" in covered.topics
    assert "security" not in free.topics


def test_what_conducts_the_meeting_is_about_it() -> None:
    told, said = find_topics(["they spoke for an hour"] * 2, ["procedure", "state"])
    assert "meeting" in told.topics
    assert "meeting" not in said.topics


def test_the_rows_that_gave_a_topic_are_named() -> None:
    (found,) = find_topics(["ransomware"])
    assert found.topics == ("threats",)
    assert found.rules and all(rule.startswith("topic.threats.") for rule in found.rules)


def test_no_content_has_no_topics() -> None:
    assert find_topics([]) == []
    assert find_topics(["", "..."]) == [NONE, NONE]


WORDS = st.lists(
    st.sampled_from(["the", "security", "council", "peace", "and", "human", "rights", "trade", "poverty", "of", "law"]),
    max_size=7,
)


@given(st.lists(WORDS, max_size=6))
def test_claims_are_weighed_alone_as_they_are_together(contents: list[list[str]]) -> None:
    texts = [" ".join(words) for words in contents]
    assert find_topics(texts) == [found for text in texts for found in find_topics([text])]


@given(WORDS)
def test_words_that_come_again_weigh_no_more(words: list[str]) -> None:
    once, twice = find_topics([" ".join([*words, "x"] * 2), " ".join([*words, "x", *["x"] * (len(words) + 1)])])
    assert once.topics == twice.topics


def test_contents_may_leave_out_words_and_share_them() -> None:
    vocabulary = ["they", "fight", "poverty", "and", "ransomware"]
    forms = np.arange(5)
    found = topics_of(vocabulary, forms, np.array([1, 3, 1]), np.array([3, 5, 5]))
    assert [of.topics for of in found] == [
        ("social_development",),
        ("threats",),
        ("social_development", "threats"),
    ]
