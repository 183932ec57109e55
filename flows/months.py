"""The names of the months, in the languages of months.csv: by which dates are read, and written."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.rules import prove_examples, read_rules

TABLE = Path(__file__).with_name("months.csv")


class Month(NamedTuple):
    """A row of months.csv: the names of a month in a language, in small letters, the whole one first."""

    id: str
    language: str
    number: str
    names: str
    example: str
    counterexample: str
    comment: str
    source: str


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of each name; raises RuleError where an example does not hold."""
    return {name: int(rule.number) for rule in _rules() for name in rule.names.split("|")}


@cache
def month_names(language: str) -> dict[int, str]:
    """Return the whole name of each month in a language, by its number."""
    return {int(rule.number): rule.names.split("|")[0].capitalize() for rule in _rules() if rule.language == language}


@cache
def _rules() -> tuple[Month, ...]:
    rules = read_rules(TABLE, Month)
    names = {rule.id: rule.names.split("|") for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: text.lower() in names[rule],
    )
    return rules
