"""Polarity: what negation does to a claim, by the words of `negation.csv` and the stretch that each negates.

A negated subject counts like a negated cue; a negated cue of assent is `differ`, a negated cue of dissent is `agree`,
and neither is `negated`; with any other cue the act stays and `negated` is true.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from flows.code.claims.attributed import Attributed
from flows.code.lang.language import Use, language
from flows.code.lang.rows import Negation
from flows.code.layers import Structure, Tokens

_CANCELLING = ("pseudo", "cancels")
ASSENT, DISSENT = frozenset({"agree", "support"}), frozenset({"differ"})


class Codes(NamedTuple):
    """The codes of a claim, and the models and rules that decided them."""

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
    ruled: Sequence[bool],
) -> list[Codes]:
    """Return the codes with negation reckoned into them.

    `acts` are those that the tables give the cues, `roots` the verb groups of the contents, as tokens; `ruled` says
    of which claims rules have read the content's negation.
    """
    known = language(name).negations
    forms, ids = tokens.words.folded, tokens.form
    negating = np.array([form in known for form in forms], np.bool_)
    places = np.flatnonzero(negating[ids]) if len(ids) else np.zeros(0, np.int64)
    low = np.searchsorted(places, [claim.start for claim in claims]).tolist()
    high = np.searchsorted(places, [claim.end for claim in claims]).tolist()
    found = []
    for claim, code, act, root, read, first, last in zip(claims, codes, acts, roots, ruled, low, high, strict=True):
        if not code.negated and first == last:
            found.append(code)
            continue
        negations = _among(known, tokens, places[first:last].tolist(), claim.end)
        read = read and not any(one.row.kind in _CANCELLING for one in negations)
        turned = read and code.act in (*ASSENT, *DISSENT) and act != code.act
        found.append(_settled(claim, code, act, negations, root, read) if not turned else code)
    return found


def _settled(
    claim: Attributed, code: Codes, act: str, negations: list[_Found], root: tuple[int, int], read: bool
) -> Codes:
    real = [one for one in negations if one.row.kind in ("verb", "subject", "object", "verb-of-denial", "weak")]
    cancelled = [one for one in negations if one.row.kind in _CANCELLING]
    own_cue = claim.cue_start >= claim.start and not claim.cue_inherited
    source = claim.source.start if claim.source and not claim.source_inherited else -1
    subject = next((one for one in real if one.row.kind == "subject" and one.start == source), None)
    in_cue = next(
        (one for one in real if one.row.kind == "verb" and own_cue and claim.cue_start <= one.start < claim.cue_end),
        None,
    )
    if subject and own_cue:
        code = code._replace(holder="collective", agreement="all", rules=(*code.rules, f"negation.{subject.row.id}"))
        return _turned(code, act)
    if in_cue and own_cue and code.act != "call":
        return _turned(code._replace(rules=(*code.rules, f"negation.{in_cue.row.id}")), act)
    if read:
        return code
    if not real:
        rules = tuple(f"negation.{one.row.id}" for one in cancelled[:1]) if code.negated else ()
        undone = cancelled and code.act in (*ASSENT, *DISSENT) and act in (*ASSENT, *DISSENT)
        return code._replace(negated=False, act=act if undone else code.act, rules=(*code.rules, *rules))
    in_root = next((one for one in real if one.row.kind == "verb" and _beside(one, root)), None)
    if in_root and not code.negated:
        return code._replace(negated=True, rules=(*code.rules, f"negation.{in_root.row.id}"))
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


def _among(
    known: dict[str, tuple[Use[Negation], ...]], tokens: Tokens, places: Sequence[int], end: int
) -> list[_Found]:
    """Return the negations that begin at these tokens and end by `end`, the longest at each, none in another."""
    forms, ids = tokens.words.folded, tokens.form
    found: list[_Found] = []
    for at in places:
        if found and at < found[-1].end:
            continue
        uses = known[forms[ids[at]]]
        following = tuple(
            [forms[form] for form in ids[at : min(at + max(len(use.words) for use in uses), end)].tolist()]
        )
        fitting = [use for use in uses if following[: len(use.words)] == use.words]
        if fitting:
            use = max(fitting, key=lambda one: len(one.words))
            found.append(_Found(at, at + len(use.words), use.row))
    return found
