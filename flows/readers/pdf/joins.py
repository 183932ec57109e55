"""Which lines go on with a paragraph, and which begin one, as far as their places tell for certain.

A line goes on where the line before was full: the first word of this one had no room there. It begins a paragraph
where it stands further off than lines of a paragraph do, or where its first words had room on the line before.
"""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from flows.readers.pdf.lines import Run

_EDGE = 1.5  # points: what ends as near to the right edge is full
_SPACE = 0.25  # of the size: the width of a space
_ROOM = 2.0  # points that must be left beside the words that had room
_INDENTED = 0.6  # of the size: a line that begins as much further in than its neighbours
_SHORT = 4  # characters: a word that may be bound to the next one
_CENTRED = 3.0  # points
_SLACK = 0.25  # of the width: what ends further from the edge is not set as wide as the block


class Placed(NamedTuple):
    """A line of text: where it begins and ends in the direction of writing, and its first words' widths."""

    start: float
    end: float
    size: float
    first: float  # width of the words that would have to fit on the line before
    bold: bool


def placed(runs: Sequence[Run]) -> Placed:
    """Return a line's place; of what is written from right to left, as if seen in a mirror."""
    words = [word for run in runs for word in run.words]
    mirrored = runs[0].leftward
    x0, x1 = min(run.x0 for run in runs), max(run.x1 for run in runs)
    size = max(run.size for run in runs)
    first: list[float] = []
    for k, word in enumerate(words):
        if k and not word.glued and (len("".join(w.text for w in words[:k])) > _SHORT or k >= 3):
            break
        first.append(word.x1 - word.x0 + (0 if word.glued or not k else _SPACE * size))
    bold = all(word.bold for word in words)
    return Placed(-x1 if mirrored else x0, -x0 if mirrored else x1, size, sum(first), bold)


def decide(lines: Sequence[Placed], edge: float) -> list[bool | None]:
    """Return for each line of a stretch without gaps whether it begins a paragraph: True, False, None where unsure.

    `edge` is where lines of the block end, if the stretch is set as wide as that.
    """
    if len(lines) < 2:
        return [None] * len(lines)
    right = max(line.end for line in lines)
    framed = len(lines) > 2 or right >= edge - _SLACK * (edge - min(line.start for line in lines))
    widest = max(line.end - line.start for line in lines)
    left = _usual([line.start for line in lines])
    found: list[bool | None] = [None]
    for before, line in itertools.pairwise(lines):
        centred = abs((before.start + before.end) - (line.start + line.end)) <= 2 * _CENTRED
        moved = abs(before.start - line.start) > 2 * _CENTRED
        room = widest - (before.end - before.start) if centred and moved else right - before.end
        needed = line.first + _SPACE * line.size
        if line.bold != before.bold and max(room, edge - before.end) > needed + _ROOM:
            found.append(True)
        elif line.start > left + _INDENTED * line.size and not (centred and moved) and before.start <= left + 1:
            found.append(None)
        elif room <= needed - _ROOM or room <= _EDGE:
            found.append(False if framed else None)
        elif room > needed + _ROOM:
            found.append(True)
        else:
            found.append(None)
    return found


def _usual(values: Sequence[float]) -> float:
    """Return the value near which most are."""
    return max(values, key=lambda value: sum(abs(value - other) <= 1 for other in values))
