"""A text as bytes, one for each character, which RE2 scans in half the time of a str: its offsets are the text's.

The characters are those of Windows-1252, in which names in diplomatic use and curly quotes can be written; any other
is "?". What a scan finds is therefore read again in the text itself.
"""

from functools import lru_cache

ENCODING = "cp1252"


@lru_cache(maxsize=8)  # names and quantities are looked for in the same text, one after the other
def one_byte(text: str) -> bytes:
    """The text, one byte for each character."""
    return text.encode(ENCODING, "replace")
