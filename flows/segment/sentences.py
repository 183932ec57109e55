"""The sentences of a paragraph.

nupunkt (Bommarito et al. 2025, after Kiss and Strunk 2006) finds the ends in text that writes them with a full
stop; marks of other scripts stand in sentence_ends.csv. What nupunkt gets wrong in this genre is mended behind it.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flows.records import Span
from flows.rules import prove_examples, read_rules

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

TABLE = Path(__file__).with_name("sentence_ends.csv")

WINDOW = 1 << 18
"""Code points that nupunkt sees at a time: it keeps every candidate of its text in memory."""

LONG_WORD = 100
"""From this length (code points without white space) the marks inside a word end no sentence.

nupunkt reads a word again for every mark inside it, so a long one ("!!!…", '"."."…') costs the square of its length.
"""

_LONG_WORD = re.compile(rf"\S{{{LONG_WORD},}}")
_STRIDE = LONG_WORD // 2  # one of the stretches of this length that a text is made of lies inside any long word
_INNER_MARKS = str.maketrans(".!?…", "____")
_KEPT = 3  # code points at a long word's end in which a mark may still end the sentence
_LONGEST_NUMBER = 12  # code points of a number that enumerates, with its marks and the space before it
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})[.)]+")
_LAST_NUMBER = re.compile(r"""(?<=[.!?])\s+(\(?\d{1,3}[.)]+)$""")
_ITEM_MARK = re.compile(r"(?<=\.)\s+(\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+[A-Z])")
_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_NOTE_MARK = re.compile(r"(?<=[.!?…”’])[¹²³⁰⁴-⁹]+(?=\s)")
_TAIL = re.compile(r"""(?:["'”’»›)\]}*_¹²³⁰⁴-⁹]|\[\^?\d{1,3}\])+(?=\s|$)""")
_TAIL_BEGINS = frozenset("\"'”’»›)]}*_[" + _RAISED)
_CLOSERS = r"""["'”’»›)\]}」』）】》〉]*"""


class EndMark(NamedTuple):
    """A row of sentence_ends.csv."""

    id: str
    mark: str
    example: str
    counterexample: str
    comment: str
    source: str


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a paragraph, in the paragraph's code points.

    They begin and end with a character that is not white space, and every such character lies in exactly one.
    Takes time in proportion to the length of `text`, whatever stands in it.
    """
    if not _may_end_inside().search(text):
        return whole(text)
    spans = _mended(text, _punkt_spans(text))
    if not text.isascii() and any(mark in text for mark in _marks()):
        spans = (piece for span in spans for piece in _at_other_marks(text, span))
    if ". (" in text:
        spans = (piece for span in spans for piece in _at_item_marks(text, span))
    return tuple(spans)


def whole(text: str) -> tuple[Span, ...]:
    """The one sentence of a paragraph that is not made of sentences, such as a heading."""
    kept = text.rstrip()
    return (Span(len(kept) - len(kept.lstrip()), len(kept)),) if kept else ()


def _punkt_spans(text: str) -> Iterator[Span]:
    """nupunkt's sentences, a window at a time; the last of a window is read again with what follows it."""
    spans = _tokenizer().span_tokenize
    safe = text
    if not text.isascii() and any(mark in text for mark in _RAISED):
        safe = _NOTE_MARK.sub(lambda mark: ")" * len(mark[0]), safe)
    if _may_have_long_word(text):
        safe = _LONG_WORD.sub(lambda word: word[0][:-_KEPT].translate(_INNER_MARKS) + word[0][-_KEPT:], safe)
    start = 0
    while len(safe) - start > WINDOW:
        window = safe[start : start + WINDOW]
        found = list(spans(window))
        if len(found) > 1:
            yield from (_tight(text, start + a, start + b) for a, b in found[:-1])
            start += found[-1][0]
        else:  # no end in sight: cut at a space
            cut = window.rfind(" ") + 1 or WINDOW
            yield from (Span(start + a, start + b) for a, b in whole(window[:cut]))
            start += cut
    for a, b in spans(safe[start:] if start else safe):
        yield _tight(text, start + a, start + b)


def _tight(text: str, start: int, end: int) -> Span:
    """The range without the white space at its ends; it holds something else."""
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _may_have_long_word(text: str) -> bool:
    """Whether some stretch is without a space; much faster to ask than the pattern, and mostly the answer is no."""
    return any(text.find(" ", at, at + _STRIDE) < 0 for at in range(0, len(text) - _STRIDE + 1, _STRIDE))


def _mended(text: str, spans: Iterator[Span]) -> Iterator[Span]:
    """Closing marks and footnote marks go back to the sentence they close, a bare "2." forward to its own."""
    open_span: Span | None = None
    for span in spans:
        if open_span is None:
            open_span = span
            continue
        start = span.start
        while start < span.end and text[start] in _TAIL_BEGINS and (tail := _TAIL.match(text, start, span.end)):
            open_span = Span(open_span.start, tail.end())
            start = _skip_space(text, tail.end(), span.end)
        if start == span.end:
            continue
        if text[open_span.end - 1] in ".)":
            if open_span.end - open_span.start <= _LONGEST_NUMBER and _ENUMERATOR.fullmatch(text, *open_span):
                open_span = Span(open_span.start, span.end)
                continue
            if not text[open_span.end - 2].isalpha() and (number := _last_number(text, open_span)):
                open_span, start = Span(open_span.start, number.start()), number.start(1)
        yield open_span
        open_span = Span(start, span.end)
    if open_span is not None:
        yield open_span


def _last_number(text: str, span: Span) -> re.Match[str] | None:
    return _LAST_NUMBER.search(text, max(span.start, span.end - _LONGEST_NUMBER), span.end)


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _at_item_marks(text: str, span: Span) -> Iterator[Span]:
    """The items of a list that runs on in its paragraph: "We met. (b) We agreed." is two."""
    start = span.start
    for item in _ITEM_MARK.finditer(text, *span):
        yield Span(start, item.start())
        start = item.start(1)
    yield Span(start, span.end)


def _at_other_marks(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for mark in _other_marks().finditer(text, *span):
        if start < mark.end():
            yield Span(start, mark.end())
            start = _skip_space(text, mark.end(), span.end)
    if start < span.end:
        yield Span(start, span.end)


@cache
def _other_marks() -> re.Pattern[str]:
    """A run of marks of sentence_ends.csv with the quotes and brackets that it closes."""
    return re.compile(f"[{re.escape(_marks())}]+{_CLOSERS}")


@cache
def _may_end_inside() -> re.Pattern[str]:
    """A mark that could end a sentence, with more behind it."""
    return re.compile(rf"[.!?…{re.escape(_marks())}](?=.)", re.DOTALL)


@cache
def _marks() -> str:
    rules = read_rules(TABLE, EndMark)
    marks = {rule.id: rule.mark for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: marks[rule] in text,
    )
    return "".join(marks.values())


@cache
def _tokenizer() -> "PunktSentenceTokenizer":
    """A tokenizer of our own for this process: the one at nupunkt's module level is shared state."""
    from nupunkt.models import load_default_model  # imported where it is used: --help must not wait for it

    return load_default_model()
