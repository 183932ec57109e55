"""A text as bytes, one for each character, which RE2 scans in half the time of a str: its offsets are the text's.

The characters are those of Latin-1, in which names in diplomatic use can be written, the curly apostrophe, the sign of
the euro, the dash of a range and narrow spaces; a hyphen that keeps words together is
one; any other is "?". What a scan finds is therefore read again in the text itself.
"""

from functools import lru_cache

# in the places of control characters, as in Windows-1252, where it has them
_SIGNS = (("’", "\x92"), ("€", "\x80"), ("–", "\x96"), ("\u202f", "\x8d"), ("\u2009", "\x8f"), ("\u2011", "-"))


@lru_cache(maxsize=1024)  # each kind of name is looked for in all texts of a batch, one kind after the other
def one_byte(text: str) -> bytes:
    """Return the text, one byte for each character."""
    return _with_signs(text).encode("latin-1", "replace")


def one_byte_pattern(pattern: str) -> bytes:
    """Return a pattern for such a text; raises UnicodeEncodeError for a character that it cannot hold."""
    return _with_signs(pattern).encode("latin-1")


def _with_signs(text: str) -> str:
    for sign, code in _SIGNS:
        text = text.replace(sign, code)
    return text
