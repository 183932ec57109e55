"""The tables `sources` and `fetches` of a release, made from the records beside the raw files."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.fetch.messages import HELD
from flows.fetch.record import read_lines, record_path, recorded_sources
from flows.storage import is_remote
from schemas.arrow import arrow_schema, to_arrow

TABLES = ("sources", "fetches")

_SAID = ("url", "final_url", "at", "status", "etag", "bytes", "sha256", "outcome", "message")


def fetch_tables(raw: Path) -> dict[str, pa.Table]:
    """Return both tables, not yet validated; empty where nothing was fetched."""
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for source in [] if is_remote(raw) else recorded_sources(raw):
        told, fetched = rows_of(source, read_lines(record_path(raw, source)))
        rows["sources"] += told
        rows["fetches"] += fetched
    return {
        table: to_arrow(table, {name: [row.get(name) for row in rows[table]] for name in arrow_schema(table).names})
        for table in TABLES
    }


def rows_of(source: str, lines: Iterable[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the row of `sources` that a record comes to, and those of `fetches`, by item.

    A record that was cut before its first line has none.
    """
    told: dict[str, Any] | None = None
    last: dict[str, Any] = {"outcome": None, "last_success": None, "last_arrival": None}
    items: dict[str, dict[str, Any]] = {}
    held: dict[str, dict[str, Any]] = {}
    for line in lines:
        kind, outcome = line["kind"], line.get("outcome")
        if kind == "declared":
            told = _declared(line)
        elif kind == "channel":
            last["outcome"] = outcome
            last["last_success"] = line["at"] if outcome in HELD else last["last_success"]
        elif kind == "item":
            name = line["item"]
            if outcome in ("new", "revised"):
                held[name] = items[name] = _fetched(source, line)
                last["last_arrival"] = line["at"]
            elif name not in held:
                items[name] = _fetched(source, line)
            elif outcome == "gone" and items[name]["outcome"] != "gone":
                items[name] = {**held[name], "outcome": "gone", "at": line["at"], "status": line.get("status")}
            elif outcome in HELD:  # it is there again
                items[name] = held[name]
    if told is None:
        return [], []
    return [{**told, **last, "items": len(held)}], [items[name] for name in sorted(items)]


def _declared(line: Mapping[str, Any]) -> dict[str, Any]:
    source, terms, pace = line["source"], line["terms"], line["pace"]
    return {
        "source": source["id"],
        "title": source["title"],
        "publisher": source["publisher"],
        "channel": source["channel"],
        "url": source["url"],
        "automated": terms["automated"],
        "terms_basis": terms["basis"],
        "terms_read": date.fromisoformat(terms["read"]),
        "licence": terms["licence"],
        "redistribute": terms["redistribute"],
        "attribution": terms["attribution"],
        "min_interval_s": float(pace["min_interval_s"]),
        "poll_every_s": float(pace["poll_every_s"]),
        "max_silence_days": line["max_silence_days"],
    }


def _fetched(source: str, line: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: line.get(name) for name in _SAID}
    if line["outcome"] in HELD:
        said["message"] = None
    return {
        "source": source,
        "item": line["item"],
        **said,
        "source_path": line.get("path"),
        "supersedes": line.get("supersedes") or None,
    }
