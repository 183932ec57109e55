"""`rapporteur show`: one claim, paragraph or statement, with where it stands in the raw file."""

import json as encoder
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.command.options import DATASET, RAW, Dataset, Json, Raw, Release
from flows.errors import UsageError

if TYPE_CHECKING:
    import duckdb

_KEYS = {"claims": "claim_id", "paragraphs": "paragraph_id", "sentences": "sentence_id", "statements": "statement_id"}
_CODES = ("holder", "agreement", "act", "modality", "negated", "topics")
_UNPUBLISHED = "(words not published)"
_PARTS = ("source", "cue", "content", "addressee")


def show(id: str, *, raw: Raw = RAW, dataset: Dataset = DATASET, release: Release = None, json: Json = False) -> int:
    """Show a claim, sentence, paragraph or statement with its text, coding, rules and raw lines."""
    from flows.sql import open_tables

    with open_tables(dataset, release) as tables:
        table, row = _find(tables, id)
        document = _document(tables, row["document_id"])
        row |= {name: document.get(name) for name in ("source_path", "encoding", "extractor")}
        row["pages"] = _pages(tables, row)
        if row.get("corrected"):
            row["correction"], row["correction_basis"] = _first(
                tables, "SELECT value, basis FROM document_facts WHERE field = ?", f"correction:{id}"
            )
    row["raw_lines"] = _raw_lines(raw, dataset, row, document.get("rendition_sha256"))
    if json:
        sys.stdout.write(encoder.dumps(row, ensure_ascii=False, default=str) + "\n")
    else:
        sys.stdout.write("\n".join(_as_text(table, row)) + "\n")
    return 0


def _find(tables: "duckdb.DuckDBPyConnection", id: str) -> tuple[str, dict[str, Any]]:
    for table, key in _KEYS.items():
        found = tables.execute(f"SELECT * FROM {table} WHERE {key} = ?", [id])
        if row := found.fetchone():
            return table, dict(zip([column[0] for column in found.description or ()], row, strict=True))
    raise UsageError(f"{id}: no claim, sentence, paragraph or statement of this release has that id")


def _first(tables: "duckdb.DuckDBPyConnection", sql: str, value: str) -> tuple[Any, ...]:
    row = tables.execute(sql, [value]).fetchone()
    return row if row is not None else (None, None)


def _document(tables: "duckdb.DuckDBPyConnection", document_id: str) -> dict[str, Any]:
    """Return what the release says of a document; releases before 3.0.0 say less."""
    found = tables.execute("SELECT * FROM documents WHERE document_id = ?", [document_id])
    row = found.fetchone() or ()
    return dict(zip([column[0] for column in found.description or ()], row, strict=False))


def _pages(tables: "duckdb.DuckDBPyConnection", row: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the pages on which a row stands, with where their text is from; None where its file has no pages."""
    known = {name for (name,) in tables.execute("SELECT view_name FROM duckdb_views()").fetchall()}
    if "pages" not in known:
        return None
    found = tables.execute(
        """
        SELECT page, text_source, confidence FROM pages
        WHERE document_id = ? AND raw_start < ? AND raw_end > ? ORDER BY page
        """,
        [row["document_id"], row["raw_end"], row["raw_start"]],
    ).fetchall()
    return [dict(zip(("page", "text_source", "confidence"), page, strict=True)) for page in found] or None


def _raw_lines(
    raw: Path, dataset: Path, row: dict[str, Any], rendition_sha256: str | None
) -> list[tuple[int, str]] | None:
    """Return the raw text's lines, numbered from 1, that the row stands in; None where that text is not at hand."""
    from flows.intake.renditions import folders_of, kept_text

    text: str | None
    if rendition_sha256 is not None:
        text = kept_text(folders_of(dataset), rendition_sha256)
    else:
        try:
            text = (raw / row["source_path"]).read_bytes().decode(row["encoding"])
        except (OSError, UnicodeDecodeError):
            text = None
    if text is None:
        return None
    first = text.count("\n", 0, row["raw_start"]) + 1
    begin = text.rfind("\n", 0, row["raw_start"]) + 1
    end = text.find("\n", row["raw_end"])
    return list(enumerate(text[begin : end if end >= 0 else None].split("\n"), first))


def _as_text(table: str, row: dict[str, Any]) -> list[str]:
    from flows.code.rulebook import rules_by_table

    text = f"{_UNPUBLISHED} (docs/topics.md says why)" if row["text"] is None else row["text"]
    lines = [row[_KEYS[table]], "", text, ""]
    if table == "claims":
        comments = {rule: comment for rules in rules_by_table().values() for rule, comment in rules}
        for part in _PARTS:
            inherited = " (inherited)" if row.get(f"{part}_inherited") else ""
            lines.append(f"{part:<10} {_part(row, part)}{inherited}")
        lines += [f"{code:<10} {_words(row[code])}" for code in _CODES]
        if row["corrected"]:
            lines += ["", f"corrected  {row['correction']}", f"why        {row['correction_basis']}"]
        lines += ["", "decided by the rules, before any correction" if row["corrected"] else "decided by"]
        lines += [
            f"  {rule}: {comments.get(rule, 'a rule that the installed version does not have')}"
            for rule in row["rules"]
        ]
        lines.append("")
    elif table == "paragraphs":
        lines += [
            f"kind       {row['kind']}",
            f"label      {_words(row['label'])}",
            f"section    {_words(row['section'])}",
            "",
        ]
    elif table == "statements":
        speaker = row["speaker_name"] or row["speaker_label"]
        lines += [f"speaker    {_words(speaker)}", f"claims     {row['n_claims']}", ""]
    pages = "".join(f", {_page(page)}" for page in row["pages"] or ())
    place = f"{row['source_path']}{pages}, characters {row['raw_start']} to {row['raw_end']}"
    if row["raw_lines"] is None:
        return [*lines, f"{place} (the raw file is not at hand: give its folder as --raw)"]
    return [*lines, place, *(f"{number:>6}  {line.rstrip()}" for number, line in row["raw_lines"])]


def _part(row: dict[str, Any], part: str) -> str:
    return (
        _UNPUBLISHED
        if row[f"{part}_text"] is None and row[f"{part}_start"] is not None
        else _words(row[f"{part}_text"])
    )


def _page(page: dict[str, Any]) -> str:
    sure = f", confidence {page['confidence']:.2f}" if page["confidence"] is not None else ""
    return f"page {page['page']}" + (f" (read by OCR{sure})" if page["text_source"] == "ocr" else "")


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return "none" if value is None else str(value)
