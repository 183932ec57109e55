"""Inheritance: what the items of a list or of an enumeration take over from the words that introduce them."""

import re
from functools import cache
from typing import NamedTuple

from flows.code.units.cues import Hit
from flows.code.units.enumerations import Enumeration
from flows.code.units.patterns import reader
from flows.code.units.rolls import introduces_roll
from flows.code.units.subjects import Text
from flows.code.units.unit import Unit
from flows.code.units.words import alternation, words_of
from flows.records import Span


class Introduction(NamedTuple):
    """What list items take over: the unit that ends in a colon, with the cue and source that it hands on."""

    unit: int | None  # None where it says nothing by itself, and so is no claim
    source: Span | None
    cue: Span | None
    cue_lemma: str | None
    act: str
    holder: str
    agreement: str
    roll: bool  # it announces who was there
    governs: bool  # it ends in "that:", so that the items are what is held, whatever they report


def enumerated(
    folded: str, paragraph: int, index: int, enumeration: Enumeration, units: list[Unit], before: int
) -> list[Unit]:
    """Return the introduction's units that say something, and a unit for each item, which inherits from the last."""
    head = units[-1] if units else None
    says = head is not None and head.content is not None and head.content.end - head.content.start > 2
    says = says and head is not None and not (head.cue and says_nothing(folded, head))
    kept = units if says else units[:-1]
    parent = before + len(kept) - 1 if says else None
    items = [
        Unit(
            paragraph=paragraph,
            sentence=index,
            span=item,
            source=head.source if head else None,
            source_inherited=bool(head and head.source),
            cue=head.cue if head else None,
            cue_lemma=head.cue_lemma if head else None,
            cue_inherited=bool(head and head.cue),
            content=item,
            parent=parent,
            act=head.act if head else "",
            holder=head.holder if head else "",
            agreement=head.agreement if head else "",
            rules=("split.enumeration", *(head.rules if head else ())),
        )
        for item in enumeration.items
    ]
    return [*kept, *items]


def introduced_by(text: Text, unit: Unit, index: int, hits: tuple[Hit, ...]) -> Introduction:
    """Return what a unit that ends in a colon hands on: its own cue, or the agreement that its content names."""
    for hit in hits:
        if hit.construction == "agreed-points" and unit.span.start <= hit.start:
            cue = Span(hit.start, hit.end)
            word = text.folded[hit.start : hit.end].rpartition(" ")[0]
            return Introduction(
                index,
                None,
                Span(cue.start, cue.start + len(word)),
                word,
                hit.act,
                hit.holder,
                hit.agreement,
                False,
                False,
            )
    governs = unit.cue is not None and text.folded.endswith(" that", unit.cue.end, unit.span.end)
    roll = unit.cue is None and introduces_roll(text, unit.span)
    held = (unit.source, unit.cue, unit.cue_lemma, unit.act, unit.holder, unit.agreement)
    return Introduction(index, *held, roll, governs)


def says_nothing(folded: str, unit: Unit) -> bool:
    """Whether a unit only announces the list behind it: "Participants included:", "They agreed on the following:"."""
    if unit.cue is None:
        words = folded[slice(*unit.span)].split(" ")
        if len(words) > MOST_ANNOUNCING:
            return False
        says = words_of("finite").intersection(words) or any(word.endswith("ed") for word in words)
        return words[-1] in words_of("announcing") or not says
    if unit.content is None or folded[slice(*unit.content)] == "that":
        return True
    words = folded[slice(*unit.content)].split(" ")
    short = len(words) <= MOST_ANNOUNCING
    if words[-1] == "to" or (short and (words[-1] in words_of("never last") or words[-1] in words_of("modal"))):
        return True  # "called on all States to:", "agreed that States should:"
    if len(words) <= MOST_NAMING and unit.cue and folded.startswith(" that ", unit.cue.end):  # "proposed that States:"
        return words_of("finite").isdisjoint(words)
    return _announces().fullmatch(folded, *unit.content) is not None


MOST_ANNOUNCING = 8  # words of a clause that says nothing
MOST_NAMING = 3  # words that only name who is to act


@cache
def _announces() -> re.Pattern[str]:
    return reader(
        rf"(?:(?:on|to|for|of) )?(?:(?:the|these) )?(?:{alternation('announcing')})(?: [a-z]+){{0,2}}",
        "words.csv",
        "(announcing)",
    )


def inherit(unit: Unit, introduction: Introduction) -> Unit:
    """Return a list item's unit with what introduces it.

    One that reports by itself keeps its own, a bare duty does not.
    """
    if unit.cue and not introduction.governs and "construction.we-must" not in unit.rules:
        return unit._replace(parent=introduction.unit)
    return unit._replace(
        source=introduction.source,
        source_inherited=introduction.source is not None,
        cue=introduction.cue,
        cue_lemma=introduction.cue_lemma,
        cue_inherited=introduction.cue is not None,
        content=unit.span,
        parent=introduction.unit,
        act=introduction.act,
        holder=introduction.holder,
        agreement=introduction.agreement,
        rules=("split.list-item", *(rule for rule in unit.rules if rule.startswith("split."))),
    )
