"""What the document's own lines tell of its layout: leading, measure, indentation.

Everything is learnt from pairs of lines that must belong together: the first ends without a stop and the second
begins in the middle of a sentence. How far apart such lines stand is the leading; how much room the typesetter left
on the first, though a further word was to come, is the slack; a line with more room than that ends its paragraph.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from zlib import adler32

from flows.clean.lines import Lines
from flows.clean.wording import SPACELESS, STOPS, first_word, is_stopped

SHORT = 0.25  # a line with this share of its measure empty is no full line by any count
MODEST = 0.12  # the most slack that is believed; more comes of lists and of scripts without case
_SAMPLE = 60  # pairs of lines that are measured; more change nothing

# Widths in 1/200 em of the Latin-1 characters in a proportional type (Times and Helvetica lie close to it).
_NARROW = "iljtfI.,;:'|!()[]/ \u00a0\u00ad"
_WIDE = "mwMW@%\u0097"
_CAPITAL = "ABCDEFGHJKLNOPQRSTUVXYZ&$#"
_PROPORTIONAL = bytes(
    56 if chr(i) in _NARROW else 160 if chr(i) in _WIDE else 140 if chr(i) in _CAPITAL or 0xC0 <= i < 0xDF else 100
    for i in range(256)
)
_FIXED = bytes([100]) * 256
_NO_OVERFLOW = 65_520 // 160  # Adler-32 sums modulo 65521 (RFC 1950)


class Metric(NamedTuple):
    """How wide characters are: Latin-1 by its code, all others as "?", to which an ideograph adds."""

    signs: bytes
    ideograph: int  # 0 where the document has none


class Layout(NamedTuple):
    """What holds for the whole document. Widths are in the units of `metric`."""

    leading: int  # blank lines between two lines of a paragraph
    wrapped: bool  # paragraphs run over several lines
    metric: Metric
    measure: int  # width of a full line
    columns: int  # characters of a usual full line
    slack: int  # room on a line that is not its paragraph's last
    indents: int | None  # a line indented by at least this much begins a paragraph, None: indentation says nothing
    trail: int  # most white space behind a line that is not its paragraph's last
    page_ends: frozenset[int]  # the lines before which a page ends: by form feed, or by many blank lines
    spaced: bool  # paragraphs stand further apart than their lines do


def width(text: str, metric: Metric) -> int:
    """Return the width of the text as printed, white space collapsed."""
    if "  " in text:
        text = " ".join(text.split())
    if metric.signs is _FIXED:
        taken = _FIXED[0] * len(text)
    else:
        taken = _total(text.encode("latin-1", "replace").translate(metric.signs))
    return taken + metric.ideograph * len(SPACELESS.findall(text)) if metric.ideograph else taken


def _total(signs: bytes) -> int:
    """Return the sum of the bytes: twenty times faster than `sum` is the checksum whose lower half is that plus one."""
    return (adler32(signs) & 0xFFFF) - 1 if len(signs) <= _NO_OVERFLOW else sum(signs)


def read_layout(lines: Lines, rare: str) -> Layout:
    """Return the layout of a document's lines; `rare` are its characters other than those of ASCII."""
    texts, gaps = lines.texts, lines.gaps
    certain, after_stop = _read_pairs(texts)
    near_certain = Counter([gaps[i] for i in certain])
    all_gaps = Counter(gaps)
    leading = min((g for g, n in near_certain.items() if n >= 0.3 * len(certain)), default=0)
    certain = [i for i in certain if gaps[i] == leading]
    near = sum(count for gap, count in all_gaps.items() if gap <= leading)
    wrapped = len(certain) >= max(1, 0.12 * near)
    sample = _spread(certain)
    ends = [(texts[i - 1], first_word(texts[i])) for i in sample]
    metric, measure, slack = min((_read_measure(ends, metric) for metric in _metrics(rare)), key=_loss)
    return Layout(
        leading,
        wrapped,
        metric,
        measure,
        _quantile([len(texts[i - 1]) for i in sample], 0.5),
        slack,
        _read_indents(lines, certain, leading),
        _quantile([lines.trails[i - 1] for i in sample], 0.9),
        _read_page_ends(lines, all_gaps, leading),
        _read_spaced(lines, after_stop, leading, metric, measure),
    )


def _read_pairs(texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the lines that go on with a sentence for certain, and those that begin one behind a stop.

    One look at each.
    """
    certain: list[int] = []
    after_stop: list[int] = []
    firsts = "".join([text[0] for text in texts[1:]])
    lasts = "".join([text[-1] for text in texts])
    for i, (last, first) in enumerate(zip(lasts, firsts, strict=False), 1):
        if first.isupper():
            if last in STOPS:
                after_stop.append(i)
        elif first.isalpha() and (last.isalnum() or not is_stopped(texts[i - 1])):
            certain.append(i)
    return certain, after_stop


def _metrics(rare: str) -> tuple[Metric, Metric]:
    ideographs = SPACELESS.search(rare) is not None
    return Metric(_PROPORTIONAL, 100 * ideographs), Metric(_FIXED, 100 * ideographs)


def _spread(indexes: Sequence[int]) -> Sequence[int]:
    """Return a bounded number of them, evenly spread."""
    return indexes[:: len(indexes) // _SAMPLE + 1]


def _read_measure(ends: Sequence[tuple[str, str]], metric: Metric) -> tuple[Metric, int, int]:
    """Measure and slack by lines that are not their paragraph's last, each with the first word of the next."""
    widths = [width(text, metric) for text, _ in ends]
    measure = _quantile(widths, 0.97)
    space = metric.signs[32]
    rooms = [measure - taken - space - width(word, metric) for taken, (_, word) in zip(widths, ends, strict=True)]
    return metric, measure, min(max(0, _quantile(rooms, 0.95)), int(MODEST * measure))


def room(taken: int, following: str, metric: Metric, measure: int) -> int:
    """How much of a full line stays empty where `taken` and the first word of `following` stand on it."""
    return measure - taken - metric.signs[32] - width(first_word(following), metric)


def _loss(measured: tuple[Metric, int, int]) -> float:
    _, measure, slack = measured
    return slack / measure if measure else 0.0


def _read_indents(lines: Lines, certain: Sequence[int], leading: int) -> int | None:
    """Return the least indentation that begins a paragraph, if it does in this document.

    It does when lines that go on with a sentence hardly ever have it, and lines that have it come after a stop.
    """
    if len(certain) < 4:
        return None
    left = _quantile([lines.indents[i] for i in certain], 0.95)
    deep = [
        i
        for i, indent in enumerate(lines.indents)
        if indent > left and lines.gaps[i] <= leading and i > 0 and i not in lines.feeds
    ]
    stopped = sum(is_stopped(lines.texts[i - 1]) for i in deep)
    return left + 1 if len(deep) >= 2 and stopped >= 0.8 * len(deep) else None


def _read_spaced(lines: Lines, after_stop: Sequence[int], leading: int, metric: Metric, measure: int) -> bool:
    """Whether paragraphs stand apart: what follows a line that is stopped far from the margin mostly does."""
    texts = lines.texts
    after = [
        lines.gaps[i] > leading
        for i in _spread(after_stop)
        if room(width(texts[i - 1], metric), texts[i], metric, measure) > SHORT * measure
    ]
    return len(after) >= 2 and sum(after) >= 0.8 * len(after)


def _read_page_ends(lines: Lines, gaps: Counter[int], leading: int) -> frozenset[int]:
    """Return a page ends with more blank lines than stand between paragraphs.

    At least four, two more than the usual gap.
    """
    wider = Counter({gap: count for gap, count in gaps.items() if gap > leading})
    usual = wider.most_common(1)[0][0] if wider else leading
    page_gap = max(4, min(usual, leading + 3) + 2)
    if max(gaps, default=0) < page_gap:
        return lines.feeds
    return lines.feeds | {i for i, gap in enumerate(lines.gaps) if gap >= page_gap}


def _quantile(values: Sequence[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0
