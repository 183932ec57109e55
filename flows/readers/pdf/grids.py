"""Rows of tables, told from text by the rules around them and by cells that stand below each other."""

import itertools
import re
from collections.abc import Sequence

from flows.readers.pdf.lines import Run

Rule = tuple[float, float, float]

_APART = 1.4  # of the size: runs further apart are cells
_ALIGNED = 4.0  # points
_ROWS = 3  # least rows of a table without rules
_WIDE = 0.3  # of the width of the text: least length of a rule that bounds a table
_CELLS = 0.34  # least share of rows with several cells between two rules
_AMOUNT = re.compile(r"[-+–(]?\s?[$€£¥]?\s?\d[\d.,\s]*(?:%|\))?[a-z*]?|[-–—.]+|n/a")
LABEL = re.compile(
    r"(?:[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlIVXL]{1,6})[.)\]]{0,2}|[-–—•·‣◦▪●○■□*o\uf0b7\uf0a7]|§ ?\d+\.?)"
)


def ruled_rows(rows: Sequence[list[Run]], rules: Sequence[Rule], width: float) -> set[int]:
    """Return the indexes of the rows of tables with rules around them; `width` is that of the page's text."""
    return _ruled(rows, [_has_cells(row) for row in rows], _merged(rules), width)


def unruled_rows(rows: Sequence[list[Run]]) -> set[int]:
    """Return the indexes of rows whose cells stand below each other, at least three that follow each other."""
    several = [_has_cells(row) for row in rows]
    found: set[int] = set()
    run: list[int] = []
    for i in range(len(rows) + 1):
        if i < len(rows) and several[i] and (not run or _aligned(rows[run[-1]], rows[i])):
            run.append(i)
            continue
        if len(run) >= _ROWS and _is_table([rows[k] for k in run]):
            found.update(run)
        run = [i] if i < len(rows) and several[i] else []
    return found


def _has_cells(row: Sequence[Run]) -> bool:
    return len(row) > 1 and not _is_labelled(row)


def _is_labelled(row: Sequence[Run]) -> bool:
    """Whether a row is a line of text with its printed label before it."""
    return len(row) == 2 and len(row[0].text) <= 8 and LABEL.fullmatch(row[0].text) is not None


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one height that touch each other are one."""
    done: list[Rule] = []
    for x0, x1, y in sorted(rules, key=lambda rule: (round(rule[2]), rule[0])):
        if done and abs(done[-1][2] - y) <= 2 and x0 <= done[-1][1] + 3:
            done[-1] = (min(done[-1][0], x0), max(done[-1][1], x1), done[-1][2])
        else:
            done.append((x0, x1, y))
    return done


def _ruled(cells: Sequence[Sequence[Run]], several: Sequence[bool], rules: Sequence[Rule], width: float) -> set[int]:
    """Rows between rules of which enough have several cells, or stand below cells of a row that is known."""
    wide = sorted([rule for rule in rules if rule[1] - rule[0] >= _WIDE * width], key=lambda rule: rule[2])
    between: list[tuple[list[int], Rule, Rule]] = []
    for above, below in itertools.pairwise(wide):
        inside = [
            i
            for i, row in enumerate(cells)
            if above[2] < row[0].base <= below[2] + 1
            and row[0].x0 >= min(above[0], below[0]) - _ALIGNED
            and row[-1].x1 <= max(above[1], below[1]) + 3 * _ALIGNED
        ]
        between.append((inside, above, below))
    tabular = [
        bool(inside) and sum(several[i] for i in inside) >= max(1, _CELLS * len(inside)) for inside, _, _ in between
    ]
    for k in range(len(between)):
        if not tabular[k] and between[k][0]:
            beside = [n for n in (k - 1, k + 1) if 0 <= n < len(between) and tabular[n]]
            starts = [run.x0 for n in beside for i in between[n][0] for run in cells[i]]
            inside = between[k][0]
            fits = sum(any(abs(run.x0 - x) <= _ALIGNED for x in starts) for i in inside for run in cells[i][:1])
            left = min(starts, default=0.0)
            narrow = sum(cells[i][-1].x1 - cells[i][0].x0 < 0.6 * width for i in inside)
            indented = any(cells[i][0].x0 > left + 2 * _ALIGNED for i in inside)
            if beside and fits >= 0.9 * len(inside) and narrow >= 0.9 * len(inside) and indented:
                tabular[k] = True
    return {i for (inside, _, _), is_one in zip(between, tabular, strict=True) if is_one for i in inside}


def _aligned(above: Sequence[Run], below: Sequence[Run]) -> bool:
    pairs = [(a, b) for b in below[1:] for a in above[1:]]
    near = {id(b) for a, b in pairs if abs(a.x0 - b.x0) <= _ALIGNED or abs(a.x1 - b.x1) <= _ALIGNED}
    return 2 * len(near) > len(below) - 1


def _is_table(rows: Sequence[Sequence[Run]]) -> bool:
    others = [run.text for row in rows for run in row[1:]]
    amounts = sum(_AMOUNT.fullmatch(text) is not None for text in others)
    most = max(len(row) for row in rows)
    return amounts >= 0.5 * len(others) or (most >= 3 and sum(len(row) >= 3 for row in rows) >= 0.6 * len(rows))
