"""The numbers that a word processor prints before paragraphs, which are nowhere in the text (ECMA-376, 17.9)."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from flows.readers.docx.package import Element, child, is_on, local, value
from flows.readers.numerals import numeral

_PLACE = re.compile(r"%([1-9])")
_BULLET = "•"
_PRIVATE = range(0xF000, 0xF900)
"""Where symbol fonts have their signs: which sign it is depends on a font, and nobody reads it so."""


class Level(NamedTuple):
    """How paragraphs of a level of a list are numbered."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None  # the level, from 1, behind which the count begins anew; None: any above
    all_decimal: bool = False
    style: str | None = None  # the paragraph style that this level is for


class Numbers(NamedTuple):
    """A list as paragraphs name it: the list that it is one of, and its levels."""

    of: str
    levels: Mapping[int, Level]
    overrides: Mapping[int, int]  # level -> where its count begins anew once


def read_numbering(root: Element | None) -> dict[str, Numbers]:
    """Return the lists by their ids."""
    if root is None:
        return {}
    abstract = {value(one, "abstractNumId") or "": one for one in root if local(one) == "abstractNum"}
    styles = {value(child(one, "styleLink")): one for one in abstract.values() if child(one, "styleLink") is not None}
    found: dict[str, Numbers] = {}
    for one in root:
        if local(one) != "num":
            continue
        of = value(child(one, "abstractNumId")) or ""
        written = abstract.get(of)
        linked = value(child(written, "numStyleLink"))
        if linked is not None and linked in styles:
            written = styles[linked]
            of = value(written, "abstractNumId") or of
        levels = _levels(written)
        overrides: dict[int, int] = {}
        for override in (part for part in one if local(part) == "lvlOverride"):
            at = _number(value(override, "ilvl"), 0)
            levels |= _levels(override)
            start = value(child(override, "startOverride"))
            if start is not None:
                overrides[at] = _number(start, 1)
        found[value(one, "numId") or ""] = Numbers(of, levels, overrides)
    return found


class Counter:
    """Counts a document's paragraphs, in their order."""

    def __init__(self, lists: Mapping[str, Numbers]) -> None:
        """Begin; `lists` are those of the document."""
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_for(self, number: str, style: str | None) -> int:
        """Return the level of a list that paragraphs of a style have, where they do not say it: from 0."""
        levels = self._lists[number].levels if number in self._lists else {}
        return next((at for at, level in levels.items() if level.style == style), 0) if style else 0

    def label(self, number: str, at: int) -> str | None:
        """Count a paragraph at a level of a list; return what is printed before it, None for nothing."""
        numbers = self._lists.get(number)
        if numbers is None:
            return None
        counts = self._counts.setdefault(numbers.of, {})
        level = numbers.levels.get(at, Level())
        if at in numbers.overrides and (number, at) not in self._begun:
            counts[at] = numbers.overrides[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self._begun.add((number, at))
        for below in [one for one in counts if one > at]:
            restart = numbers.levels.get(below, Level()).restart
            if restart is None or restart > at:
                del counts[below]
        return _printed(numbers, level, counts) or None


def _printed(numbers: Numbers, level: Level, counts: Mapping[int, int]) -> str:
    if level.form == "bullet":
        sign = level.text.strip()[:1]
        return _BULLET if not sign or ord(sign) in _PRIVATE else sign
    if level.form == "none" and "%" not in level.text:
        return level.text.strip()

    def count(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        own = numbers.levels.get(at, Level())
        return numeral(counts.get(at, own.start), "decimal" if level.all_decimal else own.form)

    return _PLACE.sub(count, level.text).strip()


def _levels(written: Element | None) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for one in written if written is not None else ():
        if local(one) == "lvl":
            restart = value(child(one, "lvlRestart"))
            found[_number(value(one, "ilvl"), 0)] = Level(
                _number(value(child(one, "start")), 1),
                _form(one),
                value(child(one, "lvlText")) or "",
                _number(restart, 0) if restart is not None else None,
                is_on(child(one, "isLgl")),
                value(child(one, "pStyle")),
            )
    return found


def _form(level: Element) -> str:
    """How a level writes its numbers; a newer form has an older one beside it."""
    form = child(level, "numFmt")
    if form is None:
        form = child(level, "AlternateContent", "Choice", "numFmt")
    return value(form) or "decimal"


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.lstrip("-").isdigit() else default
