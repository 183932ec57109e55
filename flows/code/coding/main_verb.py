"""The main verb of a content: its modality, and whether it is negated.

A walk over the words, without a parser: what opens a subordinate clause uses up one verb, and the first finite verb
left over is the main verb (or, before any verb, the noun "need" that heads the content). The word classes stand in
rules/verbs.csv; the grammar is that of Huddleston and Pullum, The Cambridge Grammar of the English Language, 2002.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import re2

from flows.code.folding import fold
from flows.code.ruleset import RULES
from flows.rules import RuleError, compile_pattern, read_rules, spans

TABLE = RULES / "verbs.csv"
REACH = 32
"""Words from the front among which a main verb is looked for; a modal behind them belongs to something else."""

OPENING = 20
"""Words that may stand before the main clause's comma; a comma behind them belongs to the main clause."""

_MODALS = frozenset({"must", "should", "can", "may", "will"})
_PUNCTUATION = ".,;:!?\"()[]*_ '"


class WordClass(NamedTuple):
    """A row of rules/verbs.csv: what the words, joined by "|", can do in a clause.

    `reads` is the example's modality, with "not" before it where its main verb is negated.
    """

    id: str
    role: str
    words: str
    example: str
    reads: str
    counterexample: str
    comment: str
    source: str


class MainVerb(NamedTuple):
    """What the main verb says; `subject` is the number of words before it, None where no verb was found.

    `rules` are the ids of the rows that made it modal or negated.
    """

    modality: str
    negated: bool
    subject: int | None
    rules: tuple[str, ...]


NO_VERB = MainVerb("none", False, None, ())


def main_verb(folded: str) -> MainVerb:
    """Return the main verb of a folded content (flows.code.folding); modality "none" where it has none."""
    return _read(folded, _grammar())


def telling_words(folded: str) -> list[int]:
    """Where, in a folded text, the words stand without one of which no content in it is modal or negated."""
    return [start for start, _ in spans(_grammar().telling, folded.encode("ascii"))]


class _Grammar(NamedTuple):
    """The rows of the table by role: a set, or the row's id for each word where a rule is named."""

    verb: dict[str, tuple[str, str]]  # word: (role, id)
    negation: dict[str, str]
    zero: dict[str, str]
    opener: frozenset[str]
    clause: frozenset[str]
    subordinating: frozenset[str]  # that, clause and pronoun in one
    stops: frozenset[str]  # subordinating, and the verbs: all that the walk stops at
    telling: "re2._Regexp[bytes]"  # modals, negations, and what can be either
    that: frozenset[str]
    saying: frozenset[str]
    pronoun: frozenset[str]
    adverbial: frozenset[str]
    before_noun: frozenset[str]
    before_modal_noun: frozenset[str]
    nominal: frozenset[str]
    only: frozenset[str]


class _Found(NamedTuple):
    at: int
    modality: str
    rule: str


def _read(folded: str, grammar: _Grammar) -> MainVerb:
    tokens = folded.split(None, REACH)[:REACH]
    words = [token.strip(_PUNCTUATION) for token in tokens]
    found = _find(tokens, words, grammar)
    if found is None:
        return NO_VERB
    negation = _negation(words, found.at, grammar)
    modal = (found.rule,) if found.modality != "none" else ()
    return MainVerb(found.modality, negation is not None, found.at, modal if negation is None else (*modal, negation))


def _find(tokens: Sequence[str], words: Sequence[str], grammar: _Grammar) -> _Found | None:
    start = at = _after_opening(tokens, words, grammar)
    pending = int(start < len(words) and words[start] in grammar.clause)  # clauses that still await their verb
    skipped: _Found | None = None
    stops, count = grammar.stops, len(words)
    while at < count:
        if words[at] not in stops:
            at += 1
            continue
        verb = _verb(words, at, start, grammar) if words[at] in grammar.verb else None
        if verb is not None and not pending:
            return verb
        if verb is not None:
            pending -= 1
            skipped = skipped or verb
            at = _end_of_group(words, at)
        elif at > start and words[at] in grammar.subordinating:
            pending += _opens_clause(tokens, words, at, bool(pending), grammar)
        at += 1
    # What looked like a relative clause ("measures we must take") was the main clause after all ("soon we must act").
    return skipped if skipped and words[skipped.at - 1] in grammar.pronoun else None


def _end_of_group(words: Sequence[str], at: int) -> int:
    """Index of the last word of the verb group that begins at `at`: "do not have", "has also been"."""
    while at + 1 < len(words) and (words[at + 1] in _IN_GROUP or words[at + 1].endswith("ly")):
        at += 1
    return at


def _opens_clause(tokens: Sequence[str], words: Sequence[str], at: int, pending: bool, grammar: _Grammar) -> bool:
    before = words[at - 1]
    if words[at] in grammar.that:
        return before not in grammar.saying
    if words[at] in grammar.clause:
        return not _has_its_verb(words, at)
    if words[at] not in grammar.pronoun or pending or before in grammar.adverbial:
        return False
    # "the language they use": the word behind the pronoun is the clause's verb, unless it is one that we would meet.
    follows = at + 1 < len(words) and words[at + 1] in grammar.verb
    return follows and not tokens[at - 1].endswith((",", ":", ";", "-"))


def _has_its_verb(words: Sequence[str], at: int) -> bool:
    """Whether a relative has its verb next to it, in a form that the table need not name ("which evolved")."""
    following = words[at + 1] if at + 1 < len(words) else ""
    return words[at] in ("which", "who") and following.endswith("ed") and following not in ("need", "indeed")


def _after_opening(tokens: Sequence[str], words: Sequence[str], grammar: _Grammar) -> int:
    """Index of the first word behind the words that stand before the main clause, up to their comma."""
    if not words or words[0] not in grammar.opener:
        return 0
    return next((at + 1 for at, token in enumerate(tokens[: min(OPENING, len(tokens) - 1)]) if token.endswith(",")), 0)


def _verb(words: Sequence[str], at: int, start: int, grammar: _Grammar) -> _Found | None:
    """Return the word as a finite verb, or as the noun that heads the content; None where it is neither."""
    role, rule = grammar.verb[words[at]]
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if role in _MODALS:
        is_month = words[at] == "may" and (before.isdigit() or after.isdigit() or before in _BEFORE_MONTH)
        return None if is_month or before in grammar.before_modal_noun else _Found(at, role, rule)
    if role == "need":
        return _Found(at, "need", rule) if _is_need(words, at, start, grammar) else None
    if role == "have":
        return _Found(at, "must" if after == "to" else "none", rule)
    if role == "ought":
        return _Found(at, "should", rule)
    if role == "be":
        return _be(words, at, rule, grammar)
    if role == "plain":
        subject = before in grammar.pronoun or (at > start and before.endswith("s") and not before.endswith("ss"))
        return _Found(at, "none", rule) if subject else None
    is_noun = before in grammar.before_noun and not words[at].startswith("d")  # do, does, did are never nouns
    return None if is_noun else _Found(at, "none", rule)


def _is_need(words: Sequence[str], at: int, start: int, grammar: _Grammar) -> bool:
    """Whether "need", "needs" or "needed" is the main verb, or the noun that heads the content."""
    word = words[at]
    before = words[at - 1] if at > start else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if word == "needed":
        return before in grammar.pronoun
    if at == start:
        return after in {"to", "for"}
    if word == "needs" and after == "to":
        return True
    if all(lead in grammar.nominal or lead.endswith("ly") for lead in words[start:at]):
        return after in {"to", "for", "of", "that"}
    return not (before in grammar.before_noun or before in grammar.nominal or after in {"of", "and", "are", "in"})


def _be(words: Sequence[str], at: int, rule: str, grammar: _Grammar) -> _Found:
    """Return a form of be; "is … needed" and "there is a … need" are need."""
    _, need = grammar.verb["need"]
    ahead = words[at + 1 : at + 5]
    if "needed" in ahead[:3] or (at and words[at - 1] in {"there", "also"} and {"need", "needs"} & set(ahead)):
        return _Found(at, "need", need)
    return _Found(at, "none", rule)


def _negation(words: Sequence[str], at: int, grammar: _Grammar) -> str | None:
    """Return the id of the row that negates the verb at `at`, or None."""
    if words[at] == "cannot" or words[at].endswith("n't"):
        return grammar.negation["not"]
    if words[0] in grammar.zero and at > 0:
        return grammar.zero[words[0]]
    for near in range(at + 1, min(at + 4, len(words))):
        word = words[near]
        if word in grammar.negation:
            adds = near + 1 < len(words) and words[near + 1] in grammar.only
            return None if adds else grammar.negation[word]
        if word in grammar.zero and near == at + 1:
            return grammar.zero[word]
        if not (word.endswith("ly") or word in _BETWEEN):
            break
    return grammar.negation.get(words[at - 1]) if at else None


_BEFORE_MONTH = frozenset({"in", "since", "until", "early", "late", "last", "next"})

# What can stand between a verb and its "not": "will also not", "have still not", "it is of course not".
_BETWEEN = frozenset(
    {"also", "still", "yet", "therefore", "be", "have", "it", "we", "they", "in", "fact", "of", "course"}
)
_IN_GROUP = frozenset({"not", "never", "also", "still", "always", "have", "be", "been", "had", "no", "longer"})


@cache
def _grammar() -> _Grammar:
    """Return the table; raises RuleError where a role is missing or an example reads otherwise than its row says."""
    rows = read_rules(TABLE, WordClass)
    classes: dict[str, dict[str, str]] = {}
    for row in rows:
        classes.setdefault(row.role, {}).update(dict.fromkeys(row.words.split("|"), row.id))
    verbs: dict[str, tuple[str, str]] = {}
    try:
        for role in ("plain", "finite", "have", "be", "ought", "need", *sorted(_MODALS)):
            for word, rule in classes[role].items():
                verbs |= dict.fromkeys((word, *_negatives(role, word)), (role, rule))
        grammar = _Grammar(
            verbs,
            classes["negation"],
            classes["zero"],
            frozenset(classes["opener"]),
            frozenset(classes["clause"]),
            frozenset({*classes["that"], *classes["clause"], *classes["pronoun"]}),
            frozenset({*classes["that"], *classes["clause"], *classes["pronoun"], *verbs}),
            _telling(classes, verbs),
            *(frozenset(classes[field.replace("_", "-")]) for field in _Grammar._fields[8:]),
        )
    except KeyError as role_missing:
        raise RuleError(f"{TABLE.name}: no row has the role {role_missing}") from None
    for row in rows:
        verb = _read(fold(row.example), grammar)
        reading = f"{'not ' if verb.negated else ''}{verb.modality}"
        if reading != row.reads:
            raise RuleError(f"{TABLE.name}: rule {row.id}: its example reads {reading!r}: {row.example!r}")
        if row.counterexample and row.id in _read(fold(row.counterexample), grammar).rules:
            raise RuleError(f"{TABLE.name}: rule {row.id}: its counterexample is matched: {row.counterexample!r}")
    return grammar


def _telling(classes: dict[str, dict[str, str]], verbs: Iterable[str]) -> "re2._Regexp[bytes]":
    words = {word for role in (*_MODALS, "need", "ought", "negation", "zero") for word in classes[role]}
    words.update(verb for verb in verbs if verb.endswith("n't"))
    having = "|".join(sorted(classes["have"]))
    pattern = rf"(?:\b|_)(?:{'|'.join(sorted(words))}|(?:{having})[^a-z0-9]+to)(?:\b|_)"
    return compile_pattern(pattern.encode("ascii"), TABLE.name, "(all)")


def _negatives(role: str, word: str) -> tuple[str, ...]:
    """Return the contracted forms of an auxiliary: "isn't", "won't"."""
    irregular = {"will": "won't", "can": "can't", "shall": "shan't"}
    if word in irregular:
        return (irregular[word],)
    return (f"{word}n't",) if role in _MODALS or role in {"have", "be"} or word in {"do", "does", "did"} else ()
