"""The tokeniser as one regular expression: what flows.code.tokens does in numpy, and is tested against."""

import re

WORD = re.compile(
    r"\d+(?:[.,]\d+)*"
    r"|(?<=[^\W_])['’](?:[stdm]|re|ve|ll|S)\b"
    r"|[^\W\d_]+(?:\.[^\W\d_]+)*(?:\.(?=.*[^\W_]))?"
    r"|\S",
    re.DOTALL,
)


def words_of(sentence: str) -> list[tuple[int, int]]:
    """Return the half-open spans of the sentence's tokens."""
    return [match.span() for match in WORD.finditer(sentence)]
