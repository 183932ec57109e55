"""Readers of files that are not plain text: bytes become a `Rendition`, in a child process (flows/intake/child.py).

    pdf/   text, pages and boxes from the geometry of a PDF
    docx/  document, numbering, styles and footnotes of a DOCX
    html/  main text of a page; its decoded bytes are the raw text
    xml/   Akoma Ntoso, and other XML; its decoded bytes are the raw text

A reader is a function `read(content: bytes, options: Options) -> Rendition`. It imports nothing but the standard
library, its own library and `flows.records`: each child starts with what it imports.
"""

from typing import NamedTuple

READERS = {
    "pdf": "flows.readers.pdf",
    "docx": "flows.readers.docx",
    "html": "flows.readers.html",
    "xml": "flows.readers.xml",
}
"""Format -> the module whose `read` reads it, imported only where a file has it."""

FROZEN = ("pdf", "docx")
"""Formats whose text is a rendition, made once and kept."""


class Options(NamedTuple):
    """What a run asks of the readers."""

    ocr: bool = False  # read pages without a text layer by OCR
    select: str | None = None  # CSS selector of the part of a page that is its text
    language: str | None = None  # of the document, where its sidecar says so: OCR needs to know


class ReadingError(Exception):
    """A file that cannot be read; `code` is the quarantine code."""

    def __init__(self, code: str, message: str) -> None:
        """`message` says what is wrong, where, and what to do, in one line."""
        super().__init__(message)
        self.code = code
        self.message = message


class Refused(NamedTuple):
    """Why a file is refused, as a reader's process tells it."""

    code: str
    message: str
