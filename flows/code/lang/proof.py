"""Proof of a language's tables: each row takes its example and leaves its counterexample."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from flows.code.folding import fold
from flows.code.lang.forms import morphology
from flows.code.lang.language import LANGUAGES, Uses, language
from flows.code.lang.quantifiers import voices
from flows.code.lang.rows import Irregular, Number, Quantifier, Verb
from flows.code.lang.tables import read_table
from flows.code.lang.uses import best_use
from flows.code.topics import words_for
from flows.rules import prove_examples

_TOKEN = re.compile(r"[a-z0-9][a-z0-9,]*(?<!,)|'[a-z]+|[^\sa-z0-9]")


def prove_language(name: str) -> None:
    """Raise RuleError, with table, row and reason, for a row of a language's tables that lies about itself."""
    tables = language(name)
    named = {"verbs", "quantifiers", "numbers"}
    for table, uses in tables._asdict().items():
        if table not in named:
            _prove(f"{_FILES.get(table, table)}.csv", _rows(uses), _standing(uses), table not in _BY_WHOLE_CLAIMS)
    _prove("verbs.csv", _rows(tables.verbs), lambda row, text: _chooses(row, text, name))
    _prove("quantifiers.csv", _rows(tables.quantifiers), lambda row, text: _counts(row, text, row.place, name))
    _prove("numbers.csv", tables.numbers, lambda row, text: _counts(row, text, ("source",), name))
    irregular = read_table(LANGUAGES / name / "irregular.csv", Irregular)
    _prove("irregular.csv", irregular, lambda row, text: text in _forms(row, name))
    _prove("topics.csv", *words_for(name))


_FILES = {"proceedings": "procedure", "negations": "negation"}
_BY_WHOLE_CLAIMS = frozenset(("proceedings", "duties", "evaluations", "phrases", "negations", "number_limits"))
"""Tables whose counterexamples have the row's words, and are told apart by more than the words."""


def tokens_of(text: str) -> list[str]:
    """Return the tokens of an example, as the tables name words."""
    return _TOKEN.findall(fold(text))


def _prove(table: str, rows: Iterable[Any], takes: Callable[[Any, str], bool], leaves: bool = True) -> None:
    """Prove examples, and counterexamples where `leaves` says that the words alone tell them."""
    by_id = {row.id: row for row in rows}
    examples = tuple(
        (row.id, row.example, getattr(row, "counterexample", "") if leaves else "")
        for row in by_id.values()
        if row.example
    )
    prove_examples(table, examples, lambda rule, text: takes(by_id[rule], text))


def _rows(uses: Uses[Any]) -> list[Any]:
    return list({use.row.id: use.row for found in uses.values() for use in found}.values())


def _standing(uses: Uses[Any]) -> Callable[[Any, str], bool]:
    """Return what says whether a form of a row's words stands in a text."""

    def stands(row: Any, text: str) -> bool:
        tokens = tokens_of(text)
        return any(
            use.row.id == row.id and tuple(tokens[at : at + len(use.words)]) == use.words
            for at, token in enumerate(tokens)
            for use in uses.get(token, ())
        )

    return stands


def _chooses(row: Verb, text: str, name: str) -> bool:
    """Return whether a row is the best use of a verb in the text."""
    tokens, verbs = tokens_of(text), language(name).verbs
    auxiliaries = {form.text for form in morphology(LANGUAGES / name).verb(_AUXILIARY)}
    chosen = (
        best_use(verbs[token], tokens[at + 1 :], not auxiliaries.isdisjoint(tokens[max(0, at - 3) : at]), name)
        for at, token in enumerate(tokens)
        if token in verbs
    )
    return any(found is not None and found.use.row.id == row.id for found in chosen)


_AUXILIARY = "be"


def _counts(row: Quantifier | Number, text: str, places: Iterable[str], name: str) -> bool:
    found = (voices(tokens_of(text), place, name) for place in places)
    return any(voice is not None and voice.rule == row.id for voice in found)


def _forms(row: Irregular, name: str) -> set[str]:
    spelled = morphology(LANGUAGES / name)
    return {form.text for form in (spelled.verb if row.pos == "verb" else spelled.noun)(row.lemma)}
