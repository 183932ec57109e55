"""Clauses: where a sentence that holds several claims joins one main clause to the next.

The joints are rules in `splits.csv`; each is a pattern that ends with the new clause's subject and finite verb, over
folded text. What may stand on its left is checked here, since a pattern cannot see what a clause hangs on.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import re2

from flows.code.ruleset import RULES
from flows.code.units.patterns import Scanned, leftmost, reader, scanner
from flows.code.units.words import alternation, is_adverb, words_of
from flows.rules import read_rules

TABLE = RULES / "splits.csv"


class SplitRule(NamedTuple):
    """A row of `splits.csv`."""

    id: str
    joint: str  # pattern of what joins: punctuation and conjunction
    subject: str  # pattern of the new clause's subject and verb
    needs: str  # what the left side must be: "clause" (has a finite verb), "predicate" (ends in is + adjective),
    # "singular" (a clause without a subordinate one; the verb behind cannot have a joined subject)
    example: str
    counterexample: str
    comment: str
    source: str


class Joint(NamedTuple):
    """A place where a clause may end and the next begin."""

    end: int  # of the left clause
    start: int  # of the right clause
    opening: str  # the first words of the right clause, to the verb
    rule: SplitRule


@cache
def split_rules() -> tuple[SplitRule, ...]:
    """Return the rows of the table; raises RuleError where it cannot be used.

    A row without a pattern names a way of reporting, or of enumerations.py, which a pattern cannot say.
    """
    return read_rules(TABLE, SplitRule)


def find_joints(folded: str, scanned: Scanned) -> Iterator[Joint]:
    """Yield the joints of a folded text in its order, by the wording of their right side alone.

    `scanned` is what `joint_scans` found in it.
    """
    for start, end, number in leftmost(joint_scans(), scanned):
        if _purpose().match(folded, start):
            continue
        rule, pattern = _readers()[number]
        if found := pattern.fullmatch(folded, start, end):
            opening = found[1]
            if not _inserted().match(folded, end) and (
                rule.needs == "any" or _is_subject(opening, folded[end : end + 8])
            ):
                yield Joint(start + (folded[start] not in ";, :-"), end - len(opening), opening, rule)


def may_end(folded: str, start: int, joint: Joint, reports: bool = False) -> bool:
    """Whether the clause that begins at `start` can end at the joint; one that `reports` has its verb in its cue."""
    left = folded[start : joint.end]
    first = left.partition(" ")[0].rstrip(",")
    is_that = joint.opening.startswith("that ") and " that " in left
    if is_that and (
        joint.opening.count(" ") > 1 or _RELATIVE.search(left)
    ):  # "a body that is free and that will watch"
        return False
    if (first in words_of("clause opener") and "," not in left) or " so that " in left:
        return False
    if left.rpartition(" ")[2].strip(",;") in words_of("unfinished"):
        return False
    if joint.rule.needs == "singular":
        ending = left[
            left.rfind(", ") + 1 :
        ]  # "…, the existence and the work of it is": the last stretch must say something
        if not words_of("subordinator").intersection(left.split()) and _finite().search(ending):
            return True
        return not joint.opening.endswith("ed") and _predicate().search(left) is not None
    if joint.rule.needs == "predicate":
        return not joint.opening.endswith("ed") and _predicate().search(left) is not None
    own = reports and joint.opening.rpartition(" ")[2] in ("i", "we")
    return own or joint.rule.needs == "any" or _finite().search(left) is not None


_RELATIVE = re.compile(r"[a-z] that (?:[a-z]+ly )?(?:is|are|was|were|has|have|will|can|could|must|should|would) ")
_PLURAL = frozenset(("are", "were", "have", "do"))


_WHOSE_WILL = frozenset(
    ("political", "good", "free", "common", "collective", "strong", "general", "sovereign")
)  # a noun


def _is_subject(opening: str, following: str) -> bool:
    """Whether the words before the finite verb can be its subject."""
    words = opening.split(" ")
    verb, subject = (
        words[-1],
        [word for word in words[:-1] if not is_adverb(word)],
    )
    if verb in words_of("pronoun"):
        return True
    if not subject:
        return False
    if any(word in words_of("subordinator") for word in subject[1:]):
        return False
    if subject == ["that"] and verb in _PLURAL:  # "and that have": a relative, not a demonstrative
        return False
    if subject[0] in words_of("pronoun") or subject[0] in words_of("clause subject"):
        return True
    if verb == "will" and subject[-1] in _WHOSE_WILL:
        return False
    if subject[-1] in ("and", "or") or subject[-1] in words_of("preposition"):
        return False
    inner = [word for at, word in enumerate(subject) if word != "to" or at < 2]  # "the commitment of all to peace is"
    if any(
        word in words_of("subordinator") or word in words_of("no subject") or word in words_of("modal")
        for word in inner
    ):
        return False
    if (
        subject[0] in words_of("finite")
        or subject[0] in words_of("preposition")
        or (subject[0].endswith("ing") and len(subject) == 1)
    ):
        return False
    return not (verb.endswith("ed") and following.strip().partition(" ")[0] in words_of("preposition"))


def _expand(pattern: str) -> str:
    for name in ("finite", "pronoun", "clause subject", "adverb"):
        pattern = pattern.replace(f"%{name}%", f"(?:{alternation(name)})")
    return pattern


@cache
def joint_scans() -> tuple["re2._Regexp[bytes]", ...]:
    """Patterns of the rows that have one, to be read as the alternatives of one, in their order."""
    return tuple(
        scanner(f"(?:{row.joint}) (?:{_expand(row.subject)})", TABLE.name, row.id) for row in split_rules() if row.joint
    )


@cache
def _readers() -> tuple[tuple[SplitRule, re.Pattern[str]], ...]:
    return tuple(
        (row, reader(f"(?:{row.joint}) ({_expand(row.subject)})", TABLE.name, row.id))
        for row in split_rules()
        if row.joint
    )


@cache
def _finite() -> re.Pattern[str]:
    return _compile(r"\b%finite%\b|[a-z]{3}ed\b", "finite")


@cache
def _inserted() -> re.Pattern[str]:
    """Return a turn of speech between commas: "and, I would venture to say, a good one"."""
    return _compile(
        r" (?:[a-z]+ ){0,3}(?:say|think|believe|hope|add|dare|know|suppose|suspect|might add), ", "inserted"
    )


@cache
def _purpose() -> re.Pattern[str]:
    """Return what a clause is for: "…, so that all benefit", "…, so we can grow"."""
    return _compile(r",? (?:and )?so (?:that|(?:[a-z'-]+ ){1,4}?(?:can|could|may|might)) ", "purpose")


@cache
def _predicate() -> re.Pattern[str]:
    return _compile(r"\b(?:is|are|was|were|be|been) (?:[a-z]+ly )?[a-z]+$", "predicate")


def _compile(pattern: str, rule: str) -> re.Pattern[str]:
    return reader(_expand(pattern), TABLE.name, rule)
