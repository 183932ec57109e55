"""Pages of PDFs as pictures, with the places of the claims on them.

Only of documents whose words are published, and whose raw file is at hand as the release has it.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from flows.intake.child import ask_child
from flows.readers import ReadingError

log = logging.getLogger("rapporteur")

FOLDER = "pages"
_SECONDS = 600
_READER = "flows.readers.pdf.pictures"

_PAGES = """
SELECT s.statement_id, p.page, p.width, p.height
FROM statements AS s
JOIN pages AS p ON p.document_id = s.document_id AND p.raw_start < s.raw_end AND p.raw_end > s.raw_start
WHERE s.document_id = ?
ORDER BY s.statement_index, p.page
"""
# A claim's words on one line are one place.
_SPOTS = """
SELECT c.statement_id, b.page, c.claim_id, c.agreement, c.act, min(x0), min(y0), max(x1), max(y1)
FROM claims AS c
JOIN boxes AS b ON b.document_id = c.document_id AND b.raw_start < c.raw_end AND b.raw_end > c.raw_start
LEFT JOIN furniture AS f
  ON f.document_id = b.document_id AND f.raw_start <= b.raw_start AND f.raw_end >= b.raw_end
WHERE c.document_id = ? AND f.document_id IS NULL
GROUP BY c.statement_id, b.page, c.claim_id, c.agreement, c.act, c.claim_index, b.line
ORDER BY c.claim_index, b.line
"""


class Spot(NamedTuple):
    """Where a line of a claim is on its page, in per cent of that."""

    claim_id: str
    agreement: str
    act: str
    left: float
    top: float
    width: float
    height: float


class Sheet(NamedTuple):
    """A page as a picture, and the claims on it."""

    page: int
    file: str  # relative to the folder of the pages
    width: float  # points
    height: float
    spots: list[Spot]


def draw_pages(tables: duckdb.DuckDBPyConnection, raw: Path, folder: Path) -> dict[str, list[Sheet]]:
    """Write the pages of each PDF into `pages` below `folder`; return the sheets of each statement, by its id."""
    sheets: dict[str, list[Sheet]] = {}
    for document in _documents(tables):
        content = _content(raw, document)
        if content is None:
            log.warning("%s: is not below %s as the release has it; its pages are not shown", document["path"], raw)
            continue
        pages = tables.execute(_PAGES, [document["id"]]).fetchall()
        try:
            drawn: Mapping[int, bytes] = ask_child(
                _READER, content, tuple(sorted({page for _, page, *_ in pages})), _SECONDS
            )
        except ReadingError as error:
            log.warning("%s: %s; its pages are not shown", document["path"], error)
            continue
        (folder / FOLDER).mkdir(exist_ok=True)
        for page, picture in drawn.items():
            (folder / FOLDER / f"{document['id']}-{page}.png").write_bytes(picture)
        sizes = {page: (width, height) for _, page, width, height in pages}
        spots = _spots(tables, document["id"], sizes)
        for statement, page, width, height in pages:
            file = f"{FOLDER}/{document['id']}-{page}.png"
            found = spots.get((statement, page), [])
            sheets.setdefault(statement, []).append(Sheet(page, file, width, height, found))
    return sheets


def _documents(tables: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    columns = {row[0] for row in tables.execute("DESCRIBE documents").fetchall()}
    if "source_format" not in columns:
        return
    found = tables.execute(
        """
        SELECT document_id, source_path, source_sha256 FROM documents
        WHERE source_format = 'pdf'
          AND document_id NOT IN (SELECT document_id FROM statements WHERE text IS NULL)
        ORDER BY document_id
        """
    ).fetchall()
    yield from (dict(zip(("id", "path", "sha256"), row, strict=True)) for row in found)


def _content(raw: Path, document: Mapping[str, Any]) -> bytes | None:
    try:
        content = (raw / document["path"]).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == document["sha256"] else None


def _spots(
    tables: duckdb.DuckDBPyConnection, document_id: str, sizes: Mapping[int, tuple[float, float]]
) -> dict[tuple[str, int], list[Spot]]:
    found: dict[tuple[str, int], list[Spot]] = {}
    for statement, page, claim_id, agreement, act, x0, y0, x1, y1 in tables.execute(_SPOTS, [document_id]).fetchall():
        width, height = sizes[page]
        place = (100 * x0 / width, 100 * y0 / height, 100 * (x1 - x0) / width, 100 * (y1 - y0) / height)
        spot = Spot(claim_id, agreement, act, *(round(value, 2) for value in place))
        found.setdefault((statement, page), []).append(spot)
    return found
