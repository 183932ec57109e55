"""Words become runs: pieces of printed lines, as long as no wider gap than between words parts them."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate
from statistics import median
from typing import NamedTuple

from flows.readers.pdf.words import Word

_SAME_LINE = 0.3  # of the size: baselines that differ by less are of one line
_GAP = 1.6  # of the size: a wider gap parts runs that follow each other in the file
_JOIN = 1.1  # of the size: runs that the file has apart are one where the gap is no wider
_FEWEST_LINES = 12  # of a page on which strips between columns are looked for
_WIDEST = 5_000  # points
_CROSSED = 0.07  # of the words that most uprights of a page cross: so many may cross a strip
_BESIDE = 0.5  # so many uprights on both sides must cross
_STRIP = 0.6  # of the size: its least width
_FEW = 3  # words: of runs that both have as many, one may be in another column
_SPACE = 0.55  # of the size: and they are one where the gap is no wider than this
_BACK = 0.5  # of the size by which a word may begin before the end of the one before
_RAISED = 0.85  # of the size of a line: what is smaller, and lifted, is raised
_LIFTED = 0.12
_MOST_LIFTED = 0.6
_RIGHT_TO_LEFT = frozenset(("R", "AL"))


class Run(NamedTuple):
    """Words on one line, in reading order."""

    words: list[Word]
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    leftward: bool  # written from right to left

    @property
    def text(self) -> str:
        """The words with a space between those that have one."""
        return "".join([word.text if word.glued or not k else " " + word.text for k, word in enumerate(self.words)])


def make_run(words: Sequence[Word]) -> Run:
    """Return words of one line as a run; the larger ones say where it is."""
    size = max(word.size for word in words) if len(words) < 3 else median(word.size for word in words)
    main = [word for word in words if word.size >= _RAISED * size] or words
    return Run(
        list(words),
        min([word.x0 for word in words]),
        min([word.y0 for word in words]),
        max([word.x1 for word in words]),
        max([word.y1 for word in words]),
        median([word.base for word in main]),
        size,
        _is_leftward(words),
    )


def _is_leftward(words: Iterable[Word]) -> bool:
    letters = other = 0
    for word in words:
        if not word.text.isascii():
            for sign in word.text:
                if sign.isalpha():
                    if unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT:
                        letters += 1
                    else:
                        other += 1
        else:
            other += len(word.text)
    return letters > other


def is_raised(word: Word, size: float, base: float) -> bool:
    """Whether a word is a raised figure on a line of that size and baseline."""
    return len(word.text) <= 7 and word.size <= _RAISED * size and base - word.base >= _LIFTED * size


def read_runs(words: Sequence[Word]) -> list[Run]:
    """Return the runs of a page from top to bottom, those on one line from left to right."""
    found: list[list[Word]] = []
    size = base = 0.0
    strips = _strips(words)
    for word in words:
        if found and _goes_on(found[-1], word, size, base) and not _parts(strips, found[-1][-1], word):
            found[-1].append(word)
            if word.size > size:
                size, base = word.size, word.base
        else:
            found.append([word])
            size, base = word.size, word.base
    runs = sorted(map(make_run, found), key=lambda run: (run.base, run.x0))
    return _joined(runs, strips)


def _strips(words: Sequence[Word]) -> list[float]:
    """Return the middles of the upright strips of a page that hardly a word crosses, with many words on both sides."""
    if not words:
        return []
    lines = len({round(word.base) for word in words})
    left, right = int(min(word.x0 for word in words)), int(max(word.x1 for word in words)) + 1
    if lines < _FEWEST_LINES or not 0 < right - left < _WIDEST:
        return []
    steps = [0] * (right - left + 2)
    for word in words:
        steps[max(int(word.x0) - left, 0)] += 1
        steps[int(word.x1) - left + 1] -= 1
    cover = list(accumulate(steps))
    usual = median(word.size for word in words)
    few, many = _CROSSED * max(cover), _BESIDE * max(cover)
    most_before = list(accumulate(cover, max))
    most_after = list(accumulate(reversed(cover), max))[::-1]
    strips: list[float] = []
    start: int | None = None
    for x, count in enumerate([*cover, lines]):
        if count <= few:
            start = x if start is None else start
            continue
        wide = start is not None and x - start >= _STRIP * usual and x < len(cover)
        if start and wide and most_before[start] >= many and most_after[x] >= many:
            strips.append(left + (start + x) / 2)
        start = None
    return strips


def _parts(strips: Sequence[float], one: Word | Run, other: Word | Run) -> bool:
    """Whether a strip is between two words, or runs, of a line."""
    if not strips:
        return False
    first, second = (one.x1, other.x0) if one.x0 <= other.x0 else (other.x1, one.x0)
    return any(first - 1 <= strip <= second + 1 for strip in strips)


def _goes_on(words: list[Word], word: Word, size: float, base: float) -> bool:
    last = words[-1]
    if not word.text.isascii() and all(unicodedata.combining(sign) for sign in word.text):
        return True  # vowel signs that are drawn by themselves
    larger = max(size, word.size)
    apart = abs(word.base - base)
    if apart > _SAME_LINE * larger and not (
        apart < larger and min(size, word.size) <= _RAISED * larger and (word.base < base) == (word.size < size)
    ):
        return False
    if word.glued:
        return True
    ahead, behind = word.x0 - last.x1, last.x0 - word.x1
    gap = ahead if word.x0 >= last.x0 else behind
    return -_BACK * larger <= gap <= _GAP * larger


def _joined(runs: list[Run], strips: Sequence[float]) -> list[Run]:
    """Return the runs, those joined that stand side by side on one line though the file has them apart."""
    rows: list[list[Run]] = []
    for run in runs:
        near = [row for row in rows[-4:] if any(_is_beside(other, run) for other in row)]
        if near:
            near[-1].append(run)
        else:
            rows.append([run])
    done: list[Run] = []
    for row in rows:
        row.sort(key=lambda run: run.x0)
        merged = [row[0]]
        for run in row[1:]:
            before = merged[-1]
            gap = _JOIN if min(len(before.words), len(run.words)) < _FEW else _SPACE
            close = run.x0 - before.x1 <= gap * max(before.size, run.size) and not _parts(strips, before, run)
            if close and before.leftward == run.leftward:
                both = [*run.words, *before.words] if run.leftward else [*before.words, *run.words]
                merged[-1] = make_run(both)
            else:
                merged.append(run)
        done += merged
    return sorted(done, key=lambda run: (run.base, run.x0))


def _is_beside(one: Run, other: Run) -> bool:
    larger = one.size if one.size > other.size else other.size
    apart = abs(one.base - other.base)
    if apart <= _SAME_LINE * larger:
        return True
    if apart >= _MOST_LIFTED * larger:
        return False
    smaller = min(one, other, key=lambda run: run.size)
    taller = max(one, other, key=lambda run: run.size)
    return (
        smaller.size <= _RAISED * larger
        and len(smaller.text) <= 4
        and 0 < taller.base - smaller.base < _MOST_LIFTED * larger
        and -1 <= max(one.x0, other.x0) - min(one.x1, other.x1) <= 0.4 * larger
    )


def rows_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Return runs that stand on one line together, from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.base):
        if rows and abs(rows[-1][0].base - run.base) <= _SAME_LINE * max(rows[-1][0].size, run.size):
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=lambda run: run.x0)
    return rows
