"""Tell a clause from a name or phrase by the words of clause_words.csv."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import re2

from flows.rules import compile_pattern, prove_examples, read_rules

TABLE = Path(__file__).with_name("clause_words.csv")


class ClauseWords(NamedTuple):
    """A row of clause_words.csv; `pattern` lists whole words, in any case.

    `use`: "clause" for words that only a finite clause has, "dangling" for words that no phrase ends with.
    """

    id: str
    use: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


def has_clause(text: str) -> bool:
    """Whether `text` holds a subject pronoun, a finite auxiliary or another word that only a clause has."""
    return _words()["clause"].search(text) is not None


def is_dangling(text: str) -> bool:
    """Whether `text` ends with a word that no phrase ends with, such as an article: it goes on elsewhere."""
    return _words()["dangling"].search(text) is not None


@cache
def _words() -> "dict[str, re2._Regexp[str]]":
    rules = read_rules(TABLE, ClauseWords)
    single = {rule.id: compile_pattern(_placed(rule.use, rule.pattern), TABLE.name, rule.id) for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: single[rule].search(text) is not None,
    )
    uses = dict.fromkeys(rule.use for rule in rules)
    listed = {use: "|".join(rule.pattern for rule in rules if rule.use == use) for use in uses}
    return {use: compile_pattern(_placed(use, words), TABLE.name, use) for use, words in listed.items()}


def _placed(use: str, words: str) -> str:
    # RE2's \b knows ASCII letters only
    behind = "$" if use == "dangling" else r"(?:$|[^\p{L}\p{N}])"
    return rf"(?i)(?:^|[^\p{{L}}\p{{N}}'’])(?:{words}){behind}"
