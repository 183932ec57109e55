"""Characters that stand for something else, or for nothing: invisible ones and mojibake.

What is mojibake is ftfy's knowledge (R. Speer, ftfy 6: `chardata.UTF8_DETECTOR_RE`, `badness.is_bad`); here each
character that it repairs gets its place in the raw text. Quotes, ligatures and Unicode form stay as they are.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

import re2

from flows.clean.directions import find_directions
from flows.clean.markup import find_markup
from flows.clean.misread import find_spaced_words, find_wrong_alphabet
from flows.records import Edit, Furniture
from flows.rules import compile_pattern

# Characters that print nothing. Joiners (U+200C, U+200D) and direction marks shape their neighbours and stay.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_ANY_INVISIBLE = r"[\x{ad}\x{200b}\x{2060}\x{feff}\x00-\x08\x0e-\x1b\x7f-\x{84}\x{86}-\x{9f}]"
_COMMON = bytes(range(32, 127)) + b"\n"
_SUSPECT = r"[\x{c2}-\x{f4}\x{102}-\x{42f}][^\x00-\x7f]"  # how mojibake begins


def uncommon(raw: str) -> str:
    """All characters of the text but the printable ones of ASCII and newlines: few, so that they are soon looked at."""
    return raw.encode("utf-8", "surrogatepass").translate(None, _COMMON).decode("utf-8", "surrogatepass")


def find_characters(raw: str, rare: str) -> tuple[list[Furniture], list[Edit]]:
    """Return the signs of markup that are dropped, and the characters that are read as others or as nothing; in order.

    `rare` are the `uncommon` characters of the raw text.
    """
    signs, read_as = find_markup(raw)
    if directions := find_directions(raw):
        signs = _outermost([*signs, *directions])
        read_as = [edit for edit in read_as if not _lies_in(edit, signs)]
    mark = [Edit(0, 1, "", "byte_order_mark")] if raw[:1] == "\ufeff" else []
    odd = _scanner(f"{_ANY_INVISIBLE}|{_SUSPECT}")
    spaced, alphabet = list(find_spaced_words(raw)), find_wrong_alphabet(raw, rare)
    is_odd = odd.search(rare, len(mark)) and odd.search(raw, len(mark))
    if not (is_odd or spaced or alphabet):
        return signs, mark + read_as
    edits = [*mark, *read_as, *spaced, *(alphabet or _mojibake(raw)), *_invisible(raw, len(mark))]
    edits.sort(key=lambda e: (e.raw_start, -e.raw_end))
    held = sorted([(a, b) for a, b, _ in signs] + [(e.raw_start, e.raw_end) for e in read_as])
    apart: list[Edit] = []
    at = k = 0
    for edit in edits:
        while k < len(held) and held[k][1] <= edit.raw_start:
            k += 1
        free = k == len(held) or held[k][0] >= edit.raw_end or held[k] == (edit.raw_start, edit.raw_end)
        if free and edit.raw_start >= at:
            apart.append(edit)
            at = edit.raw_end
    return signs, apart


def _outermost(signs: list[Furniture]) -> list[Furniture]:
    """Return the signs in order, without those that begin inside another."""
    kept: list[Furniture] = []
    for sign in sorted(signs, key=lambda sign: (sign.raw_start, -sign.raw_end)):
        if not kept or sign.raw_start >= kept[-1].raw_end:
            kept.append(sign)
    return kept


def _lies_in(edit: Edit, signs: list[Furniture]) -> bool:
    """Whether an edit touches one of the signs, which are in order."""
    at = bisect_left(signs, edit.raw_end, key=lambda sign: sign.raw_start) - 1
    return at >= 0 and signs[at].raw_end > edit.raw_start


@cache
def _scanner(pattern: str) -> "re2._Regexp[str]":
    """RE2 says faster than `re` that a text has none of a kind, as most have."""
    return compile_pattern(pattern, "characters.py", pattern)


def _invisible(raw: str, begin: int) -> Iterator[Edit]:
    for match in _INVISIBLE.finditer(raw, begin):
        yield Edit(match.start(), match.end(), "", invisible_reason(match.group()))


def invisible_reason(char: str) -> str:
    """Why a character that prints nothing is dropped."""
    if char == "\ufeff":
        return "byte_order_mark"
    if char == "\u00ad":
        return "soft_hyphen"
    return "zero_width" if ord(char) > 0xFF else "control_character"


def _mojibake(raw: str) -> Iterator[Edit]:
    """UTF-8 that was once decoded as Windows-1252, put right one printed character at a time."""
    if raw.isascii() or not _scanner(_SUSPECT).search(raw):
        return
    from ftfy import fix_encoding  # imported late: few texts need it
    from ftfy.badness import is_bad
    from ftfy.chardata import UTF8_DETECTOR_RE

    for match in UTF8_DETECTOR_RE.finditer(raw):
        damaged = match.group()
        if not is_bad(damaged):
            continue
        repaired = fix_encoding(damaged)
        lengths = [len(char.encode("utf-8")) for char in repaired]
        at = match.start()
        if sum(lengths) != len(damaged):
            if len(repaired) == 1:
                yield Edit(at, match.end(), repaired, "mojibake")
            continue
        for char, length in zip(repaired, lengths, strict=True):
            if length > 1:
                yield Edit(at, at + length, char, "mojibake")
            at += length
