"""What is printed in the margin beside the lines: their numbers, and notes that name what a passage is about.

Both are told from text by how they stand: numbers count the lines, notes keep to a column that no line of text enters.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from flows.clean.lines import Lines
from flows.clean.wording import is_stopped
from flows.records import Furniture

LINE_NUMBER, MARGIN_NOTE = "line_number", "margin_note"

_FEWEST = 5  # numbered lines
_FEWEST_STEPS = 2  # numbered lines where only every fifth is
_COVERED = 0.85  # share of the lines that have a number where every line has one
_COUNTED = 0.9  # share of the numbers that count the lines
_RUNNING_ON = 0.12  # share of lines that go on with a sentence, which no numbered paragraph does
_LONGEST_STEP = 10
_LONGEST_NOTE = 30  # characters of a note's line
_NARROWEST = 8  # columns of a margin
_GAP = 3  # spaces between text and a note at its right

_DIGITS = frozenset("0123456789")
_LEFT = re.compile(r"(\d{1,4})(?:\s*[|:])?(?:\s+|$)")
_RIGHT = re.compile(r"(?:^|\s{2,}|\t\s*)(\d{1,4})$")
_LAST_CELL = re.compile(r"(?:\s{3,}|\t\s*)(\S+(?: \S+)*)$")
_FIRST_CELL = re.compile(r"(\S+(?: \S+)*)\s{2,}")


class _Number(NamedTuple):
    line: int
    value: int
    start: int  # in the line's text, with the white space or bar that belongs to it
    end: int
    rest: str  # the line without it


def find_margins(lines: Lines, printed: str) -> list[Furniture]:
    """Return the numbers of lines, or else the notes beside them; most documents have neither.

    `printed` is the text that the lines were read from.
    """
    return _line_numbers(lines) or (_margin_notes(lines, printed) if "   " in printed or "\t" in printed else [])


def without_margins(lines: Lines, margins: Sequence[Furniture]) -> Lines:
    """Return lines that were read without their margins, as if nothing had been printed there.

    A number's width no longer counts as indentation, nor the room before a note as white space behind the line.
    """
    ends, numbers = [row.raw_end for row in margins], margins[0].reason == LINE_NUMBER
    indents, trails = lines.indents[:], lines.trails[:]
    for row in margins:
        line = bisect_right(lines.starts, row.raw_start) - 1
        if line >= 0 and row.raw_start - lines.ends[line] <= trails[line]:
            trails[line] = 0
    for line, start in enumerate(lines.starts):
        at = bisect_right(ends, start) - 1
        if numbers and at >= 0 and start - ends[at] < indents[line]:
            indents[line] = start - ends[at]
    return lines._replace(indents=indents, trails=trails)


def _line_numbers(lines: Lines) -> list[Furniture]:
    texts = lines.texts
    if len(texts) < _FEWEST:
        return []
    begins = [i for i, text in enumerate(texts) if text[0] in _DIGITS]
    if len(begins) >= _FEWEST_STEPS:
        found = [
            _Number(i, int(m[1]), 0, len(m[0].rstrip()), texts[i][m.end() :])
            for i in begins
            if (m := _LEFT.match(texts[i]))
        ]
        if numbers := _counting_lines(lines, found):
            return numbers
    ends = [i for i, text in enumerate(texts) if text[-1] in _DIGITS]
    if len(ends) >= _FEWEST_STEPS:
        found = [
            _Number(i, int(m[1]), m.start(1), m.end(1), texts[i][: m.start()])
            for i in ends
            if (m := _RIGHT.search(texts[i]))
        ]
        return _counting_lines(lines, found)
    return []


def _counting_lines(lines: Lines, found: Sequence[_Number]) -> list[Furniture]:
    """Return the numbers, if they count the lines: each one, or every fifth, with the blank ones or without."""
    pairs = [(a, b) for a, b in pairwise(found) if b.value > a.value]
    steps = Counter(b.value - a.value for a, b in pairs)
    step = steps.most_common(1)[0][0] if steps else 0
    if not 0 < step <= _LONGEST_STEP or (step == 1 and len(found) < _COVERED * len(lines.texts)):
        return []
    place = list(accumulate(gap + 1 for gap in lines.gaps))  # with blank lines
    counted = max(
        sum(b.value - a.value == place[b.line] - place[a.line] for a, b in pairs),
        sum(b.value - a.value == b.line - a.line for a, b in pairs),
    )
    restarts = len(found) - 1 - len(pairs)
    if counted < _COUNTED * len(pairs) or restarts > len(found) / _FEWEST:
        return []
    if step == 1 and len(found) < _FEWEST:
        return []
    if step > 1 and (any(number.value % step for number in found) or not _in_margin(lines, found)):
        return []
    if not _runs_on(lines, found):
        return []
    return [Furniture(lines.starts[n.line] + n.start, lines.starts[n.line] + n.end, LINE_NUMBER) for n in found]


def _in_margin(lines: Lines, found: Sequence[_Number]) -> bool:
    """Whether the numbers stand where no other line prints anything."""
    numbered = {number.line for number in found}
    others = [i for i in range(len(lines.texts)) if i not in numbered]
    if found[0].start == 0 and found[0].rest:
        least = min(lines.indents[i] for i in others)
        return all(lines.indents[n.line] + n.end < least for n in found)
    widest = max(lines.indents[i] + len(lines.texts[i]) for i in others)
    return all(lines.indents[n.line] + n.start > widest for n in found)


def _runs_on(lines: Lines, found: Sequence[_Number]) -> bool:
    """Whether sentences run on from one line to the next: else the numbers are those of paragraphs or of a list."""
    rest = {number.line: number.rest.rstrip() for number in found}
    texts = [rest.get(i, text) for i, text in enumerate(lines.texts)]
    printed = [text for text in texts if text]
    running = sum(b[0].islower() and not is_stopped(a) for a, b in pairwise(printed))
    return running >= max(2, _RUNNING_ON * len(printed))


def _margin_notes(lines: Lines, printed: str) -> list[Furniture]:
    has_tabs = "\t" in printed
    spaced = [i for i, text in enumerate(lines.texts) if "   " in text or (has_tabs and "\t" in text)]
    return [*_notes_at_right(lines, spaced), *_notes_at_left(lines)] if spaced else []


def _notes_at_right(lines: Lines, spaced: Sequence[int]) -> Iterator[Furniture]:
    """Yield short ends of lines that stand in one column, which no line of text enters.

    `spaced` are the lines that have wide gaps, among them those of the notes.
    """
    texts, indents = lines.texts, lines.indents
    columns: dict[int, dict[int, re.Match[str]]] = {}
    for i in spaced:
        if (match := _LAST_CELL.search(texts[i])) and len(match[1]) <= _LONGEST_NOTE:
            columns.setdefault(indents[i] + match.start(1), {})[i] = match
    if not columns:
        return
    reach = sorted(
        ((indent + len(text), i) for i, (indent, text) in enumerate(zip(indents, texts, strict=True))), reverse=True
    )
    wide = {i for i in spaced if "   " in texts[i]}
    for column, notes in sorted(columns.items()):
        rest = {i: texts[i][: match.start()] for i, match in notes.items()}
        widest = max(indents[i] + len(text) for i, text in rest.items())
        widest = max(widest, next((end for end, i in reach if i not in notes), 0))
        if widest + _GAP > column or len(notes) > 0.7 * len(texts):
            continue
        # a grid has further columns beside the one of the notes
        gaps = len(wide) - sum(i in wide for i in notes) + sum("   " in text for text in rest.values())
        beside = sum(
            i + 1 < len(texts) and rest.get(i + 1, texts[i + 1])[0].islower() and not is_stopped(text)
            for i, text in rest.items()
        )
        if 2 * gaps <= len(texts) and 2 * beside >= len(notes):
            for i, match in notes.items():
                start = lines.starts[i] + match.start(1)
                yield Furniture(start, start + len(match[1]), MARGIN_NOTE)


def _notes_at_left(lines: Lines) -> Iterator[Furniture]:
    """Short beginnings of lines that stand before the column in which most lines begin."""
    left, count = Counter(lines.indents).most_common(1)[0]
    if left < _NARROWEST or count < 0.5 * len(lines.indents):
        return
    for i, text in enumerate(lines.texts):
        if lines.indents[i] + 2 < left and (m := _FIRST_CELL.match(text)) and lines.indents[i] + m.end() == left:
            yield Furniture(lines.starts[i], lines.starts[i] + len(m[1]), MARGIN_NOTE)
