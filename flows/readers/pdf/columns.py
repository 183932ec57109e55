"""Reading order: a page's runs as blocks, each a column or what stands across the columns."""

import itertools
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from flows.readers.pdf.lines import Run, rows_of

_GUTTER = 0.7  # of the size: least width of the space between columns
_LINES = 4  # least lines on both sides
_FILLED = 0.55  # of a column's width: what a usual line of prose takes
_WORDY = 16  # characters of a usual line of prose
_NARROWEST = 0.2  # of the width of the text: no column of prose is narrower
_DEEPEST = 3  # columns within columns


class Block(NamedTuple):
    """Runs that are read together, row by row; `column` where others stand beside it."""

    rows: list[list[Run]]
    x0: float
    x1: float
    column: bool


def read_blocks(runs: Sequence[Run]) -> list[Block]:
    """Return the blocks of a page in reading order."""
    if not runs:
        return []
    x0, x1 = min(run.x0 for run in runs), max(run.x1 for run in runs)
    return _blocks(list(runs), x0, x1, x1 - x0, 0)


def _blocks(runs: list[Run], x0: float, x1: float, width: float, depth: int) -> list[Block]:
    gutter = _gutter(runs, width) if depth < _DEEPEST else None
    if gutter is None:
        return [_block(runs, x0, x1, depth > 0)] if runs else []
    crossing = [run for run in runs if run.x0 < gutter - 1 < gutter + 1 < run.x1]
    leftward = sum(run.leftward for run in runs) * 2 > len(runs)
    blocks: list[Block] = []
    aside: list[Run] = []
    bounds = [run.base for run in sorted(crossing, key=lambda run: run.base)]
    rest = [run for run in runs if run not in crossing]
    for above, below in zip([float("-inf"), *bounds], [*bounds, float("inf")], strict=True):
        inside = [run for run in rest if above < run.base <= below and run.base != above]
        left = [run for run in inside if run.x1 <= gutter + 1]
        right = [run for run in inside if run.x0 >= gutter - 1]
        if _are_columns(left, right, width):
            if aside:
                blocks.append(_block(aside, x0, x1, depth > 0))
                aside = []
            sides = [(left, x0, gutter), (right, gutter, x1)]
            for part, a, b in reversed(sides) if leftward else sides:
                a, b = min(run.x0 for run in part), max(run.x1 for run in part)
                blocks += _blocks(part, a, b, width, depth + 1)
        else:
            aside += inside
        aside += [run for run in crossing if run.base == below]
    if aside:
        blocks.append(_block(aside, x0, x1, depth > 0))
    return blocks


def _block(runs: Sequence[Run], x0: float, x1: float, column: bool) -> Block:
    return Block(rows_of(runs), x0, x1, column)


def _gutter(runs: Sequence[Run], width: float) -> float | None:
    """Where the space between two columns is that most rows have; None where there are no columns."""
    spaces: list[tuple[float, float]] = []
    for row in rows_of(runs):
        for one, other in itertools.pairwise(row):
            if other.x0 - one.x1 >= _GUTTER * max(one.size, other.size):
                spaces.append((one.x1, other.x0))
    best: tuple[int, float] | None = None
    for x in sorted({round(b - 2) for _, b in spaces}):
        support = sum(a <= x <= b for a, b in spaces)
        if support >= _LINES and (best is None or support > best[0]):
            crossing = [run.base for run in runs if run.x0 < x - 1 and run.x1 > x + 1]
            if _has_columns(runs, float(x), crossing, width):
                best = (support, float(x))
    return best[1] if best else None


def _has_columns(runs: Sequence[Run], x: float, crossing: list[float], width: float) -> bool:
    bounds = sorted(crossing)
    for above, below in zip([float("-inf"), *bounds], [*bounds, float("inf")], strict=True):
        inside = [run for run in runs if above < run.base < below]
        left, right = [run for run in inside if run.x1 <= x + 1], [run for run in inside if run.x0 >= x - 1]
        if _are_columns(left, right, width):
            return True
    return False


def _are_columns(left: Sequence[Run], right: Sequence[Run], width: float) -> bool:
    """Whether both are lines of prose; one of them may itself be two columns."""
    if len(left) < _LINES or len(right) < _LINES:
        return False
    narrower = min(_across(left), _across(right))
    return narrower >= _NARROWEST * width and _is_prose(left, narrower) and _is_prose(right, narrower)


def _across(runs: Sequence[Run]) -> float:
    return max(run.x1 for run in runs) - min(run.x0 for run in runs)


def _is_prose(runs: Sequence[Run], across: float) -> bool:
    """Whether runs are lines of prose in a column of that width: most of them fill it with words."""
    lengths = [len(run.text) for run in runs]
    return median([run.x1 - run.x0 for run in runs]) >= _FILLED * across and median(lengths) >= _WORDY
