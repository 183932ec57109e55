"""Topics: what a claim is about, from weighted keywords.

Dictionary coding with a threshold: each keyword of rules/topics.csv found in the content adds its weight to its
topic once, and a topic that reaches the threshold is given (cf. Albaugh et al., "The Automated Coding of Policy
Agendas", 2013, on dictionaries for topics).
"""

from functools import cache
from typing import NamedTuple

from flows.code.ruleset import RULES, RuleSet
from flows.rules import RuleError, read_rules

THRESHOLD = 2
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
    table = _table()
    taken = table.keywords.all(content)
    if not taken and not before.topics:
        return NONE
    score: dict[str, int] = {}
    for index in taken:
        topic = table.keywords.rows[index].topic
        score[topic] = score.get(topic, 0) + table.weights[index]
    given = {topic for topic, weight in score.items() if weight >= THRESHOLD}
    if given:
        weights, rows = table.weights, table.keywords.rows
        rules = tuple(rows[at].id for at in sorted(taken) if rows[at].topic in given and weights[at] > 0)
        return Topics(tuple(sorted(given)), rules)
    if before.topics and (pointing := table.pointing.first(content)):
        return Topics(before.topics, (pointing.id,))
    return NONE


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
