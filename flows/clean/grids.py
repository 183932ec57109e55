"""Rows of tables and of lists of contents, told from text by their columns: they hold no sentences."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from flows.clean.lines import Lines

TABLE = "table"

_FEWEST_ROWS = 3
_FEWEST_PIPED = 2
_MOST_CELLS = 12
_GAP = re.compile(r"\s{3,}|\t+")
_RULE = re.compile(r"[-–—=+|:\s]{5,}")
_AMOUNT = re.compile(r"[-+–(]?[$€£¥]?\s?\d[\d.,\s]*(?:%|\))?|[-–—]|n/a")
_LEADER = re.compile(r".{2,140}?(?:\s?\.){5,}\s*(?:\d{1,4}|[ivxl]{1,6})$")


def find_tables(lines: Lines, printed: str, aside: Mapping[int, str]) -> dict[int, str]:
    """Return the lines that are rows of a table: index in `lines` to reason; lines that are `aside` are none.

    `printed` is the text that the lines were read from.
    """
    found: dict[int, str] = {}
    texts = lines.texts
    has_gaps = "   " in printed or "\t" in printed
    piped = [i for i, text in enumerate(texts) if "|" in text and _is_piped(text)] if "|" in printed else []
    for run in _runs(lines, piped, aside):
        if len(run) >= _FEWEST_PIPED:
            found.update(dict.fromkeys(run, TABLE))
    spaced = [i for i, text in enumerate(texts) if "   " in text or "\t" in text] if has_gaps else []
    spaced = [i for i in spaced if i not in found]
    if len(spaced) >= _FEWEST_ROWS:
        # some programs write a tab for every space
        tabs_part_words = sum(text.count("\t") for text in texts) > sum(text.count(" ") for text in texts)
        rows = [i for i in spaced if "   " in texts[i]] if tabs_part_words else spaced
        for run in _runs(lines, rows, aside):
            if _is_table(lines, run):
                found.update(dict.fromkeys(run, TABLE))
    if "....." in printed or ". . . . ." in printed:
        found.update((i, TABLE) for i, text in enumerate(texts) if _LEADER.match(text))
    return {i: reason for i, reason in found.items() if i not in aside}


def _is_piped(text: str) -> bool:
    return text.count("|") >= 2 or (text.startswith("|") and len(text) > 2) or _RULE.fullmatch(text) is not None


def _runs(lines: Lines, rows: Sequence[int], aside: Mapping[int, str]) -> Iterator[list[int]]:
    """Yield the rows in runs of neighbours, with the rules between them, and no blank line but behind a rule."""
    run: list[int] = []
    for i in rows:
        between = range(run[-1] + 1, i) if run else range(0)
        if (run and not all(k in aside and _RULE.fullmatch(lines.texts[k]) for k in between)) or (
            run and lines.gaps[i] > lines.gaps[run[-1]] + 1
        ):
            yield run
            run = []
        run.append(i)
    if run:
        yield run


def _is_table(lines: Lines, run: Sequence[int]) -> bool:
    """Whether lines with gaps are rows: as many cells in each, which stand below each other or hold amounts."""
    if len(run) < _FEWEST_ROWS:
        return False
    rows = [_GAP.split(lines.texts[i]) for i in run]
    if sum(row[0][:1].islower() for row in rows) > 0.3 * len(rows):
        return False
    most = max(map(len, rows))
    if not 1 < most <= _MOST_CELLS or sum(len(row) >= most - 1 for row in rows) < 0.6 * len(rows):
        return False
    amounts = sum(_AMOUNT.fullmatch(cell.strip()) is not None for row in rows for cell in row[1:])
    cells = sum(len(row) - 1 for row in rows)
    if most == 2:
        return amounts >= 0.6 * cells
    aligned = sum(_aligned(lines, a, b) for a, b in pairwise(run))
    return amounts >= 0.5 * cells or aligned >= 0.6 * (len(run) - 1)


def _aligned(lines: Lines, above: int, below: int) -> bool:
    """Whether most cells of a row, the first aside, begin or end below one of the row above."""
    first, second = _edges(lines, above), _edges(lines, below)
    if "\t" in lines.texts[above]:
        return len(first) == len(second)
    known = {edge for cell in first for edge in cell}
    return sum(any(edge + near in known for edge in cell for near in (-1, 0, 1)) for cell in second) * 2 > len(second)


def _edges(lines: Lines, i: int) -> list[tuple[int, int]]:
    """Where the cells of a row begin and end, the first aside; begins and ends are told apart by their sign."""
    text, indent = lines.texts[i], lines.indents[i]
    gaps = list(_GAP.finditer(text))
    ends = [gap.start() for gap in gaps[1:]] + [len(text)]
    return [(indent + gap.end() + 1, -(indent + end) - 1) for gap, end in zip(gaps, ends, strict=True)]
