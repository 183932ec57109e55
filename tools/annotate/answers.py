"""A reader's answers: a line a claim, eleven fields between tabs, under the excerpts' names as in the sheet.

NUMBER SPAN SOURCE CUE CONTENT HOLDER AGREEMENT ACT MODALITY NEGATED TOPICS, or NUMBER `none` for a sentence without a
claim. Words are copied from the sentence; a long stretch is given as `first words … last words`. `=` stands for the
whole sentence (SPAN) or the whole claim (CONTENT), `~` for all behind the cue (CONTENT), `-` for none; `^` before a
source or cue says that it is inherited from an earlier place.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from flows.records import Span
from schemas.vocabulary import ACT, AGREEMENT, HOLDER, MODALITY
from tools.annotate.sheet import EXCERPT

FIELDS = 11
_CODES = {"holder": HOLDER, "agreement": AGREEMENT, "act": ACT, "modality": MODALITY}
_UP_TO = re.compile(r"\s*(?:…|\.\.\.)\s*")
_END = re.compile(r"[.\s]+$")


class Answer(NamedTuple):
    """A claim as a reader gave it: spans are offsets in its sentence as the sheet shows it, half-open.

    An inherited source or cue has no span here, but its words.
    """

    excerpt: str
    number: int
    span: Span
    source: Span | str | None
    cue: Span | str | None
    content: Span | None
    codes: Mapping[str, str]
    negated: bool
    topics: tuple[str, ...]


class Answers(NamedTuple):
    """The claims of a reader, and each line or sentence that does not fit the sheet, in words."""

    claims: tuple[Answer, ...]
    problems: tuple[str, ...]


class _LineError(Exception):
    """A line that does not fit the sheet."""


def read_answers(path: Path, sheet: Mapping[str, Mapping[int, str]], topics: frozenset[str]) -> Answers:
    """Return the answers to a sheet; `topics` are the names that may be given."""
    claims: list[Answer] = []
    problems: list[str] = []
    answered: set[tuple[str, int]] = set()
    excerpt = ""
    for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = [field.strip() for field in line.split("\t")]
        if line.startswith(EXCERPT):
            excerpt = line.removeprefix(EXCERPT).strip()
        elif line.strip():
            try:
                sentence, number = _sentence(sheet, excerpt, fields[0])
                answered.add((excerpt, number))
                if fields[1:] != ["none"]:
                    claims.append(_answer(excerpt, number, sentence, fields, topics))
            except _LineError as error:
                problems.append(f"{path}: line {place}: {error}")
    missing = [
        f"{path}: {name}: sentence {number} has no line"
        for name, sentences in sheet.items()
        for number in sentences
        if (name, number) not in answered
    ]
    return Answers(tuple(claims), (*problems, *missing))


def _sentence(sheet: Mapping[str, Mapping[int, str]], excerpt: str, number: str) -> tuple[str, int]:
    if not number.isdecimal() or int(number) not in sheet.get(excerpt, {}):
        raise _LineError(f"the sheet has no sentence {number!r} in excerpt {excerpt!r}")
    return sheet[excerpt][int(number)], int(number)


def _answer(excerpt: str, number: int, sentence: str, fields: list[str], topics: frozenset[str]) -> Answer:
    if len(fields) != FIELDS:
        raise _LineError(f"has {len(fields)} fields, expected {FIELDS}")
    _, whole, source, cue, content, *codes, negated, about = fields
    named = dict(zip(_CODES, codes, strict=True))
    for field, value in named.items():
        if value not in _CODES[field]:
            raise _LineError(f"{field}: {value!r} is none of {', '.join(_CODES[field])}")
    if negated not in ("0", "1"):
        raise _LineError(f"negated: {negated!r} is neither 0 nor 1")
    given = tuple(re.split(r"[,\s]+", about)) if about not in ("", "-") else ()
    if unknown := set(given) - topics:
        raise _LineError(f"topics: {', '.join(sorted(unknown))} is not in the vocabulary")
    span = Span(0, len(_END.sub("", sentence))) if whole == "=" else _find(whole, sentence, Span(0, len(sentence)))
    cue_at = _part(cue, sentence, span)
    return Answer(
        excerpt,
        number,
        span,
        _part(source, sentence, span),
        cue_at,
        _content(content, sentence, span, cue_at),
        named,
        negated == "1",
        given,
    )


def _part(words: str, sentence: str, span: Span) -> Span | str | None:
    """Return where a source or cue stands: within the claim, else anywhere in the sentence; inherited ones as words."""
    if words in ("", "-"):
        return None
    if words.startswith("^"):
        return words[1:].strip()
    at = sentence.find(words, span.start, span.end)
    return Span(at, at + len(words)) if at >= 0 else _find(words, sentence, Span(0, len(sentence)))


def _content(words: str, sentence: str, span: Span, cue: Span | str | None) -> Span | None:
    if words in ("", "-"):
        return None
    if words == "=" or (words == "~" and not (isinstance(cue, Span) and span.start <= cue.start < span.end)):
        return span
    if words == "~" and isinstance(cue, Span):
        start = cue.end + len(sentence[cue.end : span.end]) - len(sentence[cue.end : span.end].lstrip(' ,:"“'))
        start += 5 if sentence.startswith("that ", start) else 0
        return Span(start, span.end) if start < span.end else None
    return _find(words, sentence, Span(0, len(sentence)))


def _find(words: str, sentence: str, within: Span) -> Span:
    """Return where words copied from a sentence stand, or the stretch from the first of them to the last."""
    first, *last = _UP_TO.split(words, maxsplit=1)
    start = sentence.find(first, *within)
    end = start + len(first)
    if start >= 0 and last:
        at = sentence.find(last[0], start, within.end) if last[0] else within.end
        end = at + len(last[0]) if at >= 0 else -1
    if start < 0 or end < 0:
        raise _LineError(f"{words!r} is not in the sentence")
    return Span(start, end)
