"""Resolutions: clauses without a subject of their own, which the body that resolves holds."""

import re
from functools import lru_cache
from typing import NamedTuple

from flows.code.folding import fold
from flows.code.lang.language import Use, language, split_words
from flows.code.lang.rows import Resolution
from flows.records import Statement

_WORD = re.compile(r"\w+|[^\w\s]")
_OPENING_WORDS = 14
"""Tokens at a paragraph's beginning in which the words that open a clause stand, with their adverbs."""
_LEAST_CLAUSES = 3
_LEAST_SHARE = 0.4  # of the paragraphs


class Opening(NamedTuple):
    """The words that open a clause of a resolution."""

    length: int  # tokens of the cue
    act: str
    rule: str
    ends_in_s: bool  # an operative verb, where a subject would be missing elsewhere


def is_resolution(name: str, statement: Statement) -> bool:
    """Tell whether a statement is a resolution or decision: many of its paragraphs are clauses of one."""
    paragraphs = [one for one in statement.paragraphs if one.kind in ("body", "list_item")]
    if len(paragraphs) < _LEAST_CLAUSES:
        return False
    clauses = sum(_is_clause(name, statement.text[one.start : one.end]) for one in paragraphs)
    return clauses >= max(_LEAST_CLAUSES, _LEAST_SHARE * len(paragraphs))


def _is_clause(name: str, paragraph: str) -> bool:
    """Tell whether a paragraph opens as a clause does: with a verb in -s, or ending in a comma or semicolon."""
    head = fold(paragraph[:160])
    opening = opening_of(name, tuple(_WORD.findall(head)[:_OPENING_WORDS]))
    return opening is not None and (opening.ends_in_s or paragraph.endswith((",", ";", ", and", "; and")))


@lru_cache(maxsize=1 << 14)
def opening_of(name: str, words: tuple[str, ...]) -> Opening | None:
    """Return the opening of a clause that begins with these folded tokens; None where it begins otherwise."""
    known = language(name).resolutions
    at, found = 0, _opener(known, words, 0)
    while found is None and (adverb := _one(known, words, at, "adverb")):
        at += len(adverb.words)
        found = _opener(known, words, at)
    if found is None:
        return None
    use, end = found
    end = _skip(known, words, end, "adverb")
    act, rule = use.row.act, use.row.id
    manner = _one(known, words, end, "manner")
    if manner:
        end += len(manner.words)
        act, rule = manner.row.act or act, manner.row.id
    end = _skip(known, words, end, "adverb")
    for particle in sorted(map(split_words, use.row.particle), key=len, reverse=True):
        if words[end : end + len(particle)] == particle:
            end += len(particle)
            break
    return Opening(end, act, f"resolutions.{rule}", words[at].endswith("s"))


def _opener(
    known: dict[str, tuple[Use[Resolution], ...]], words: tuple[str, ...], at: int
) -> tuple[Use[Resolution], int] | None:
    """Return the longest opener that begins at a token, and its end; adverbs may stand between its words."""
    uses = [use for use in known.get(words[at], ()) if use.row.kind == "opener"] if at < len(words) else []
    ends = [(use, end) for use in uses if (end := _end_of(known, words, at, use.words))]
    return max(ends, key=lambda found: len(found[0].words), default=None)


def _end_of(
    known: dict[str, tuple[Use[Resolution], ...]], words: tuple[str, ...], at: int, wanted: tuple[str, ...]
) -> int | None:
    """Return the end of the wanted words, the first of which is at `at`; None where they are not all there."""
    end = at + 1
    for word in wanted[1:]:
        if words[end : end + 1] != (word,):
            end = _skip(known, words, end, "adverb")
        if words[end : end + 1] != (word,):
            return None
        end += 1
    return end


def _skip(known: dict[str, tuple[Use[Resolution], ...]], words: tuple[str, ...], at: int, kind: str) -> int:
    while use := _one(known, words, at, kind):
        at += len(use.words)
    return at


def _one(
    known: dict[str, tuple[Use[Resolution], ...]], words: tuple[str, ...], at: int, kind: str
) -> Use[Resolution] | None:
    if at >= len(words):
        return None
    found = [
        use for use in known.get(words[at], ()) if use.row.kind == kind and words[at : at + len(use.words)] == use.words
    ]
    return max(found, key=lambda use: len(use.words)) if found else None
