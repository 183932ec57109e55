"""The words of a page with their places, as PDFium reads them.

Coordinates are points from the top left of the page as it is shown. Sizes are heights of glyph boxes: the font size
that PDFium gives is 1.0 in a fifth of files.
"""

import re
from collections.abc import Callable
from ctypes import addressof, byref, c_double, c_float, create_string_buffer
from itertools import pairwise
from typing import Any, NamedTuple
from unicodedata import combining

import pypdfium2.raw as pdfium

# What PDFium has for a hyphen that ends a line, and for one that it drops.
_HYPHENS = {0xFFFE: "-", 0x02: "-"}
_TOKEN = re.compile(r"[^\x00\x01\x03-\x20\xa0\u2000-\u200b\u2028\u2029]+")
_CONTROL = re.compile(r"[\x01\x03-\x08\x0b\x0c\x0e-\x1f]")
_UNKNOWN = re.compile("[\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\uffff\U000f0000-\U0010ffff]")
_BROKEN = re.compile("[\ufffe\uffff\ud800-\udfff\U00010000-\U0010ffff]")
_TO_CUT = re.compile(r"""[—–…(\[{«“‘„¡¿"'\x02\ufffe]|[.!?;:”»].|[0-9*†‡¹²³⁰⁴-⁹]$""")
_UPRIGHT = 2  # letters of a word without which its direction is not believed
_RAISED = 0.82  # a figure of at most this share of the size of its word is raised
_LIFTED = 0.15  # by at least this share of the size
_MARKS = frozenset("0123456789*†‡¹²³⁰⁴⁵⁶⁷⁸⁹")
_OPEN = frozenset("([{«“‘„¡¿\"'")
_SHUT = frozenset("—–…")
_STOPS = frozenset(".!?;:")
_CLOSING = frozenset("”»")
_PAUSES = frozenset(",;:")
_ENDS = _STOPS | _CLOSING | _PAUSES
_BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!t)")
_LONGEST_NAME = 256  # bytes of a font's name


class Word(NamedTuple):
    """A word: characters without white space between them, in one size, on one baseline."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float  # y of the baseline
    size: float
    turn: int  # degrees clockwise by which it is turned against the page as it is shown
    glued: bool  # no white space stands before it
    bold: bool
    shown: tuple[float, float, float, float] | None = None  # its box on the page as shown, where that is turned


class PageText(NamedTuple):
    """What is on a page."""

    words: list[Word]
    width: float
    height: float
    rotation: int
    rules: list[tuple[float, float, float]]  # horizontal rules: x0, x1, y
    drawn: bool  # there are images or drawings on it
    printed: int  # characters that are not white space
    unknown: int  # of them, those that no letter stands for: control characters, private ones
    confidence: float | None = None  # of the engine that recognised the words; None where the file has them


def read_page(page: Any) -> PageText:
    """Return the words and rules of an open page; raises PdfiumError where PDFium cannot read it."""
    width, height = page.get_size()
    rotation = page.get_rotation()
    place = placing(page, rotation)
    textpage = page.get_textpage()
    try:
        text = _characters(textpage)
        words = _words(textpage.raw, text, place)
    finally:
        textpage.close()
    unknown = len(_UNKNOWN.findall(text))
    printed = sum([len(word.text) for word in words]) + len(_CONTROL.findall(text))
    rules, drawn = _rules(page, place)
    return PageText(words, width, height, rotation, rules, drawn, printed, unknown)


def _characters(textpage: Any) -> str:
    """Return the characters of a page, each at its index."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range()
    if len(text) == count and _BROKEN.search(text) is None:
        return text
    read, raw = pdfium.FPDFText_GetUnicode, textpage.raw
    return "".join([chr(read(raw, index)) for index in range(count)])


Placing = Callable[[float, float], tuple[float, float]]


def placing(page: Any, rotation: int) -> Placing:
    """Return what turns a point of the page's own space into one of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    return {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }[rotation]


def _words(raw: Any, text: str, place: Placing) -> list[Word]:
    fonts = _Fonts()
    words: list[Word] = []
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        glued = start > 0 and _CONTROL.match(text, start - 1) is not None
        if end - start == 1 or _TO_CUT.search(text, start, end) is None:
            words.append(_word(raw, text, start, end, place, glued, fonts))
        else:
            words += _pieces(raw, text, start, end, place, glued, fonts)
    return words


class _Fonts:
    """Which fonts of a page are bold, by the names that they have in the file."""

    def __init__(self) -> None:
        self.known: dict[int, bool] = {}
        self.buffer = create_string_buffer(_LONGEST_NAME)

    def is_bold(self, raw: Any, at: int) -> bool:
        """Whether the character at an index is set in bold type."""
        item = pdfium.FPDFText_GetTextObject(raw, at)
        font = pdfium.FPDFTextObj_GetFont(item) if item else None
        if not font:
            return False
        key = addressof(font.contents)
        if key not in self.known:
            size = pdfium.FPDFFont_GetBaseFontName(font, self.buffer, _LONGEST_NAME)
            name = self.buffer.raw[: max(size - 1, 0)].decode("latin-1").casefold()
            self.known[key] = _BOLD.search(name) is not None
        return self.known[key]


# What PDFium writes into, made once: asking is half as fast where each question makes its own.
_X, _Y = c_double(), c_double()
_TO_X, _TO_Y = byref(_X), byref(_Y)
_BOX = pdfium.FS_RECTF()
_TO_BOX = byref(_BOX)


def _pieces(raw: Any, text: str, start: int, end: int, place: Placing, glued: bool, fonts: _Fonts) -> list[Word]:
    """Return the token text[start:end] as words.

    Parted at dashes, quotes and raised figures, where a claim may begin.
    """
    cuts = [start]
    for at in range(start, end - 1):
        sign, after = text[at], text[at + 1]
        if (
            (sign in _SHUT and after not in _SHUT)
            or (after in _OPEN and sign not in _OPEN and at + 2 < end)
            or (sign in _ENDS and after in _PAUSES)
            or (sign in _CLOSING and after not in _ENDS)
            or (sign in _STOPS and after.isupper())  # a sentence that begins without a space
            or ord(sign) in _HYPHENS  # the rest of the word is on the next line
        ):
            cuts.append(at + 1)
    pieces: list[Word] = []
    for first, last in pairwise([*cuts, end]):
        whole = _word(raw, text, first, last, place, glued or first > start, fonts)
        if last - first > 1 and text[last - 1] in _MARKS and not text[first].isdigit():
            raised = _raised_from(raw, text, first, last, place, whole)
            if raised is not None:
                pieces.append(_word(raw, text, first, raised, place, whole.glued, fonts))
                whole = _word(raw, text, raised, last, place, True, fonts)
        pieces.append(whole)
    return pieces


def _raised_from(raw: Any, text: str, first: int, last: int, place: Placing, whole: Word) -> int | None:
    """Where the raised figures begin with which a word ends."""
    base, size = _corner(raw, last - 1, place)[1::5]
    if size > _RAISED * whole.size or whole.base - base < _LIFTED * whole.size:
        return None
    at = last - 1
    while at - 1 > first and (text[at - 1] in _MARKS or text[at - 1] == ","):
        above, before = _corner(raw, at - 1, place)[1::5]
        if before > _RAISED * whole.size or whole.base - above < _LIFTED * whole.size:
            break
        at -= 1
    return at


def _word(raw: Any, text: str, first: int, last: int, place: Placing, glued: bool, fonts: _Fonts) -> Word:
    shown = text[first:last]
    if not shown.isascii() or "\x02" in shown:
        shown = shown.translate(_HYPHENS)
    ax, base, x0, y0, x1, y1, size = _corner(raw, first, place)
    turn = 0
    if last - first > 1:
        bx, by, u0, v0, u1, v1, _ = _corner(raw, last - 1, place)
        if u0 < x0:
            x0 = u0
        if u1 > x1:
            x1 = u1
        if v0 < y0:
            y0 = v0
        if v1 > y1:
            y1 = v1
        if abs(by - base) > abs(bx - ax) and (
            shown.isascii() or sum([not combining(sign) for sign in shown]) > _UPRIGHT
        ):
            turn = 90 if by > base else 270
            size, base = x1 - x0, x1 if turn == 270 else x0
        elif bx < ax and shown.isascii():
            turn = 180
    return Word(shown, x0, y0, x1, y1, base, size, turn, glued, fonts.is_bold(raw, first))


def _corner(raw: Any, at: int, place: Placing) -> tuple[float, float, float, float, float, float, float]:
    """Return the origin of a glyph, on its baseline; its box; its height."""
    pdfium.FPDFText_GetCharOrigin(raw, at, _TO_X, _TO_Y)
    x, y = place(_X.value, _Y.value)
    pdfium.FPDFText_GetLooseCharBox(raw, at, _TO_BOX)
    a, b = place(_BOX.left, _BOX.top)
    c, d = place(_BOX.right, _BOX.bottom)
    if a > c:
        a, c = c, a
    if b > d:
        b, d = d, b
    return x, y, a, b, c, d, d - b


_PATH, _IMAGE, _SHADING = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING
_THIN = 3.0  # points
_SHORTEST = 30.0
_MOST_OBJECTS = 20_000  # no more are looked at: a page of text has some hundred


def _rules(page: Any, place: Placing) -> tuple[list[tuple[float, float, float]], bool]:
    """Return the horizontal rules of a page from top to bottom, and whether it has images or drawings."""
    rules: list[tuple[float, float, float]] = []
    drawn = False
    a, b, c, d = c_float(), c_float(), c_float(), c_float()
    bounds = (byref(a), byref(b), byref(c), byref(d))
    get, kind_of, bounds_of = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType, pdfium.FPDFPageObj_GetBounds
    for at in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        item = get(page.raw, at)
        kind = kind_of(item)
        if kind in (_IMAGE, _SHADING):
            drawn = True
        if kind != _PATH or not bounds_of(item, *bounds):
            continue
        drawn = True
        x0, y0 = place(a.value, b.value)
        x1, y1 = place(c.value, d.value)
        if abs(y1 - y0) <= _THIN and abs(x1 - x0) >= _SHORTEST:
            rules.append((min(x0, x1), max(x0, x1), (y0 + y1) / 2))
    return sorted(rules, key=lambda rule: rule[2]), drawn
