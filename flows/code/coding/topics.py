"""Topics: what a claim is about, from weighted keywords.

Dictionary coding with a threshold: each keyword of rules/topics.csv found in the content adds its weight to its
topic once, and a topic that reaches the threshold is given (cf. Albaugh et al., "The Automated Coding of Policy
Agendas", 2013, on dictionaries for topics).
"""

from collections import Counter
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


def find_topics(content: str, before: Topics) -> Topics:
    """The topics of a folded content; `before` are those of the claim before, which a content can point back to."""
    taken = _table().keywords.all(content)
    if taken and (given := _weighed(tuple(sorted(taken)))).topics:
        return given
    if before.topics and len(content) <= SHORT and (pointing := _table().pointing.first(content)):
        return Topics(before.topics, (pointing.id,))
    return NONE


@lru_cache(maxsize=1 << 12)
def _weighed(taken: tuple[int, ...]) -> Topics:
    """The topics that these keywords, given as the indexes of their rows, make reach the threshold."""
    rows, weights = _table().keywords.rows, _table().weights
    score: Counter[str] = Counter()
    for index in taken:
        score[rows[index].topic] += weights[index]
    given = {topic for topic, weight in score.items() if weight >= THRESHOLD}
    rules = tuple(rows[index].id for index in taken if rows[index].topic in given and weights[index] > 0)
    return Topics(tuple(sorted(given)), rules)


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
