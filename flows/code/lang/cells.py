"""Kinds of cells in a language's tables: what may stand in a column, and the value that it is read as."""

import re
from collections.abc import Callable, Collection
from typing import Any

Cell = Callable[[str], Any]
"""Read the text of a cell; raises ValueError, saying what is wrong, for a text that may not stand there."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_WORDS = re.compile(r"[a-z0-9'][a-z0-9'.-]*(?: [a-z0-9'][a-z0-9'.-]*)*")
_PATTERN = re.compile(r"[a-z0-9][a-z0-9'/.-]*\*?(?: (?:[a-z0-9][a-z0-9'/.-]*\*?|\*))*")


def note(text: str) -> str:
    """Return any text, also an empty one."""
    return text


def sentence(text: str) -> str:
    """Return a text that is not empty."""
    if not text:
        raise ValueError("is empty")
    return text


def name(text: str) -> str:
    """Return a name in small letters, with figures and `_`."""
    if not _NAME.fullmatch(text):
        raise ValueError("is no name in small letters, figures and _")
    return text


def yes(text: str) -> bool:
    """Return whether the cell says "yes"; an empty one says no."""
    return bool(one_of(("yes", ""))(text))


def whole(text: str) -> int:
    """Return a whole number."""
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise ValueError("is not a whole number")
    return int(text)


def words(text: str) -> str:
    """Return words as a folded text has them, between single spaces."""
    if not _WORDS.fullmatch(text):
        raise ValueError("is not made of words in small letters")
    return text


def words_or_none(text: str) -> str:
    """Return words, or an empty text."""
    return words(text) if text else ""


def choices(text: str) -> tuple[str, ...]:
    """Return several words or phrases, which stand between upright strokes."""
    found = tuple(words(part.strip()) for part in text.split("|"))
    if len(set(found)) != len(found):
        raise ValueError("names the same words twice")
    return found


def choices_or_none(text: str) -> tuple[str, ...]:
    """Return several words or phrases, or none."""
    return choices(text) if text else ()


def patterns_or_none(text: str) -> tuple[str, ...]:
    """Return several words or phrases in which "*" stands for any ending, or for any word, or none."""
    found = tuple(part.strip() for part in text.split("|")) if text else ()
    for part in found:
        if not _PATTERN.fullmatch(part):
            raise ValueError("is not made of words in small letters, with a star for any ending")
    if len(set(found)) != len(found):
        raise ValueError("names the same words twice")
    return found


def one_of(values: Collection[str]) -> Cell:
    """Return the kind of cell that holds one of the values."""

    def read(text: str) -> str:
        if text not in values:
            raise ValueError("is not one of " + ", ".join(repr(value) for value in values))
        return text

    return read


def some_of(values: Collection[str]) -> Cell:
    """Return the kind of cell that holds some of the values, between spaces, or none of them."""
    single = one_of(values)

    def read(text: str) -> frozenset[str]:
        found = text.split()
        if len(set(found)) != len(found):
            raise ValueError("names the same value twice")
        return frozenset(single(value) for value in found)

    return read
