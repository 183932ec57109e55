"""`verify` proves a release, names whatever is wrong with it, and says what it could not prove."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.publish.releases import NoReleaseError
from flows.verify import verify
from schemas.keys import key_columns
from schemas.release import TABLES
from tests.publish.forging import flip
from tests.publish.inputs import CHANGED, publish_texts


def test_a_release_as_it_was_published_is_proved_whole(published: Path, raw: Path) -> None:
    report = verify(published, None, raw)
    assert report.version == "0.1.0"
    assert (report.problems, report.unproved) == ((), ())
    assert [line.split()[:2] for line in report.proved] == [
        [str(len(list((published / "0.1.0").iterdir())) - 1), "files"],  # all but the list itself
        [str(len(TABLES)), "tables,"],
        [str(len(TABLES)), "tables"],
        [str(sum(bool(key_columns(table)) for table in TABLES)), "keys"],
        ["ids,", "counts,"],
        ["3", "documents,"],
        ["rapporteur.duckdb:", str(len(TABLES))],
        ["rapporteur.duckdb:", "holds"],
        ["provenance.json:", "is"],
    ]


@pytest.mark.parametrize("name", ["SHA256SUMS", "manifest.json", "claims.parquet"])
def test_what_a_damaged_file_keeps_from_being_proved_is_told(dataset: Path, raw: Path, name: str) -> None:
    flip(dataset / "0.1.0" / name, 0.5)
    report = verify(dataset, None, raw)
    assert [line.split(": changed")[0] for line in report.problems] == [name]
    assert bool(report.unproved) == (name != "SHA256SUMS")


def test_the_rows_of_the_duckdb_file_are_compared(dataset: Path) -> None:
    with duckdb.connect(str(dataset / "rapporteur.duckdb")) as connection:
        connection.execute("UPDATE claims SET act = 'call' WHERE document_id = 'gamma'")
        connection.execute("DELETE FROM topics WHERE topic = 'norms'")
        connection.execute("DROP TABLE quality")
    assert verify(dataset).problems == (
        "rapporteur.duckdb: claims has other rows than the release: act",
        "rapporteur.duckdb: has no table quality",
        "rapporteur.duckdb: topics has other rows than the release: topic, description",
    )


@pytest.mark.parametrize("damage", [b"no database", b""])
def test_a_damaged_duckdb_file_is_named(dataset: Path, damage: bytes) -> None:
    (dataset / "rapporteur.duckdb").write_bytes(damage)
    report = verify(dataset)
    assert [line for line in (*report.problems, *report.unproved) if line.startswith("rapporteur.duckdb")]


@pytest.mark.parametrize("place", [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1])
def test_a_flipped_bit_in_the_duckdb_file_is_found_and_that_file_alone_named(dataset: Path, place: float) -> None:
    file = dataset / "rapporteur.duckdb"
    may_be_free = is_unused(file, place)
    flip(file, place)
    problems = verify(dataset).problems
    if not problems and may_be_free:
        pytest.skip("the file does not use the block at this place: nobody reads the bit")
    (problem,) = problems
    assert problem.startswith("rapporteur.duckdb: cannot be read")


def is_unused(file: Path, place: float) -> bool:
    """Return whether a share of a DuckDB file's length lies in a block that is free; which one is, it does not tell.

    Three headers of 4 KiB come before the blocks. A block without a segment of a table holds metadata, or is free.
    """
    with duckdb.connect(str(file), read_only=True) as connection:
        _, _, block_size, _, _, free, *_ = connection.execute("PRAGMA database_size").fetchall()[0]
        tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        held = {
            block
            for table in tables
            for (block,) in connection.execute(f"SELECT block_id FROM pragma_storage_info('{table}')").fetchall()
        }
    at = int(place * (file.stat().st_size - 1)) - 3 * 4096
    return bool(free) and at >= 0 and at // block_size not in held


def test_an_older_release_is_proved_but_for_what_is_gone(dataset: Path, raw: Path) -> None:
    publish_texts(dataset, CHANGED)
    report = verify(dataset, "0.1.0", raw)
    assert (report.version, report.problems) == ("0.1.0", ())
    assert report.unproved == ("rapporteur.duckdb: is not of release 0.1.0",)


def test_there_must_be_a_release(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(NoReleaseError):
        verify(tmp_path / "empty")
    shutil.rmtree(dataset / "0.1.0")
    with pytest.raises(NoReleaseError):
        verify(dataset)


def test_the_code_that_made_the_rows_is_not_used() -> None:
    script = "import sys, flows.verify.rows; print(*(m for m in sys.modules if m.startswith('flows.')))"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    steps = {name.split(".")[1] for name in told.stdout.split()}
    assert "verify" in steps
    assert not {"clean", "segment", "code", "pipeline"} & steps
