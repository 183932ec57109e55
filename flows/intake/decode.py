"""Bytes to text, only where the encoding can be told safely: a guess could turn letters into others."""

import codecs
from typing import NamedTuple

import charset_normalizer

# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE. The mark stays as code point 0.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that texts do hold: tab, newlines, form feed, and the file separators of old word processors.
_TEXT_CONTROLS = frozenset("\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f\x85")
_MAX_CONTROLS = 0.01  # share of other control characters above which a file is no text
# Encodings that agree with Windows-1252 wherever that has a printable character.
_WESTERN = frozenset({"cp1252", "latin_1", "iso8859_15", "iso8859_1"})


class Decoded(NamedTuple):
    """A text and the codec that gave it."""

    text: str
    encoding: str


class DecodingError(Exception):
    """Bytes that are no text, or in an encoding that cannot be told; `code` is the quarantine code."""

    def __init__(self, code: str, message: str) -> None:
        """`message` names the byte position."""
        super().__init__(message)
        self.code = code


def decode(content: bytes) -> Decoded:
    """The text such that `content.decode(encoding) == text`: newlines untouched, a BOM kept as code point 0.

    UTF-16 and UTF-32 by their mark, else UTF-8, else Windows-1252 where charset-normalizer sees a Western text and
    no byte of it is undefined there. Raises DecodingError for anything else.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    try:
        found = Decoded(content.decode(marked or "utf-8"), marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked:
            raise DecodingError(
                "undecodable", f"byte {error.start}: not {marked}, though it begins with its mark"
            ) from None
        found = _decode_western(content, error.start)
    _refuse_binary(found)
    return found


def _decode_western(content: bytes, first_bad: int) -> Decoded:
    """A single-byte Western text, or DecodingError with the first byte that is not UTF-8."""
    where = f"byte {first_bad} (0x{content[first_bad]:02x}) is not UTF-8"
    if content.count(0):
        raise DecodingError("binary", f"{where} and there are zero bytes: this is no text; remove or convert it")
    best = charset_normalizer.from_bytes(content).best()
    if best is None or not _WESTERN & {best.encoding, *best.could_be_from_charset}:
        raise DecodingError("unknown_encoding", f"{where}, and no other encoding is certain: save it as UTF-8")
    try:
        return Decoded(content.decode("cp1252"), "cp1252")
    except UnicodeDecodeError as error:
        message = (
            f"byte {error.start} (0x{content[error.start]:02x}) is neither UTF-8 nor Windows-1252: save it as UTF-8"
        )
        raise DecodingError("unknown_encoding", message) from None


def _refuse_binary(found: Decoded) -> None:
    """Raise DecodingError for a text that holds NUL, or many control characters."""
    nul = found.text.find("\0")
    if nul >= 0:
        raise DecodingError("binary", f"character {nul} is NUL: this is no text; remove or convert it")
    if not found.text.isprintable():
        strange = sum(ch < " " and ch not in _TEXT_CONTROLS for ch in set(found.text))
        count = sum(found.text.count(ch) for ch in map(chr, range(32)) if ch not in _TEXT_CONTROLS) if strange else 0
        if count > _MAX_CONTROLS * len(found.text):
            raise DecodingError("binary", f"{count} control characters: this is no text; remove or convert it")
    if not found.text.strip("\ufeff \t\r\n\f\v"):
        raise DecodingError("empty", "holds nothing but white space; remove it or put the text in")
