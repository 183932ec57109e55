"""What a raw file is: told by its content where that is certain, by its suffix else."""

import re
from pathlib import PurePosixPath

from flows.readers import ReadingError

SUFFIXES = {
    ".txt": "text",
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xml": "xml",
}
"""Suffix of a raw file -> its format."""

_PDF = b"%PDF-"
_PDF_WITHIN = 1024  # bytes in which a PDF may begin, by common practice
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_PART = b"word/document.xml"  # names in a zip are not packed
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HEAD = 4096
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_AKOMA = re.compile(rb"<(?:\w+:)?akomaNtoso\b")
_XML = re.compile(rb"\s*<\?xml\b")


def suffix_of(path: str) -> str:
    """Return the suffix of a raw file, as SUFFIXES has it; "" where it is none of them."""
    suffix = PurePosixPath(path).suffix
    if suffix in SUFFIXES:
        return suffix
    lower = suffix.lower()
    return lower if lower in SUFFIXES and lower != ".txt" else ""


def format_of(content: bytes, path: str) -> str:
    """Return the format of a raw file: a PDF or DOCX is known by its content, whatever its suffix.

    Raises ReadingError where the suffix says so and the content is something else.
    """
    said = SUFFIXES[suffix_of(path)]
    if content.startswith(_PDF) or (said == "pdf" and _PDF in content[:_PDF_WITHIN]):
        return "pdf"
    if content.startswith(_ZIP) and _WORD_PART in content:
        return "docx"
    if said == "pdf":
        raise ReadingError("not_pdf", f"is no PDF but {_kind(content)}: name it as what it is, or get the PDF")
    if said == "docx":
        if content.startswith(_OLE) and _ENCRYPTED in content:
            raise ReadingError("encrypted", "is protected by a password; save it without one")
        raise ReadingError("damaged", f"is no DOCX but {_kind(content)}: name it as what it is, or save it as DOCX")
    if said == "html" and _AKOMA.search(content[:_HEAD]):
        return "xml"
    if said == "xml" and _HTML.search(content[:_HEAD]) and not _AKOMA.search(content[:_HEAD]):
        return "html"
    return said


def _kind(content: bytes) -> str:
    """Return what the content looks like, in words."""
    if content.startswith(_ZIP):
        return "a zip archive"
    if content.startswith(_OLE):
        return "an old Word or other Office file"
    head = content[:_HEAD]
    if _HTML.search(head):
        return "a page of HTML"
    if _XML.match(head):
        return "XML"
    return "something else" if b"\0" in head else "text"
