"""Topics: what a claim is about, from weighted keywords.

Dictionary coding with a threshold: each keyword of rules/topics.csv found in the content adds its weight to its
topic once, and a topic that reaches the threshold is given (cf. Albaugh et al., "The Automated Coding of Policy
Agendas", 2013, on dictionaries for topics).
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from flows.code.ruleset import RULES, RuleSet
from flows.rules import RuleError, read_rules

THRESHOLD = 2
SHORT = 120
"""Characters of a content that can point back; a longer one says itself what it is about."""

BEFORE = "before"  # the topic of rows whose pattern points back to the claim before


class Keyword(NamedTuple):
    """A row of rules/topics.csv; `weight` is a whole number, negative where it speaks against the topic."""

    id: str
    topic: str
    pattern: str
    weight: str
    example: str
    counterexample: str
    comment: str
    source: str


class Topics(NamedTuple):
    """The topics of a content, sorted by name, and the ids of the keywords that gave them."""

    topics: tuple[str, ...]
    rules: tuple[str, ...]


NONE = Topics((), ())


def find_topics(contents: Sequence[str]) -> list[Topics]:
    """The topics of a text's folded contents, in their order: one can point back to those of the one before."""
    keywords, _, pointing = _table()
    found, before = [], NONE
    for content, taken in zip(contents, keywords.all_of_each(contents), strict=True):
        topics = _weighed(tuple(sorted(taken))) if taken else NONE
        if not topics.topics and before.topics and len(content) <= SHORT and (row := pointing.first(content)):
            topics = Topics(before.topics, (row.id,))
        found.append(topics)
        before = topics
    return found


@lru_cache(maxsize=1 << 12)
def _weighed(taken: tuple[int, ...]) -> Topics:
    """The topics that these keywords, given as the indexes of their rows, make reach the threshold."""
    rows, weights = _table().keywords.rows, _table().weights
    score: dict[str, int] = {}
    for index in taken:
        topic = rows[index].topic
        score[topic] = score.get(topic, 0) + weights[index]
    given = [topic for topic in sorted(score) if score[topic] >= THRESHOLD]
    if not given:
        return NONE
    rules = [rows[index].id for index in taken if weights[index] > 0 and rows[index].topic in given]
    return Topics(tuple(given), tuple(rules))


class _Table(NamedTuple):
    keywords: RuleSet[Keyword]
    weights: tuple[int, ...]
    pointing: RuleSet[Keyword]


@cache
def _table() -> _Table:
    """rules/topics.csv; raises RuleError where it cannot be used."""
    table = RULES / "topics.csv"
    rows = read_rules(table, Keyword)
    for row in rows:
        if not row.weight.lstrip("-").isdigit():
            raise RuleError(f"{table.name}: rule {row.id}: weight {row.weight!r} is not a whole number")
    keywords = tuple(row for row in rows if row.topic != BEFORE)
    return _Table(
        RuleSet(table.name, keywords),
        tuple(int(row.weight) for row in keywords),
        RuleSet(table.name, (row for row in rows if row.topic == BEFORE)),
    )
