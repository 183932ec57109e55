"""Bytes to text, only where the encoding can be told safely: a guess could turn letters into others."""

import codecs
import re
from typing import NamedTuple

# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE. The mark stays as code point 0.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that texts do hold: tab, newlines, form feed, and the file separators of old word processors.
_TEXT_CONTROLS = b"\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f"
_OTHER_BYTES = _TEXT_CONTROLS + bytes(range(32, 256))  # in UTF-8, all but the other control characters
_MAX_CONTROLS = 0.01  # share of other control characters above which a file is no text
_MOSTLY = 0.7  # share of characters below U+0100 above which zero bytes tell of UTF-16
# Languages that are written in Windows-1252 where they are not in Unicode.
_WESTERN = frozenset(
    ["en", "fr", "es", "pt", "de", "it", "nl", "sv", "da", "no", "nb", "nn", "fi", "is", "ca", "gl", "ga"]
)
_SAMPLE = 20_000  # bytes by which the language is told
# A character of two or more bytes in UTF-8 (RFC 3629).
_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What Windows-1252 makes of texts in other encodings, and no Western text has: a capital behind a small letter, a sign
# other than an apostrophe or a dash between two letters, the same accented letter three times.
_IMPLAUSIBLE = re.compile(
    "(?<=[a-zß-öø-ÿšœž])[À-ÖØ-ÞŠŒŽŸ]|(?<=[A-Za-zÀ-ÖØ-öø-ÿŠŒŽŸšœž])[€‚ƒ„†‡ˆ‰‹›˜¡-©«-¹»-¿×÷](?=[A-Za-zÀ-ÖØ-öø-ÿŠŒŽŸšœž])"
    "|([À-ÿ])\\1\\1"
)


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
    """Return the text such that `content.decode(encoding) == text`: newlines untouched, a BOM kept as code point 0.

    UTF-16 and UTF-32 by their mark, UTF-16 also by its zero bytes, else UTF-8, else Windows-1252 where everything
    speaks for it (see `_decode_western`). Raises DecodingError for anything else.
    """
    wide = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _unmarked(content)
    try:
        found = Decoded(content.decode(wide or "utf-8"), wide or "utf-8")
    except UnicodeDecodeError as error:
        if wide:
            raise DecodingError("undecodable", f"byte {error.start}: not {wide}, as which the file begins") from None
        found = _decode_western(content, error.start)
    _refuse_binary(found)
    return found


def _unmarked(content: bytes) -> str | None:
    """UTF-16 without its mark, where most characters have one byte that is zero, and it is always the same one."""
    if 0 not in content or len(content) % 2:
        return None
    for name, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = content[first::2].count(0)
        if zeros > _MOSTLY * len(content) / 2 and zeros == content.count(0):
            return name
    return None


def _decode_western(content: bytes, first_bad: int) -> Decoded:
    """Return a text in Windows-1252, or DecodingError with the byte that speaks against it.

    Safe only where all of it agrees: no character of UTF-8 beside the bytes that are not (a mixed file), every byte
    defined, a language that is written so, and no letter or sign in a place where such a language never has it.
    """
    where = f"byte {first_bad} (0x{content[first_bad]:02x}) is not UTF-8"
    if 0 in content:
        raise DecodingError("binary", f"{where} and there are zero bytes: this is no text; remove or convert it")
    if whole := _UTF_8.search(content):
        message = f"{where}, though other places are, such as byte {whole.start()}: mixed encodings; mend it there"
        raise DecodingError("unknown_encoding", message)
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} (0x{content[error.start]:02x}) is neither UTF-8 nor Windows-1252"
        raise DecodingError("unknown_encoding", message + _advice(content)) from None
    if odd := _IMPLAUSIBLE.search(text):
        raise DecodingError(
            "unknown_encoding", f"{where}, nor does byte {odd.start()} fit Windows-1252{_advice(content)}"
        )
    if not _is_western(content):
        raise DecodingError(
            "unknown_encoding", f"{where}, and its language is none that Windows-1252 is for{_advice(content)}"
        )
    return Decoded(text, "cp1252")


def _is_western(content: bytes) -> bool:
    """Whether the letters that all encodings share are of a Western European language."""
    import py3langid  # its model takes a while to load, and almost every text is UTF-8

    return py3langid.classify(content[:_SAMPLE].decode("ascii", "ignore"))[0] in _WESTERN


def _advice(content: bytes) -> str:
    """Return what to do, with charset-normalizer's guess, which is none to act on unseen."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(content[:_SAMPLE]).best()
    return ": save it as UTF-8" + (f"; it may be {best.encoding}" if best else "")


def _refuse_binary(found: Decoded) -> None:
    """Raise DecodingError for a text that holds NUL, or many control characters."""
    nul = found.text.find("\0")
    if nul >= 0:
        raise DecodingError("binary", f"character {nul} is NUL: this is no text; remove or convert it")
    controls = found.text.encode().translate(None, _OTHER_BYTES)
    if len(controls) > _MAX_CONTROLS * len(found.text):
        raise DecodingError("binary", f"{len(controls)} control characters: this is no text; remove or convert it")
    if not found.text.strip("\ufeff \t\r\n\f\v"):
        raise DecodingError("empty", "holds nothing but white space; remove it or put the text in")
