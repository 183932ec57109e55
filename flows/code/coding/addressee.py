"""Addressee: the words that name who is to act, in a claim that demands."""

import re
from functools import cache, lru_cache

from flows.code.coding.acts import DEMANDS
from flows.code.coding.modality import Mood, verb_under
from flows.code.ruleset import RULES, DecisionTable
from flows.code.units.unit import Unit
from flows.records import Span

# "governments to have …": what a verb of asking governs, up to the infinitive.
_ASKED = re.compile(r"((?:(?!(?:to|that|for) )[^ ]+ ){1,9}?)to ", re.ASCII)
_BY = re.compile(r"\bby ((?:[a-z-]+ ?){1,4})", re.ASCII)


def find_addressee(folded: str, unit: Unit, content: str, mood: Mood) -> Span | None:
    """Where the statement's folded text names who is to act, in a claim that demands; None where it names nobody."""
    start = (unit.content or unit.span).start
    cue = folded[slice(*unit.cue)] if unit.cue else ""
    if cue and _asks(cue):
        asked = _ASKED.match(content)
        return Span(start, start + len(asked[1].rstrip(" ,"))) if asked else None
    we_ask = unit.source is not None and folded[slice(*unit.source)] == "we"
    demanded = mood.modality in DEMANDS
    subject = (mood.verb or verb_under(cue, content)).subject if we_ask or demanded else None
    if we_ask and subject is None:
        return unit.source
    if demanded and subject:
        lead = " ".join(content.split(" ", subject)[:subject])
        begin = lead.rfind(", ") + 2 if ", " in lead else 0
        if _is_actor(lead[begin:]):
            return Span(start + begin, start + len(lead))
    return _agent(content, start)


def _agent(content: str, start: int) -> Span | None:
    """Return the actor in "wider participation by States", as long as it can be."""
    by = _BY.search(content)
    words = by[1].rstrip() if by else ""
    while by and words:
        if _is_actor(words):
            return Span(start + by.start(1), start + by.start(1) + len(words))
        words = words.rpartition(" ")[0]
    return None


@lru_cache(maxsize=1 << 12)
def _asks(cue: str) -> bool:
    return _rules().first("asking", cue) is not None


@lru_cache(maxsize=1 << 12)
def _is_actor(words: str) -> bool:
    return _rules().first("actor", words) is not None


@cache
def _rules() -> DecisionTable:
    return DecisionTable(RULES / "addressee.csv")
