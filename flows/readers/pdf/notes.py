"""Footnotes: rows at the foot of a page in smaller type that begin with a mark."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.readers.pdf.lines import Run, is_raised

_SMALLER = 0.94  # of the size of the text
_MARK = re.compile(r"\d{1,3}|[*†‡§]{1,4}|[a-z]")
_RULE = re.compile(r"[_–—-]{6,}")


class Note(NamedTuple):
    """A footnote: its rows, and the mark with which the first one begins."""

    first: int
    last: int
    label: str | None


class Foot(NamedTuple):
    """What stands below the text of a block: the drawn line above its notes, and these."""

    rules: list[int]
    notes: list[Note]


def find_notes(rows: Sequence[list[Run]], size: float, rules: Sequence[tuple[float, float, float]]) -> Foot:
    """Return the notes of a block; `size` is that of the document's text, `rules` those of the page."""
    small = [_is_small(row, size) for row in rows]
    drawn = [i for i in range(len(rows)) if _is_rule(rows[i])]
    notes: list[Note] = []
    i = 0
    while i < len(rows):
        mark = mark_of(rows[i]) if small[i] else None
        if mark is None or not (_is_raised(rows[i]) or i - 1 in drawn or _has_rule_above(rows, i, rules) or notes):
            i += 1
            continue
        last = i
        while last + 1 < len(rows) and small[last + 1] and mark_of(rows[last + 1]) is None and _is_near(rows, last + 1):
            last += 1
        notes.append(Note(i, last, None if mark.isalpha() else mark))
        i = last + 1
    return Foot([k for k in drawn if any(note.first == k + 1 for note in notes)], notes)


def _is_near(rows: Sequence[list[Run]], i: int) -> bool:
    return rows[i][0].base - rows[i - 1][0].base <= 1.6 * rows[i][0].size


def _is_small(row: Sequence[Run], size: float) -> bool:
    return max(run.size for run in row) <= _SMALLER * size


def _is_rule(row: Sequence[Run]) -> bool:
    return len(row) == 1 and _RULE.fullmatch(row[0].text) is not None


def mark_of(row: Sequence[Run]) -> str | None:
    """Return the mark with which a row begins as a note; None where it begins with none."""
    words = [word for run in row for word in run.words]
    if len(words) < 2:
        return None
    mark = words[0]
    if not _MARK.fullmatch(mark.text):
        return None
    raised = is_raised(mark, row[-1].size, row[-1].base)
    if raised or mark.text[0] in "*†‡§":
        return mark.text
    return mark.text if mark.text.isdigit() and words[1].x0 - mark.x1 > 0.15 * mark.size else None


def _is_raised(row: Sequence[Run]) -> bool:
    mark = row[0].words[0]
    return is_raised(mark, row[-1].size, row[-1].base) or mark.text[0] in "*†‡"


def _has_rule_above(rows: Sequence[list[Run]], first: int, rules: Sequence[tuple[float, float, float]]) -> bool:
    above = rows[first - 1][0].base if first else float("-inf")
    return any(above < y < rows[first][0].base for _, _, y in rules)
