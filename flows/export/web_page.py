"""Statements with their claims marked, as web pages: `STATEMENT.html` for each, and `index.html`, which leads to them.

A page needs nothing beside itself: no script, no style sheet, no network; it is well-formed XML, too. Each claim is
coloured by its level of agreement, says level and act in words, and has its id as anchor (`STATEMENT.html#CLAIM_ID`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.export.colours import AGREEMENT_COLOURS, ink_on
from flows.export.page_pictures import draw_pages
from schemas.vocabulary import AGREEMENT

_FETCH = 100  # statements
_PARTS = ("source", "cue")

_STATEMENTS = """
SELECT s AS statement, source_path, coalesce(blocks, []) AS paragraphs, coalesce(coded, []) AS claims
FROM statements AS s
JOIN documents USING (document_id)
LEFT JOIN (
    SELECT statement_id, list(p ORDER BY paragraph_index) AS blocks FROM paragraphs AS p GROUP BY statement_id
) USING (statement_id)
LEFT JOIN (
    SELECT statement_id, list(c ORDER BY claim_index) AS coded FROM claims AS c GROUP BY statement_id
) USING (statement_id)
ORDER BY s.date_start NULLS LAST, s.document_id, s.statement_index
"""


class Piece(NamedTuple):
    """A stretch of text, and what it belongs to; None where to nothing."""

    text: str
    of: Any


def export_web_pages(tables: duckdb.DuckDBPyConnection, folder: Path, raw: Path | None = None) -> None:
    """Write a page for each statement, and the index; pages of PDFs are shown where their files are below `raw`."""
    sheets = draw_pages(tables, raw, folder) if raw is not None else {}
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    known = {"levels": AGREEMENT, "colours": AGREEMENT_COLOURS, "ink_on": ink_on, "shown_date": shown_date}
    page, index = templates.get_template("statement.html"), templates.get_template("index.html")
    written = []
    statements = tables.execute(_STATEMENTS)
    while some := statements.fetchmany(_FETCH):
        for statement, source_path, paragraphs, claims in some:
            text = page.render(
                statement=statement,
                source_path=source_path,
                paragraphs=marked(paragraphs, claims),
                claims=claims,
                sheets=sheets.get(statement["statement_id"], []),
                counts=Counter(claim["agreement"] for claim in claims),
                **known,
            )
            (folder / f"{statement['statement_id']}.html").write_bytes(text.encode())
            written.append(statement)
    (folder / "index.html").write_bytes(index.render(statements=written, **known).encode())


def shown_date(statement: dict[str, Any]) -> str:
    """Return a statement's date as exact as it is known: 2012-10-04, 2021-12 or 1969; "" where none is known."""
    exact = {"year": 4, "month": 7}.get(statement["date_precision"], 10)
    return str(statement["date_start"] or "")[:exact]


def marked(
    paragraphs: Iterable[dict[str, Any]], claims: Iterable[dict[str, Any]]
) -> list[tuple[dict[str, Any], list[tuple[list[Piece], Any]]]]:
    """Each paragraph with its text in stretches: the claim's own pieces and the claim, or one piece and None between.

    Without any where its words are not published.
    """
    within: dict[str, list[tuple[int, int, Any]]] = {}
    for claim in claims:
        within.setdefault(claim["paragraph_id"], []).append((claim["char_start"], claim["char_end"], claim))
    found = []
    for paragraph in paragraphs:
        first = paragraph["char_start"]
        spans = [(start - first, end - first, claim) for start, end, claim in within.get(paragraph["paragraph_id"], ())]
        cut = pieces(paragraph["text"] or "", spans if paragraph["text"] is not None else ())
        found.append((paragraph, [(_parts(piece.text, piece.of) if piece.of else [piece], piece.of) for piece in cut]))
    return found


def pieces(text: str, spans: Iterable[tuple[int, int, Any]]) -> Iterator[Piece]:
    """All of the text, divided where spans (start, end, what) begin and end; where two overlap, the first has it."""
    at = 0
    for start, end, what in sorted(spans, key=lambda span: span[:2]):
        if start > at:
            yield Piece(text[at:start], None)
        yield Piece(text[max(start, at) : end], what)
        at = max(at, end)
    if at < len(text):
        yield Piece(text[at:], None)


def _parts(text: str, claim: dict[str, Any]) -> list[Piece]:
    """Return the claim's words, with its source and its cue apart where it has words of its own for them."""
    first = claim["char_start"]
    spans = [
        (claim[f"{part}_start"] - first, claim[f"{part}_end"] - first, part)
        for part in _PARTS
        if claim[f"{part}_start"] is not None and not claim[f"{part}_inherited"]
    ]
    return list(pieces(text, [span for span in spans if span[0] >= 0 and span[1] <= len(text)]))
