"""The explorer: a static site over a release, which works from the disk and from any web server.

The site is `index.html` and `sql.html` with their scripts and style sheet (`site/`, built from `explorer/` in the
repository), and `data/`: the release's own Parquet files, `rapporteur.duckdb` for SQL, and `release.js`, which
describes them. From the disk, browsers let a page load scripts but no other files; so each file is also written as a
script, unless the release is large.
"""

import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from flows.export.colours import AGREEMENT_COLOURS
from flows.export.duckdb_wasm import CDN, WASM, WORKER, as_script, vendor
from flows.export.site_database import DATABASE, write_site_database
from flows.publish.metadata.citation import apa
from flows.publish.metadata.published import published_about
from flows.publish.releases import Release
from flows.sql import table_files
from schemas.vocabulary import ACT, AGREEMENT, HOLDER, MODALITY, QUALITY_FIELD

SITE = Path(__file__).parent / "site"
SQL_PAGE = "sql.html"
EXAMPLES = Path(__file__).parent.parent / "explore" / "examples.sql"
TABLES = ("documents", "statements", "paragraphs", "claims", "mentions", "entities")
DESCRIPTION = "release.js"
FROM_DISK_BYTES = 48 << 20
"""Size of all tables together up to which they also come as scripts: a browser holds a script's text twice."""


def export_site(
    tables: duckdb.DuckDBPyConnection,
    folder: Path,
    release: Release,
    vendor_sql: bool = False,
    vendor_from: Path | None = None,
) -> None:
    """Write the explorer over a release into an empty folder.

    `vendor_sql` puts DuckDB-Wasm beside the pages, from a folder if one is given; without it, a page that is asked in
    SQL loads it from a CDN.
    """
    shutil.copytree(SITE, folder, dirs_exist_ok=True)
    if vendor_sql:
        vendor(folder, vendor_from)
    _widen_policy(folder / SQL_PAGE, vendored=vendor_sql)
    data = folder / "data"
    data.mkdir()
    write_site_database(tables, data / DATABASE, release)
    files = site_files(release)
    from_disk = sum(path.stat().st_size for _, path in files) <= FROM_DISK_BYTES
    for _, path in files:
        content = path.read_bytes()
        (data / path.name).write_bytes(content)
        if from_disk:
            call = f'rapporteurFile("{path.name}", "{base64.b64encode(content).decode("ascii")}")\n'
            (data / f"{path.name}.js").write_text(call, encoding="ascii")
    if from_disk:
        script = as_script(DATABASE, (data / DATABASE).read_bytes())
        (data / f"{DATABASE}.js").write_text(script, encoding="ascii")
    engine = describe_engine(vendored=vendor_sql, bytes=(data / DATABASE).stat().st_size, from_disk=from_disk)
    (data / DESCRIPTION).write_text(describe(tables, release, from_disk=from_disk, engine=engine), encoding="ascii")


def describe_engine(*, vendored: bool, bytes: int, from_disk: bool) -> dict[str, Any]:
    """Return where the page finds DuckDB-Wasm, and the database that it attaches."""
    return {
        "vendored": vendored,
        "worker": {"name": WORKER.name, "url": WORKER.url, "integrity": WORKER.integrity},
        "wasm": {"name": WASM.name, "url": WASM.url, "integrity": WASM.integrity},
        "database": {"name": DATABASE, "bytes": bytes, "script": from_disk},
    }


def _widen_policy(page: Path, *, vendored: bool) -> None:
    """Let one page run WebAssembly in a worker of its own, and reach the CDN unless a copy is beside it."""
    text = page.read_text(encoding="utf-8")
    reach = "connect-src 'self' blob: data:" + ("" if vendored else f" {CDN}")
    for strict, wide in (
        ("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:"),
        ("connect-src 'self'", reach),
    ):
        text = text.replace(strict, wide)
    page.write_text(text, encoding="utf-8")


def site_files(release: Release) -> list[tuple[str, Path]]:
    """Return the Parquet files that the explorer reads, each with its table."""
    files = table_files(release)
    return [(table, path) for table in TABLES for path in files[table]]


def describe(
    tables: duckdb.DuckDBPyConnection,
    release: Release,
    *,
    from_disk: bool = False,
    sql: str | None = None,
    engine: dict[str, Any] | None = None,
) -> str:
    """Return the script that describes a release to the page, in ASCII.

    `from_disk` says that each file is also there as a script. SQL is answered at the address `sql`, or by DuckDB in the
    page, of which `engine` says where it is.
    """
    files = [
        {"table": table, "name": path.name, "bytes": path.stat().st_size, "script": from_disk}
        for table, path in site_files(release)
    ]
    about = {**_about(tables, release), "files": files, "sql": sql, "duckdb": engine, "examples": _examples(tables)}
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
    rows = {field: (in_sample, unseen) for field, in_sample, unseen in found.fetchall()}
    return [
        {"means": means.replace("`claims.", "").replace("`", ""), "in_sample": rows[field][0], "unseen": rows[field][1]}
        for field, means in QUALITY_FIELD.items()
        if field in rows
    ]


def _examples(tables: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """Return the questions in SQL that the page offers, but for those that ask for what an early release has not."""
    return [example for example in examples() if _can_be_asked(tables, example["sql"])]


def examples() -> list[dict[str, str]]:
    """Return all questions of `examples.sql`: a comment line, then the statement."""
    parts = EXAMPLES.read_text(encoding="utf-8").strip().split("\n\n")
    return [
        {"title": title.removeprefix("-- "), "sql": sql} for title, _, sql in (part.partition("\n") for part in parts)
    ]


def _can_be_asked(tables: duckdb.DuckDBPyConnection, sql: str) -> bool:
    try:
        tables.execute(f"EXPLAIN {sql}")
    except (duckdb.CatalogException, duckdb.BinderException):
        return False
    return True
