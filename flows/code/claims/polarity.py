"""Polarity: what negation does to a claim, by the words of `negation.csv` and the stretch that each negates.

A negated subject counts like a negated cue; a negated cue of assent is `differ`, a negated cue of dissent is `agree`,
and neither is `negated`; with any other cue the act stays and `negated` is true.
"""

from collections.abc import Sequence
from typing import NamedTuple

from flows.code.claims.attributed import Attributed
from flows.code.lang.language import Use, language
from flows.code.lang.rows import Negation
from flows.code.layers import Structure, Tokens

ASSENT, DISSENT = frozenset({"agree", "support"}), frozenset({"differ"})


class Codes(NamedTuple):
    """The codes of a claim, and the rules that changed them."""

    act: str
    holder: str
    agreement: str
    modality: str
    negated: bool
    rules: tuple[str, ...] = ()


class _Found(NamedTuple):
    start: int  # tokens
    end: int
    row: Negation


def settle_polarity(
    name: str,
    claims: Sequence[Attributed],
    codes: Sequence[Codes],
    acts: Sequence[str],
    tokens: Tokens,
    structure: Structure,
    roots: Sequence[tuple[int, int]],
) -> list[Codes]:
    """Return the codes with negation reckoned into them.

    `acts` are those that the tables give the cues, `roots` the verb groups of the contents, as tokens.
    """
    known = language(name).negations
    forms, ids = tokens.words.folded, tokens.form
    negating = [form in known for form in forms]
    found = []
    for claim, code, act, root in zip(claims, codes, acts, roots, strict=True):
        stretch = ids[claim.start : claim.end].tolist()
        if not code.negated and not any(negating[form] for form in stretch):
            found.append(code)
            continue
        words = tuple(forms[form] for form in stretch)
        negations = [
            one._replace(start=one.start + claim.start, end=one.end + claim.start) for one in _in(known, words)
        ]
        found.append(_settled(claim, code, act, negations, root))
    return found


def _settled(claim: Attributed, code: Codes, act: str, negations: list[_Found], root: tuple[int, int]) -> Codes:
    real = [one for one in negations if one.row.kind in ("verb", "subject", "object", "verb-of-denial", "weak")]
    cancelled = [one for one in negations if one.row.kind in ("pseudo", "cancels")]
    own_cue = claim.cue_start >= claim.start and not claim.cue_inherited
    source = claim.source.start if claim.source and not claim.source_inherited else -1
    subject = next((one for one in real if one.row.kind == "subject" and one.start == source), None)
    in_cue = next(
        (one for one in real if one.row.kind == "verb" and own_cue and claim.cue_start <= one.start < claim.cue_end),
        None,
    )
    if subject and own_cue:
        code = code._replace(holder="collective", agreement="all", rules=(f"negation.{subject.row.id}",))
        return _turned(code, act)
    if in_cue and own_cue and code.act != "call":
        return _turned(code._replace(rules=(f"negation.{in_cue.row.id}",)), act)
    if not real:
        rules = tuple(f"negation.{one.row.id}" for one in cancelled[:1]) if code.negated else ()
        undone = cancelled and code.act in (*ASSENT, *DISSENT) and act in (*ASSENT, *DISSENT)
        return code._replace(negated=False, act=act if undone else code.act, rules=rules)
    in_root = next((one for one in real if one.row.kind == "verb" and _beside(one, root)), None)
    if in_root and not code.negated:
        return code._replace(negated=True, rules=(f"negation.{in_root.row.id}",))
    return code


def _beside(negation: _Found, group: tuple[int, int]) -> bool:
    """Return whether a negation stands in a verb group or right before it."""
    return group[0] >= 0 and negation.end >= group[0] and negation.start <= group[1]


def _turned(code: Codes, act: str) -> Codes:
    """Return the codes with their act turned where the cue assents or dissents, and else negated."""
    if act in ASSENT or (code.act in ASSENT and act not in DISSENT):
        return code._replace(act="differ", negated=False)
    if act in DISSENT:
        return code._replace(act="agree", negated=False)
    if code.act in ("differ", "agree") and act:
        code = code._replace(act=act)
    return code._replace(negated=code.act not in ("differ", "agree"))


def _in(known: dict[str, tuple[Use[Negation], ...]], words: tuple[str, ...]) -> list[_Found]:
    """Return the negations among the words, the longest at each place, none overlapping another."""
    found, at = [], 0
    while at < len(words):
        near = known.get(words[at])
        uses = [use for use in near if words[at : at + len(use.words)] == use.words] if near else None
        if uses:
            use = max(uses, key=lambda one: len(one.words))
            found.append(_Found(at, at + len(use.words), use.row))
            at += len(use.words)
        else:
            at += 1
    return found
