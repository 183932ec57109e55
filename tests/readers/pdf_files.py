"""PDFs of our own making, written by hand: pages of lines at given places, in fonts that every reader has."""

import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold", "serif": "Times-Roman"}
WIDTH, HEIGHT = 595, 842
CATALOG, PAGES = 1, 2


class Line(NamedTuple):
    """Words at a place: points from the left, and from the top to their baseline."""

    x: float
    y: float
    text: str
    size: float = 12
    font: str = "regular"


class Rule(NamedTuple):
    """A horizontal rule."""

    x0: float
    x1: float
    y: float


class Image(NamedTuple):
    """A grey picture of one pixel, spread over the page."""


Item = Line | Rule | Image


def make_pdf(pages: Sequence[Sequence[Item]], rotation: int = 0, trailer: bytes = b"") -> bytes:
    """Return a PDF of the pages; `trailer` is put into its trailer."""
    fonts = {name: 3 + k for k, name in enumerate(FONTS)}
    image = 3 + len(FONTS)
    first = image + 1
    objects: dict[int, bytes] = {
        CATALOG: b"<< /Type /Catalog /Pages 2 0 R >>",
        PAGES: b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (first + 2 * k) for k in range(len(pages)))),
        image: _stream(b"\x80", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 "
                       b"/ColorSpace /DeviceGray "),
    }  # fmt: skip
    for name, number in fonts.items():
        objects[number] = (
            b"<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /%s >>" % FONTS[name].encode()
        )
    resources = b"<< /Font << %s >> /XObject << /I %d 0 R >> >>" % (
        b" ".join(b"/%s %d 0 R" % (name.encode(), number) for name, number in fonts.items()),
        image,
    )
    for k, items in enumerate(pages):
        objects[first + 2 * k] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Resources %s /Contents %d 0 R >>"
            % (WIDTH, HEIGHT, rotation, resources, first + 2 * k + 1)
        )
        objects[first + 2 * k + 1] = _stream(b"\n".join(map(_drawn, items)))
    return _file(objects, trailer)


def statement(texts: Sequence[str], size: float = 12, leading: float = 14, gap: float = 10) -> list[Line]:
    """Return paragraphs as lines of a page, wrapped at about 80 characters, with a gap between them."""
    lines: list[Line] = []
    y = 100.0
    for text in texts:
        row = ""
        for word in text.split():
            if len(row) + len(word) > 80:
                lines.append(Line(72, y, row, size))
                row, y = "", y + leading
            row = f"{row} {word}".strip()
        lines.append(Line(72, y, row, size))
        y += leading + gap
    return lines


def hidden() -> bytes:
    """Return a PDF whose font says of no character which letter it shows."""
    unmapped = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 99 0 R >>"
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"1 beginbfrange <21> <7e> <e021> endbfrange\nendcmap end end"
    )
    known = b"<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /Helvetica >>"
    content = make_pdf([[Line(72, 100, "We agree that international law applies to cyberspace.")]])
    return _rebuilt(content.replace(known, unmapped, 1), table)


def _rebuilt(content: bytes, stream: bytes) -> bytes:
    """Return a PDF with a stream more, as object 99; readers find objects again where the table of them is wrong."""
    body = content[: content.index(b"xref\n")]
    return body + b"99 0 obj\n" + _stream(stream) + b"\nendobj\ntrailer\n<< /Size 100 /Root 1 0 R >>\n%%EOF\n"


def picture_of(page: Any) -> bytes:
    """Return a PDF that has a page as a picture, at 200 dpi, and no text."""
    bitmap = page.render(scale=200 / 72, grayscale=True)
    row, pixels = bitmap.stride, bytes(bitmap.buffer)
    rows = b"".join(pixels[k * row : k * row + bitmap.width] for k in range(bitmap.height))
    before = b"/Width 1 /Height 1 "
    after = b"/Width %d /Height %d /Filter /FlateDecode " % (bitmap.width, bitmap.height)
    content = make_pdf([[Image()]]).replace(before, after)
    start = content.index(b"/Length 1 >>\nstream\n")
    end = content.index(b"endstream", start)
    packed = zlib.compress(rows)
    content = content[:start] + b"/Length %d >>\nstream\n%s\n" % (len(packed), packed) + content[end:]
    return content[: content.rindex(b"xref\n0")] + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


def encrypted() -> bytes:
    """Return a PDF that asks for a password."""
    key = b"<" + b"5a" * 32 + b">"
    standard = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O %s /U %s >> /ID [<aa> <aa>]" % (key, key)
    return make_pdf([[Line(72, 100, "We agree.")]], trailer=standard)


def _drawn(item: Item) -> bytes:
    if isinstance(item, Rule):
        return b"%g w %g %g m %g %g l S" % (0.5, item.x0, HEIGHT - item.y, item.x1, HEIGHT - item.y)
    if isinstance(item, Image):
        return b"q %d 0 0 %d 0 0 cm /I Do Q" % (WIDTH, HEIGHT)
    text = item.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    place = (item.font.encode(), item.size, item.x, HEIGHT - item.y, text)
    return b"BT /%s %g Tf %g %g Td (%s) Tj ET" % place


def _stream(content: bytes, keys: bytes = b"") -> bytes:
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (keys, len(content), content)


def _file(objects: dict[int, bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    at: dict[int, int] = {}
    for number in sorted(objects):
        at[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at[number] for number in sorted(objects))
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)
