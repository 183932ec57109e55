"""Resolutions: clauses without a subject of their own, which the body that resolves holds."""

from functools import lru_cache
from typing import NamedTuple

from flows.code.lang.language import Use, language, split_words
from flows.code.lang.rows import Resolution


class Opening(NamedTuple):
    """The words that open a clause of a resolution."""

    length: int  # tokens of the cue
    act: str
    rule: str
    ends_in_s: bool  # an operative verb, where a subject would be missing elsewhere


@lru_cache(maxsize=1 << 14)
def opening_of(name: str, words: tuple[str, ...]) -> Opening | None:
    """Return the opening of a clause that begins with these folded tokens; None where it begins otherwise."""
    known = language(name).resolutions
    at = _skip(known, words, 0, "adverb")
    uses = [use for use in known.get(words[at], ()) if use.row.kind == "opener"] if at < len(words) else []
    uses = [use for use in uses if words[at : at + len(use.words)] == use.words]
    if not uses:
        return None
    use = max(uses, key=lambda one: len(one.words))
    end = _skip(known, words, at + len(use.words), "adverb")
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
