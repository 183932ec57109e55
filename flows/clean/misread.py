"""Text that a program read in a wrong code: letters of one alphabet as those of another, or each shifted by so much.

An alphabet is put right, since its code tells every letter. Text in shifted codes has mostly lost its stops: it is
told as unreadable, and never taken for words. Words that were spaced out letter by letter are closed up.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

import re2

from flows.clean.lines import Lines
from flows.clean.wording import common_words
from flows.records import Edit
from flows.rules import compile_pattern

LETTER_SPACING, WRONG_ALPHABET, UNREADABLE = "letter_spacing", "wrong_alphabet", "unreadable"

_SPACED = r"(?:^|\s)\pL \pL \pL(?:[ .,;:!?’']|$)"
_SPACED_WORD = re.compile(
    r"(?m)(?:^[ \t]*|(?<=\s\s)|(?<=\n))((?:[^\W_]['’]? ){2,}(?:[^\W_]|['’] [^\W_])[.,;:]?(?: [.,;:])?)(?=\s\s|\s*$)"
)
_SPACED_PAIR = re.compile(r"(?<=\s\s)([^\W\d_] [^\W\d_])(?=\s\s|\s*$)")  # "O F", behind a longer one
_FEWEST_LETTERS = 3
_NEAR = 4

_MOSTLY = 0.45  # share of a text's characters from which it may be of another alphabet
_HIGH = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+"
)
_ALPHABETS: Mapping[str, tuple[str, str]] = {  # encoding -> its vowels, and the language models that know it
    "cp1251": ("аеиоуыэюяіїєёъ", "ru uk be bg mk sr"),
    "cp1253": ("αεηιουωάέήίόύώϊϋ", "el"),
}
_FEWEST_FOREIGN = 20  # characters by which an alphabet is told
_SAMPLE = 2_000

_VOWELS = b"aeiouAEIOU"
_SHIFTS = [k for k in range(-31, 32) if k]  # by 32, small letters are capitals
_SHORTEST = 20  # characters of a line that is asked whether it is shifted
_TRUSTED_VOWELS = 0.33
_FEW_VOWELS = 0.2
_TRIED = 3  # characters
_TELLING_WORD = 3  # letters; shorter ones are found in readable text, shifted by some number


def find_spaced_words(raw: str) -> Iterator[Edit]:
    """Yield the spaces inside words that are spaced out letter by letter, with wider room around them."""
    if not _scanner().search(raw):
        return
    words = [match for match in _SPACED_WORD.finditer(raw) if _is_spaced(match[1])]
    if not words:
        return
    ends = [word.end() for word in words]
    words += [pair for pair in _SPACED_PAIR.finditer(raw) if _follows_one(ends, pair.start())]
    for match in sorted(words, key=lambda match: match.start(1)):
        for at, char in enumerate(match[1]):
            if char == " ":
                yield Edit(match.start(1) + at, match.start(1) + at + 1, "", LETTER_SPACING)


def _follows_one(ends: list[int], start: int) -> bool:
    """Whether one of the places is just before another."""
    at = bisect_right(ends, start) - 1
    return at >= 0 and start - ends[at] <= _NEAR


def _is_spaced(word: str) -> bool:
    return sum(map(str.isalpha, word)) >= _FEWEST_LETTERS and not any(map(str.isdigit, word))


@cache
def _scanner() -> "re2._Regexp[str]":
    return compile_pattern(_SPACED, "misread.py", "spaced")


def find_wrong_alphabet(raw: str, rare: str) -> list[Edit]:
    """Return the letters of a Greek or Cyrillic text that was read as Windows-1252, each as the letter that it is."""
    if len(rare) < max(_FEWEST_FOREIGN, _MOSTLY * len(raw)) or sum(
        "\u00a8" <= char <= "\u00ff" for char in rare
    ) < 0.8 * len(rare.strip()):
        return []
    encoding = _alphabet(rare)
    if encoding is None:
        return []
    edits = []
    for match in _HIGH.finditer(raw):
        for at, char in enumerate(match[0], match.start()):
            read = _decoded(char, encoding)
            if read is not None and read != char and read.isalpha():
                edits.append(Edit(at, at + 1, read, WRONG_ALPHABET))
    return edits


def _alphabet(letters: str) -> str | None:
    """Return the encoding whose vowels make up the share of the letters that they have in a language."""
    shares = {}
    for encoding, (vowels, _) in _ALPHABETS.items():
        read = _decoded(letters[:_SAMPLE], encoding)
        if read is not None and (count := sum(map(str.isalpha, read))):
            shares[encoding] = sum(char in vowels for char in read.lower()) / count
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best is not None and 0.34 <= shares[best] <= 0.62 else None


def _decoded(text: str, encoding: str) -> str | None:
    try:
        return text.encode("cp1252").decode(encoding)
    except UnicodeError:
        return None


def find_unreadable(lines: Lines, printed: str, aside: Mapping[int, str]) -> dict[int, str]:
    """Return the lines whose characters are all shifted by one number: index in `lines` to reason.

    Such a line has none of the commonest words, few vowels, and, shifted back, two of these words or more.
    `printed` is the text that the lines were read from.
    """
    if _any_shifted_word().search(printed) is None:  # one look at the text, with which nearly all are done
        return {}
    texts = lines.texts
    suspects = [i for i, text in enumerate(texts) if len(text) >= _SHORTEST]
    for word in common_words():  # a pass a word, for few lines are left after the first
        suspects = [i for i in suspects if word not in texts[i]]
    suspects = [i for i in suspects if _is_odd(texts[i]) and i not in aside]
    found: dict[int, str] = {}
    known: set[int] = set()
    for i in suspects:
        if (shift := _shift(lines.texts[i])) is not None:
            known.add(shift)
            found[i] = UNREADABLE
    for i in range(len(lines.texts)) if known else ():
        near = i - 1 in found or i + 1 in found
        odd = near and i not in found and i not in aside and _is_odd(lines.texts[i], _FEW_VOWELS)
        if odd and any(not _is_odd(_shifted_back(lines.texts[i], by)) for by in known):
            found[i] = UNREADABLE
    return found


def _is_odd(text: str, least: float = _TRUSTED_VOWELS) -> bool:
    """Whether the letters are not those of a language: fewer than this share of the signs are vowels."""
    if not text.isascii():
        return False
    signs = text.replace(" ", "").encode()
    return len(signs) - len(signs.translate(None, _VOWELS)) < least * len(signs)


def _shift(text: str) -> int | None:
    """How far the characters are shifted; None where no shift makes words of them.

    Only shifts are tried that make one of the commonest characters one of the commonest letters.
    """
    counts = Counter(text.replace(" ", ""))
    commonest = [ord(char) for char, _ in counts.most_common(_TRIED)]
    for by in sorted({code - ord(letter) for code in commonest for letter in "etaoin"}, key=abs):
        if by in _tables():
            read = f" {_shifted_back(text, by).lower()} "
            if sum(map(read.count, common_words())) >= 2:
                return by
    return None


def _shifted_back(text: str, by: int) -> str:
    return text.translate(_tables()[by])


@cache
def _any_shifted_word() -> "re2._Regexp[str]":
    """Return what finds the longer of the commonest words, shifted by any number."""
    words = [word.strip() for word in common_words() if len(word.strip()) >= _TELLING_WORD]
    forms = {form for word in words for form in (word, word.capitalize(), word.upper())}
    shifted = {"".join(rf"\x{ord(char) + by:02x}" for char in form) for form in forms for by in _SHIFTS}
    return compile_pattern(rf"(?:^|\s)(?:{'|'.join(sorted(shifted))})(?:\s|$)", "misread.py", "shifted")


@cache
def _tables() -> dict[int, dict[int, int]]:
    return {by: {code: code - by for code in range(33, 127) if code - by > 32} for by in _SHIFTS}
