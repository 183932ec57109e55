"""The explorer: a static site over a release, which works from the disk and from any web server.

The site is `index.html` with its scripts and style sheet (`site/`, built from `explorer/` in the repository), and
`data/`: the release's own Parquet files, and `release.js`, which describes them. From the disk, browsers let a page
load scripts but no other files; so each Parquet file is also written as a script, unless the release is large.
"""

import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from flows.export.colours import AGREEMENT_COLOURS
from flows.publish.metadata.citation import apa
from flows.publish.metadata.published import published_about
from flows.publish.releases import Release
from flows.sql import table_files
from schemas.vocabulary import ACT, AGREEMENT, HOLDER, MODALITY

SITE = Path(__file__).parent / "site"
EXAMPLES = Path(__file__).parent.parent / "explore" / "examples.sql"
TABLES = ("statements", "paragraphs", "claims", "mentions", "entities")
DESCRIPTION = "release.js"
FROM_DISK_BYTES = 48 << 20
"""Size of all tables together up to which they also come as scripts: a browser holds a script's text twice."""


def export_site(tables: duckdb.DuckDBPyConnection, folder: Path, release: Release) -> None:
    """Write the explorer over a release into an empty folder."""
    shutil.copytree(SITE, folder, dirs_exist_ok=True)
    data = folder / "data"
    data.mkdir()
    files = site_files(release)
    from_disk = sum(path.stat().st_size for _, path in files) <= FROM_DISK_BYTES
    for _, path in files:
        content = path.read_bytes()
        (data / path.name).write_bytes(content)
        if from_disk:
            call = f'rapporteurFile("{path.name}", "{base64.b64encode(content).decode("ascii")}")\n'
            (data / f"{path.name}.js").write_text(call, encoding="ascii")
    (data / DESCRIPTION).write_text(describe(tables, release, from_disk=from_disk), encoding="ascii")


def site_files(release: Release) -> list[tuple[str, Path]]:
    """Return the Parquet files that the explorer reads, each with its table."""
    files = table_files(release)
    return [(table, path) for table in TABLES for path in files[table]]


def describe(
    tables: duckdb.DuckDBPyConnection, release: Release, from_disk: bool = False, sql: str | None = None
) -> str:
    """Return the script that describes a release to the page, in ASCII.

    `from_disk` says that each file is also there as a script; `sql` is the address that answers SQL, None without one.
    """
    files = [
        {"table": table, "name": path.name, "bytes": path.stat().st_size, "script": from_disk}
        for table, path in site_files(release)
    ]
    about = {**_about(tables, release), "files": files, "sql": sql, "examples": _examples() if sql else []}
    return f"rapporteurRelease = {json.dumps(about, ensure_ascii=True)}\n"


def _about(tables: duckdb.DuckDBPyConnection, release: Release) -> dict[str, Any]:
    """Return what the page says of the release, and the vocabularies by which it puts codes into words."""
    known = published_about(release)
    return {
        "title": known.title,
        "description": known.description,
        "version": release.version,
        "date": release.date,
        "sha256": release.sha256,
        "citation": apa(release.version, release.date, known),
        "rows": dict(_rows(tables)),
        "vocabularies": {
            "agreement": AGREEMENT,
            "holder": HOLDER,
            "act": ACT,
            "modality": MODALITY,
            "negated": {"no": "the main verb is not negated", "yes": "the main verb is negated"},
            "topic": dict(tables.execute("SELECT topic, description FROM topics").fetchall()),
        },
        "colours": AGREEMENT_COLOURS,
        "quality": _quality(tables),
    }


def _rows(tables: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, int]]:
    for table in TABLES:
        row = tables.execute(f"SELECT count(*) FROM {table}").fetchone()
        yield table, row[0] if row else 0


def _quality(tables: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    found = tables.execute(
        """
        SELECT field, max(f1) FILTER (in_sample) AS in_sample, max(f1) FILTER (NOT in_sample) AS unseen
        FROM quality
        WHERE value IS NULL AND match <> 'exact'
        GROUP BY field
        ORDER BY field
        """
    )
    return [dict(zip(("field", "in_sample", "unseen"), row, strict=True)) for row in found.fetchall()]


def _examples() -> list[dict[str, str]]:
    """Return the questions in SQL that the page offers: a comment line, then the statement."""
    parts = EXAMPLES.read_text(encoding="utf-8").strip().split("\n\n")
    return [
        {"title": title.removeprefix("-- "), "sql": sql} for title, _, sql in (part.partition("\n") for part in parts)
    ]
