"""The encoding of a page: its byte order mark, else what it declares, else UTF-8, else what `decode` can tell.

A declared name means what browsers take it for (WHATWG, Encoding Standard): Latin-1, for one, is Windows-1252.
"""

import codecs
import re

from flows.readers import ReadingError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_READ = 4096  # bytes of a page that may declare its encoding
_DECLARED = re.compile(
    rb"""(?i)<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})"""
    rb"""|\A\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})"""
)
_TAKEN_FOR = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",  # a page of which the declaration could be read is not in it
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_BYTE_FOR_BYTE = {"cp1252": "latin-1"}  # browsers read what Windows-1252 does not define as control characters


def decode_html(content: bytes) -> tuple[str, str]:
    """Return the text and the name of the codec that gave it; a byte order mark stays as code point 0.

    Raises ReadingError where the page breaks the encoding that it declares, or declares none and it cannot be told.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    declared = marked or _declared(content)
    for encoding in filter(None, (declared, _BYTE_FOR_BYTE.get(declared or ""))):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError as error:
            broken = f"byte {error.start}: not {declared}, as the page says it is; save it as UTF-8"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if declared is not None:
            raise ReadingError("undecodable", broken) from None
    return _told_by_its_bytes(content)


def _declared(content: bytes) -> str | None:
    """Return the codec that a page names; None where it names none, or none that is known."""
    match = _DECLARED.search(content[:_READ])
    if match is None:
        return None
    try:
        name = codecs.lookup((match[1] or match[2]).decode("ascii")).name
    except LookupError:
        return None
    return _TAKEN_FOR.get(name, name)


def _told_by_its_bytes(content: bytes) -> tuple[str, str]:
    from flows.intake.decode import DecodingError, decode  # takes long to load, and few pages need it

    try:
        text, encoding = decode(content)
    except DecodingError as error:
        raise ReadingError(error.code, str(error)) from None
    return text, encoding
