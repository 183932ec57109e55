"""`rapporteur.duckdb` holds just the objects that a run puts there."""

import shutil
from pathlib import Path

import duckdb
import pytest

from flows.publish.duckdb_file import NAME
from flows.publish.releases import find
from flows.verify import verify
from tests.publish.forging import rehash

FORGERIES = {
    "view added": ("CREATE VIEW totals AS SELECT 183 AS claims", "view totals: no run puts it there"),
    "table added": ("CREATE TABLE more (a INTEGER)", "table more: no run puts it there"),
    "macro replaced": (
        "CREATE OR REPLACE MACRO claims_on(wanted) AS TABLE SELECT 1 AS one",
        "macro claims_on: not as a run makes it",
    ),
    "view replaced": ("CREATE OR REPLACE VIEW calls AS SELECT 1 AS one", "view calls: not as a run makes it"),
    "view dropped": ("DROP VIEW calls", "view calls: missing"),
    "comment of a column": (
        "COMMENT ON COLUMN claims.act IS 'whatever'",
        "column claims.act: not as a run makes it",
    ),
    "schema added": ("CREATE SCHEMA other", "schema other: no run puts it there"),
    "table elsewhere": ("CREATE SCHEMA o; CREATE TABLE o.claims (a INTEGER)", "table o.claims: no run puts it there"),
    "index": ("CREATE INDEX i ON claims (claim_id)", "index i: no run puts it there"),
    "type": ("CREATE TYPE mood AS ENUM ('good')", "type mood: no run puts it there"),
    "default": ("ALTER TABLE claims ALTER act SET DEFAULT 'call'", "column claims.act: not as a run makes it"),
}


@pytest.fixture
def forged(published: Path, tmp_path: Path) -> Path:
    """A copy with the DuckDB file."""
    return Path(shutil.copytree(published, tmp_path / "copy"))


def problems(dataset: Path) -> list[str]:
    return [line.removeprefix(f"{NAME}: ") for line in verify(dataset).problems]


def test_a_file_as_a_run_makes_it_has_no_problem(published: Path) -> None:
    report = verify(published)
    assert report.problems == ()
    assert any("no other table, view, macro or comment" in line for line in report.proved)


@pytest.mark.parametrize(("sql", "told"), FORGERIES.values(), ids=FORGERIES)
def test_what_was_added_replaced_or_dropped_is_told(forged: Path, sql: str, told: str) -> None:
    with duckdb.connect(str(forged / NAME)) as connection:
        connection.execute(sql)
    assert told in problems(forged)


def test_a_release_with_views_of_another_version_is_not_blamed(forged: Path) -> None:
    views = forged / "0.1.0" / "views.sql"
    views.write_text(views.read_text() + "-- once\n")
    rehash(forged, "0.1.0")
    release = find(forged)
    with duckdb.connect(str(forged / NAME)) as connection:
        comments = connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
        for table, comment in comments:
            kept = comment.split(" Release ")[0]
            stamp = f"Release {release.version} (SHA-256 of its SHA256SUMS: {release.sha256})."
            connection.execute(f"COMMENT ON TABLE {table} IS '{(kept + ' ' + stamp).replace(chr(39), chr(39) * 2)}'")
    report = verify(forged)
    assert report.problems == ()
    assert any("views and macros" in line for line in report.unproved)
