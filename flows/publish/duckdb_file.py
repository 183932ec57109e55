"""`rapporteur.duckdb`: the tables of the latest release in one file. Derived: its bytes differ on every run."""

import os
from pathlib import Path

import duckdb

from flows.publish.releases import DatasetError, Release

NAME = "rapporteur.duckdb"
STORAGE = "v1.0.0"  # so that DuckDB 1.0 and everything newer can open it


def stamp(release: Release) -> str:
    """What the comment of each table ends with, which tells the release that the file holds."""
    return f"Release {release.version} (SHA-256 of its SHA256SUMS: {release.sha256})."


def is_current(dataset: Path, release: Release) -> bool:
    """Whether the file holds that release."""
    if not (dataset / NAME).is_file():
        return False
    try:
        with duckdb.connect(str(dataset / NAME), read_only=True) as connection:
            comments = connection.execute("SELECT comment FROM duckdb_tables()").fetchall()
    except duckdb.Error:
        return False  # damaged, or of another storage version
    return bool(comments) and all(str(comment).endswith(stamp(release)) for (comment,) in comments)


def refresh(dataset: Path, release: Release, staging: Path) -> None:
    """Put the release's tables in the place of the file that stands.

    Raises DatasetError where that fails; the release itself stands all the same.
    """
    try:
        write_duckdb(staging / NAME, release)
        os.replace(staging / NAME, dataset / NAME)  # noqa: PTH105  (the kill tests reach it as os.replace)
    except (OSError, duckdb.Error) as error:
        reason = f"{dataset / NAME}: cannot be written: {' '.join(str(error).split())}"
        raise DatasetError(f"{reason}; release {release.version} stands, run again to make the file") from None


def write_duckdb(path: Path, release: Release) -> None:
    """Write a new file with one table for each of the release's, in its order, commented throughout, and the views."""
    from flows.publish.views import questions
    from schemas.dictionary import comment_statements
    from schemas.release import TABLES

    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{_quoted(path)}' AS written (STORAGE_VERSION '{STORAGE}')")
        connection.execute("USE written")
        connection.begin()  # one transaction: each of a few hundred comments would be synced to the disk
        for table in TABLES:
            files = _quoted(release.folder / f"{table}*.parquet")
            connection.execute(f"CREATE TABLE {table} AS FROM read_parquet('{files}')")
        for statement in comment_statements():
            connection.execute(statement)
        commented = connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
        for table, comment in commented:
            connection.execute(f"COMMENT ON TABLE {table} IS '{_quoted(f'{comment} {stamp(release)}')}'")
        connection.execute(questions())
        connection.commit()
        connection.execute("USE memory")
        connection.execute("DETACH written")


def _quoted(text: str | Path) -> str:
    return str(text).replace("'", "''")
