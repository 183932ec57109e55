"""Forms of words: how a language spells the forms of a lemma, from its tables of endings and of irregular words."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.code.lang.rows import Ending, Irregular
from flows.code.lang.tables import read_table
from flows.rules import RuleError

VERB_FORMS = ("s", "past", "participle", "ing")


class Form(NamedTuple):
    """One form of a lemma; a spelling that is past and participle is two forms."""

    text: str
    form: str
    """base, s, past, participle, ing; of a noun, base and s."""


class Morphology:
    """The forms of a language's verbs and nouns."""

    __slots__ = ("_endings", "_irregular")

    def __init__(self, folder: Path) -> None:
        """Read the tables of a language's folder; raises RuleError where one cannot be used."""
        table = folder / "endings.csv"
        self._endings = [(row, _compiled(table, row)) for row in read_table(table, Ending)]
        self._irregular = {(row.lemma, row.pos): row for row in read_table(folder / "irregular.csv", Irregular)}
        for row, _ in self._endings:
            lemma, _, form = row.example.partition(" ")
            if self.regular(lemma, row.pos, row.form) != form:
                raise RuleError(f"{table.name}: rule {row.id}: its example is not made: {row.example!r}")

    def verb(self, lemma: str) -> tuple[Form, ...]:
        """Return the forms of a verb, its base first."""
        return (Form(lemma, "base"), *(Form(text, form) for form in VERB_FORMS for text in self._all(lemma, form)))

    def noun(self, lemma: str) -> tuple[Form, ...]:
        """Return the singular and the plural of a noun, of which the last word changes."""
        before, space, last = lemma.rpartition(" ")
        irregular = self._irregular.get((lemma, "noun")) or self._irregular.get((last, "noun"))
        plurals = (irregular.s if irregular else ()) or (self.regular(last, "noun", "s"),)
        whole = irregular is not None and irregular.lemma == lemma
        return (
            Form(lemma, "base"),
            *(Form(plural if whole else before + space + plural, "s") for plural in plurals),
        )

    def regular(self, lemma: str, pos: str, form: str) -> str:
        """Return a form as the endings make it."""
        for row, ends in self._endings:
            if row.pos == pos and row.form == form and ends(lemma):
                stem = lemma[: len(lemma) - row.cut]
                return stem + (stem[-1] if row.doubles else "") + row.add
        return lemma

    def endings(self, form: str) -> tuple[str, ...]:
        """Return what the endings add to make a form of a verb."""
        return tuple({row.add for row, _ in self._endings if row.pos == "verb" and row.form == form})

    def _all(self, lemma: str, form: str) -> tuple[str, ...]:
        irregular = self._irregular.get((lemma, "verb"))
        if irregular is not None:
            given: tuple[str, ...] = getattr(irregular, form)
            if not given and form == "participle":
                given = irregular.past
            if given:
                return given
        return (self.regular(lemma, "verb", form),)


@cache
def morphology(folder: Path) -> Morphology:
    """Return the morphology of a language's folder, read once."""
    return Morphology(folder)


def _compiled(table: Path, row: Ending) -> Callable[[str], object]:
    try:
        return re.compile(f"(?:{row.after})$").search
    except re.error as error:
        raise RuleError(f"{table.name}: rule {row.id}: after: {row.after!r} does not compile: {error}") from None
