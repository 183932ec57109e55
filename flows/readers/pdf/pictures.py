"""Pages of a PDF as pictures (PNG), drawn in the child process as files are read."""

import struct
import zlib

import pypdfium2

from flows.readers import ReadingError

SCALE = 110 / 72
"""Dots for each point: a page on the screen as large as on paper, and legible."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB, _GREY = 2, 0


def read(content: bytes, wanted: tuple[int, ...]) -> dict[int, bytes]:
    """Return the wanted pages, numbered from 1, as PNG; raise ReadingError where they cannot be drawn."""
    try:
        document = pypdfium2.PdfDocument(content)
        return {number: _drawn(document, number) for number in wanted}
    except pypdfium2.PdfiumError as error:
        raise ReadingError("damaged", f"cannot be drawn ({error})") from None


def _drawn(document: pypdfium2.PdfDocument, number: int) -> bytes:
    page = document[number - 1]
    try:
        bitmap = page.render(scale=SCALE, rev_byteorder=True, may_draw_forms=False)
        try:
            row, pixels = bitmap.stride, bytes(bitmap.buffer)
            length = bitmap.width * bitmap.n_channels
            rows = [pixels[k * row : k * row + length] for k in range(bitmap.height)]
            return png(rows, bitmap.width, bitmap.n_channels)
        finally:
            bitmap.close()
    finally:
        page.close()


_LEVEL = 6  # of compression: a third of the time of the highest, for 2 % more bytes


def png(rows: list[bytes], width: int, channels: int) -> bytes:
    """Return rows of pixels, of one channel or of three, as a PNG."""
    header = struct.pack(">IIBBBBB", width, len(rows), 8, _RGB if channels == 3 else _GREY, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), _LEVEL)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
