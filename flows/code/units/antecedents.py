"""Antecedents: the holders named before that a pronoun, or a clause without a subject, may stand for."""

from typing import NamedTuple

from flows.code.units.holders import leading_holder
from flows.code.units.sources import Holder, may_be
from flows.code.units.subjects import Text
from flows.records import Span


class Antecedents(NamedTuple):
    """The last holder of each kind."""

    several: Holder | None = None
    person: Holder | None = None
    thing: Holder | None = None  # a state, a body
    clause: Span | None = None  # the clause before, whose subject comes first
    body: Holder | None = None  # who adopts the resolution or the joint statement that goes on: "The Assembly, …"

    def behind(self, clause: Span | None) -> "Antecedents":
        """Return the same behind a clause that is no report, or behind one that is (None)."""
        return Antecedents(self.several, self.person, self.thing, clause, self.body)

    def with_holder(self, text: Text, holder: Holder) -> "Antecedents":
        """Take note of a holder that is named."""
        if holder.plural:
            return self._replace(several=holder)
        return self._replace(
            person=holder if may_be(text.text, holder, "he") else self.person,
            thing=holder if may_be(text.text, holder, "it") else self.thing,
            several=holder if holder.rule.startswith("source.body") and self.several is None else self.several,
        )

    def of_pronoun(self, text: Text, pronoun: Holder) -> Holder | None:
        """Return the holder a pronoun stands for.

        The subject of the clause before it, or else the last source that fits.
        """
        word = text.folded[slice(*pronoun.span)]
        if self.clause and (subject := leading_holder(text.text, text.folded, *self.clause)):
            fits = subject.plural == pronoun.plural or (pronoun.plural and subject.rule.startswith("source.body"))
            named = not subject.pronoun and subject.holder in ("named", "collective")
            if fits and named and (pronoun.plural or may_be(text.text, subject, word)):
                return subject
        if pronoun.plural:
            return self.several
        return self.thing if word == "it" else self.person

    def of_nobody(self) -> Holder | None:
        """Return the holder of a clause that has no subject ("Urges all States to act;")."""
        return self.body or self.thing or self.several or self.person


NOBODY = Antecedents()
