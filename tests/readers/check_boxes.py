"""Read every claim of a release again from the PDF, in the boxes that the release gives for it.

    python -m tests.readers.check_boxes RELEASE RAW

RELEASE is the folder of a release, RAW the folder with its raw files. Prints how many claims were read, and those of
which the letters and digits in their boxes are not their own; ends with 1 where there are such.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import pypdfium2

from flows.readers.pdf.words import placing
from rapporteur.views import create_views

SHOWN = 20


class Sign(NamedTuple):
    """A character, and the middle of its glyph on the page as it is shown."""

    text: str
    x: float
    y: float


def main(release: Path, raw: Path) -> int:
    """Check all claims; return the exit code."""
    wrong, count = [], 0
    for claim_id, text, read in claims_read_again(release, raw):
        count += 1
        if letters(text) != letters(read):
            wrong.append((claim_id, text, read))
    for claim_id, text, read in wrong[:SHOWN]:
        sys.stdout.write(f"{claim_id}\n  claim {text}\n  boxes {read}\n")
    sys.stdout.write(f"{count} claims read again from their boxes, {len(wrong)} of them otherwise\n")
    return 1 if wrong else 0


def claims_read_again(release: Path, raw: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each claim of a PDF: its id, its text, and what stands in its boxes."""
    with duckdb.connect() as tables:
        for table in {path.stem.split("-")[0] for path in release.glob("*.parquet")}:
            files = [str(path) for path in release.glob("*.parquet") if path.stem.split("-")[0] == table]
            tables.execute(f"CREATE VIEW {table} AS FROM read_parquet({files})")
        create_views(tables)
        documents = tables.execute(
            "SELECT document_id, source_path FROM documents WHERE source_format = 'pdf' AND extractor NOT LIKE '%ocr%'"
        ).fetchall()
        for document_id, source_path in documents:
            signs = [list(_signs(page)) for page in pypdfium2.PdfDocument(raw / source_path)]
            claims = tables.execute("SELECT claim_id, text FROM claims WHERE document_id = ?", [document_id]).fetchall()
            boxes = tables.execute(
                _BOXES,
                [document_id],
            ).fetchall()
            places: dict[str, list[tuple[int, Sequence[float]]]] = {}
            for claim_id, page, *box in boxes:
                places.setdefault(claim_id, []).append((page, box))
            for claim_id, text in claims:
                found = [_inside(signs[page - 1], box) for page, box in places.get(claim_id, ())]
                yield claim_id, text, " ".join(found)


# What claim_boxes asks of one claim, asked of all of a document at once.
_BOXES = """
SELECT c.claim_id, b.page, b.x0, b.y0, b.x1, b.y1
FROM claims AS c
JOIN boxes AS b ON b.document_id = c.document_id AND b.raw_start < c.raw_end AND b.raw_end > c.raw_start
LEFT JOIN furniture AS f
  ON f.document_id = b.document_id AND f.raw_start <= b.raw_start AND f.raw_end >= b.raw_end
WHERE c.document_id = ? AND f.document_id IS NULL
ORDER BY c.claim_id, b.raw_start
"""


def letters(text: str) -> str:
    """Return the letters and digits of a text, case-folded."""
    return "".join(filter(str.isalnum, text.casefold()))


def _signs(page: pypdfium2.PdfPage) -> Iterator[Sign]:
    place = placing(page, page.get_rotation())
    textpage = page.get_textpage()
    for k in range(textpage.count_chars()):
        left, bottom, right, top = textpage.get_charbox(k, loose=True)
        sign = textpage.get_text_range(k, 1)
        if sign.strip():
            yield Sign(sign, *place((left + right) / 2, (bottom + top) / 2))


def _inside(signs: Sequence[Sign], box: Sequence[float]) -> str:
    x0, y0, x1, y1 = box
    return "".join(sign.text for sign in signs if x0 <= sign.x <= x1 and y0 <= sign.y <= y1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
