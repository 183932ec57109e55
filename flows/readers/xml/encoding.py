"""The encoding of XML: its byte order mark, else what it declares, else UTF-8 (XML 1.0, appendix F)."""

import codecs
import re

from flows.readers import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']""")


def decode_xml(content: bytes) -> tuple[str, str]:
    """Return the text and the name of the codec that gave it; a byte order mark stays as code point 0.

    Raises ReadingError where the file breaks its encoding, or names one that is not known.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None:
        declared = _DECLARED.match(content.lstrip()[:300])
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        encoding = codecs.lookup(encoding).name
        text = content.decode(encoding)
    except LookupError:
        raise ReadingError("unknown_encoding", f"declares the encoding {encoding}, which is not known") from None
    except UnicodeDecodeError as error:
        raise ReadingError("undecodable", f"byte {error.start}: not {encoding}, as the file says it is") from None
    return text, encoding
