"""What differs from the release before is counted by table and kind of change."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.compare import compare
from flows.publish.differing import COMPARED, KINDS
from flows.publish.tally import tally
from tests.publish.inputs import TEXTS, publish_texts

EDITED = {"alpha": TEXTS["alpha"], "beta": "One more line.\n" + TEXTS["beta"].replace("objected", "disagreed")}


def tables_of(folder: Path) -> dict[str, pa.Table]:
    return {table: pq.read_table(folder / f"{table}.parquet") for table in COMPARED}


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    """A copy of the release, to be written to."""
    return Path(shutil.copytree(published / "0.1.0", tmp_path / "copy"))


def test_a_release_does_not_differ_from_itself(published: Path) -> None:
    found = tally(published / "0.1.0", tables_of(published / "0.1.0"))
    assert found.kinds() == set()
    assert found.rows == {table: dict.fromkeys(KINDS, 0) for table in COMPARED}


def test_rows_are_counted_as_diff_lists_them(dataset: Path) -> None:
    publish_texts(dataset, EDITED, acts={"We": "welcome"})
    counts = compare(dataset / "0.1.0", dataset / "0.2.0").counts()
    assert tally(dataset / "0.1.0", tables_of(dataset / "0.2.0")).rows == counts
    assert counts["claims"] == {"added": 2, "removed": 2, "changed": 1, "moved": 1}


def test_columns_and_tables_are_told_apart_by_what_it_means_for_who_reads_them(published: Path, copy: Path) -> None:
    now = tables_of(published / "0.1.0")
    (copy / "topics.parquet").unlink()
    entities, documents = now["entities"], now["documents"]
    pq.write_table(entities.drop_columns(["iso3"]).append_column("old", entities["name"]), copy / "entities.parquet")
    at = documents.schema.get_field_index("source_bytes")
    sizes = documents["source_bytes"].cast(pa.int32())
    pq.write_table(documents.set_column(at, "source_bytes", sizes), copy / "documents.parquet")
    found = tally(copy, now)
    assert found.gained == ("topics", "entities.iso3")
    assert found.lost == ("entities.old",)
    assert found.retyped == ("documents.source_bytes",)
    assert found.kinds() == {
        ("topics", "added"),
        ("entities", "added"),
        ("entities", "changed"),
        ("documents", "changed"),
    }


def test_a_table_of_several_files_is_counted_whole(published: Path, copy: Path) -> None:
    rows = pq.read_table(copy / "claims.parquet")
    (copy / "claims.parquet").unlink()
    pq.write_table(rows.slice(2), copy / "claims-00000-of-00002.parquet")
    pq.write_table(rows.slice(0, 2), copy / "claims-00001-of-00002.parquet")
    assert tally(copy, tables_of(published / "0.1.0")).kinds() == set()
