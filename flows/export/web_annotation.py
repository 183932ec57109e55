"""Claims as W3C Web Annotations (JSON-LD): `STATEMENT.jsonld` beside the `STATEMENT.txt` that it points into.

Where a statement's words are not published, its claims point into the raw file, without quoting it.
"""

import json
from pathlib import Path
from typing import Any

import duckdb

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # code points quoted before and after
_CODES = ("holder", "agreement", "act", "modality")
_FETCH = 100  # statements

_STATEMENTS = """
SELECT statement_id, text, source_path, coalesce(coded, [])
FROM statements
JOIN documents USING (document_id)
LEFT JOIN (
    SELECT statement_id, list(c ORDER BY claim_index) AS coded FROM claims AS c GROUP BY statement_id
) USING (statement_id)
ORDER BY document_id, statement_index
"""


def export_web_annotations(tables: duckdb.DuckDBPyConnection, folder: Path, licence: str | None = None) -> None:
    """Write an annotation page, and the text that it is about, for each statement.

    `licence` is the address of the annotations' licence, None where none is stated.
    """
    statements = tables.execute(_STATEMENTS)
    while some := statements.fetchmany(_FETCH):
        for statement_id, text, source_path, claims in some:
            if text is not None:
                (folder / f"{statement_id}.txt").write_bytes(text.encode())
            page = annotation_page(statement_id, text, source_path, claims, licence)
            content = json.dumps(page, indent=1, ensure_ascii=False) + "\n"
            (folder / f"{statement_id}.jsonld").write_bytes(content.encode())


def annotation_page(
    statement_id: str, text: str | None, source_path: str, claims: list[dict[str, Any]], licence: str | None = None
) -> dict[str, Any]:
    """Return the page of a statement's claims, which are rows of `claims`; `text` is None where it is not published."""
    name = f"{statement_id}.jsonld"
    return {
        "@context": _CONTEXT,
        "id": name,
        "type": "AnnotationPage",
        "items": [_annotation(name, statement_id, text, source_path, claim, licence) for claim in claims],
    }


def _annotation(
    page: str, statement_id: str, text: str | None, source_path: str, claim: dict[str, Any], licence: str | None
) -> dict[str, Any]:
    tags = [f"{code}: {claim[code]}" for code in _CODES]
    tags += ["negated"] * claim["negated"] + [f"topic: {topic}" for topic in claim["topics"]]
    return {
        "id": f"{page}#{claim['claim_id']}",
        "type": "Annotation",
        "motivation": "classifying",
        **({"rights": licence} if licence else {}),
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags],
        "target": {"source": source_path, "selector": _position(claim["raw_start"], claim["raw_end"])}
        if text is None
        else {"source": f"{statement_id}.txt", "selector": _selectors(text, claim["char_start"], claim["char_end"])},
    }


def _selectors(text: str, start: int, end: int) -> list[dict[str, Any]]:
    """Two ways to find the same words: by place, and by quotation should the text change."""
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    return [_position(start, end), quote]


def _position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}
