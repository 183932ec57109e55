"""PDF as text, by the places of its words: `words` asks PDFium, `text` puts them together.

lines      words that stand side by side
edges      heads and feet of pages
grids      rows of tables
columns    reading order
notes      footnotes
"""

import pypdfium2
import pypdfium2.raw as pdfium

from flows.readers import Options, ReadingError
from flows.readers.pdf.ocr import engine, recognise
from flows.readers.pdf.text import compose
from flows.readers.pdf.words import PageText, read_page
from flows.records import Rendition

VERSION = "1"
"""Of the rules by which words become text: raised with every change that gives another text."""

MOST_PAGES = 5_000
_UNKNOWN = 0.2  # share of characters that no letter stands for, above which the text is none
_FEWEST = 20  # characters a page, below which drawn pages have no text layer
_CODES = {
    pdfium.FPDF_ERR_PASSWORD: (
        "encrypted",
        "is protected by a password; remove that, as by printing it into a new PDF",
    ),
    pdfium.FPDF_ERR_SECURITY: ("encrypted", "is protected in a way that is not known; remove that"),
}


def read(content: bytes, options: Options) -> Rendition:
    """Return the rendition of a PDF; raise ReadingError where it has none."""
    document = _open(content)
    try:
        if len(document) > MOST_PAGES:
            raise ReadingError("too_large", f"has {len(document):,} pages, over the limit of {MOST_PAGES:,}: split it")
        pages = [_read_page(document, number) for number in range(len(document))]
        wanted = _to_recognise(pages) if options.ocr else []
        for number in wanted:
            pages[number] = _recognised(document, number, pages[number], options.language)
    finally:
        document.close()
    _refuse_unreadable(pages)
    return compose(pages, extractor(options if wanted else Options()))


def extractor(options: Options) -> str:
    """Return what makes the text: version of the rules, library, PDFium's build, and the engine where it takes part.

    Raises ReadingError where the engine is not installed.
    """
    info = pypdfium2.version
    made_by = f"pdf {VERSION}; pypdfium2 {info.PYPDFIUM_INFO}; pdfium {info.PDFIUM_INFO}"
    if not options.ocr:
        return made_by
    return f"{made_by}; {engine(options.language)}"


def _to_recognise(pages: list[PageText]) -> list[int]:
    """Return the pages to read from their pictures.

    Drawn ones with hardly a word, or all where fonts hide the letters.
    """
    if sum(page.unknown for page in pages) > _UNKNOWN * sum(page.printed for page in pages):
        return list(range(len(pages)))
    return [number for number, page in enumerate(pages) if page.drawn and page.printed < _FEWEST]


def _recognised(document: pypdfium2.PdfDocument, number: int, page: PageText, language: str | None) -> PageText:
    try:
        shown = document[number]
        try:
            found = recognise(shown, engine(language))
        finally:
            shown.close()
    except pypdfium2.PdfiumError as error:
        raise ReadingError("damaged", f"page {number + 1} cannot be drawn ({error}); get it again") from None
    printed = sum(len(word.text) for word in found.words)
    return page._replace(
        words=found.words, rules=[], drawn=False, printed=printed, unknown=0, confidence=found.confidence or 0.0
    )


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        damaged = ("damaged", f"is a PDF that cannot be opened ({error}); get it again, or print it into a new one")
        raise ReadingError(*_CODES.get(getattr(error, "err_code", None), damaged)) from None
    if len(document) == 0:
        raise ReadingError("damaged", "is a PDF without pages; get it again")
    return document


def _read_page(document: pypdfium2.PdfDocument, number: int) -> PageText:
    try:
        page = document[number]
        try:
            return read_page(page)
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        reason = f"page {number + 1} of {len(document)} cannot be read ({error}); get it again"
        raise ReadingError("damaged", reason) from None


def _refuse_unreadable(pages: list[PageText]) -> None:
    printed, unknown = sum(page.printed for page in pages), sum(page.unknown for page in pages)
    if all(page.confidence is not None for page in pages) and printed == 0:
        raise ReadingError("no_text_layer", "OCR found no word on any page; remove it or get a better scan")
    if printed < _FEWEST * len(pages) and (printed == 0 or any(page.drawn for page in pages)):
        held = "1 page holds" if len(pages) == 1 else f"{len(pages)} pages hold"
        reason = f"{held} {printed} characters of text: these are images; read the file with --ocr (docs/files.md)"
        raise ReadingError("no_text_layer", reason)
    if unknown > _UNKNOWN * printed:
        reason = f"{unknown:,} of {printed:,} characters stand for no letter: its fonts hide them; read it with --ocr"
        raise ReadingError("undecodable_text", reason)
