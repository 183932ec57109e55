"""A release of another schema version is proved as far as it can be, and what is not proved is told in one line."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.command import answer
from flows.publish.content import hash_rows
from flows.publish.duckdb_file import stamp
from flows.publish.releases import find
from flows.verify import verify
from tests.publish.forging import rehash, with_column

Change = Callable[[pa.Table], pa.Table]


def without(*columns: str) -> Change:
    return lambda rows: rows.drop_columns([name for name in columns if name in rows.column_names])


def numbered(rows: pa.Table) -> pa.Table:
    return without("document_id")(rows).append_column("document_id", pa.array(range(rows.num_rows)))


def as_of_schema(dataset: Path, version: str, changes: dict[str, Change]) -> None:
    """Let a release be one of another schema version, whose tables differ so; everything fits together again."""
    folder = dataset / "0.1.0"
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["schema_version"] = version
    for entry in manifest["files"]:
        if "table" not in entry:
            continue
        rows = pq.read_table(folder / entry["path"])
        metadata = {**rows.schema.metadata, b"schema_version": version.encode(), b"table": entry["table"].encode()}
        rows = changes.get(entry["table"], lambda same: same)(rows).replace_schema_metadata(metadata)
        pq.write_table(rows, folder / entry["path"])
        digest = hashlib.sha256()
        hash_rows(digest, rows)
        entry["content_sha256"] = digest.hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    rehash(dataset, "0.1.0")


@pytest.mark.parametrize("version", ["0", "1", "99"])
def test_bytes_rows_and_both_promises_are_proved_of_any_schema_version(dataset: Path, raw: Path, version: str) -> None:
    as_of_schema(dataset, version, {"documents": without("stale_since")})
    report = verify(dataset, None, raw)
    assert report.problems == ()
    files, rows, promises = report.proved
    assert "SHA-256" in files
    assert "numbers of rows and content hashes" in rows
    assert "every character of the raw files is accounted for" in promises
    (line,) = [line for line in report.unproved if line.startswith("tables: ")]
    assert f"the release has schema version {version}" in line


def test_a_column_that_promises_need_is_missed_by_its_table(dataset: Path, raw: Path) -> None:
    as_of_schema(dataset, "1", {"mentions": without("char_start")})
    report = verify(dataset, None, raw)
    assert report.problems == ()
    assert "raw text: needs the tables mentions, which could not be read" in report.unproved


def test_rows_of_a_table_that_is_gone_or_unknown_are_counted_as_well(dataset: Path, raw: Path) -> None:
    folder = dataset / "0.1.0"
    manifest = json.loads((folder / "manifest.json").read_text())
    (topics,) = [entry for entry in manifest["files"] if entry.get("table") == "topics"]
    topics["table"] = "subjects"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    as_of_schema(dataset, "1", {})
    report = verify(dataset, None, raw)
    assert report.problems == ()
    assert f"{len({entry['table'] for entry in manifest['files'] if 'table' in entry})} tables" in report.proved[1]


def test_what_is_wrong_with_its_rows_is_told(dataset: Path, raw: Path) -> None:
    def other_words(rows: pa.Table) -> pa.Table:
        return with_column(rows, "text", lambda texts: ["Nobody thanked.", *texts[1:]])

    as_of_schema(dataset, "1", {"sentences": other_words})
    (problem,) = verify(dataset, None, raw).problems
    assert "sentences has other words than its statement at its place" in problem


@pytest.mark.parametrize("field", ["rows", "content_sha256"])
def test_a_manifest_that_says_else_of_its_rows_is_told(dataset: Path, raw: Path, field: str) -> None:
    as_of_schema(dataset, "1", {})
    folder = dataset / "0.1.0"
    manifest = json.loads((folder / "manifest.json").read_text())
    (claims,) = [entry for entry in manifest["files"] if entry.get("table") == "claims"]
    claims[field] = 99 if field == "rows" else "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))
    rehash(dataset, "0.1.0")
    (problem,) = verify(dataset, None, raw).problems
    assert problem.startswith("claims.parquet: ")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("documents", without("document_id")),
        ("documents", without("source_bytes")),
        ("claims", without("document_id")),
        ("claims", numbered),
    ],
    ids=["no ids", "no sizes", "no ids of rows", "ids of another type"],
)
def test_tables_that_cannot_be_divided_are_read_whole(dataset: Path, raw: Path, table: str, change: Change) -> None:
    as_of_schema(dataset, "1", {table: change})
    report = verify(dataset, None, raw)
    assert report.problems == ()
    assert f"raw text: needs the tables {table}, which could not be read" in report.unproved


def test_a_file_that_is_no_parquet_is_told(dataset: Path, raw: Path) -> None:
    as_of_schema(dataset, "1", {})
    (dataset / "0.1.0" / "edits.parquet").write_bytes(b"PAR1 it is not")
    rehash(dataset, "0.1.0")
    report = verify(dataset, None, raw)
    assert [problem[:29] for problem in report.problems] == ["edits.parquet: cannot be read"]


def test_its_duckdb_file_is_held_against_its_own_columns(dataset: Path, raw: Path) -> None:
    as_of_schema(dataset, "1", {"documents": without("stale_since")})
    release = find(dataset)
    (dataset / "rapporteur.duckdb").unlink(missing_ok=True)
    with duckdb.connect(dataset / "rapporteur.duckdb") as connection:
        for path in sorted(release.folder.glob("*.parquet")):
            connection.execute(f"CREATE TABLE {path.stem} AS FROM '{path}'")
            connection.execute(f"COMMENT ON TABLE {path.stem} IS '{stamp(release)}'")
    report = verify(dataset, None, raw)
    assert report.problems == ()
    assert any(line.startswith("rapporteur.duckdb: ") and "hold the same rows" in line for line in report.proved)
    assert any(line.startswith("rapporteur.duckdb: comments, views and macros") for line in report.unproved)


def test_the_command_ends_with_0_where_nothing_is_wrong_but_with_1_where_a_replay_was_asked_for(
    dataset: Path, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_of_schema(dataset, "1", {"documents": without("stale_since")})
    folders = ["--dataset", str(dataset), "--raw", str(raw)]
    assert answer(["verify", *folders]) == 0
    assert "PROBLEM" not in capsys.readouterr().out
    assert answer(["verify", "--replay", *folders]) == 1
    assert "PROBLEM   replay: cannot be done by the installed code" in capsys.readouterr().out
