"""Two releases are compared by what their rows say, not by their files."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.compare import Difference, compare
from flows.compare.difference import Column, Value
from flows.publish.differing import COMPARED, KINDS
from flows.publish.releases import NoReleaseError
from flows.records import Refusal
from flows.validate import quarantine_table
from tests.publish.forging import with_column


@pytest.fixture(scope="module")
def difference(two_releases: Path) -> Difference:
    return compare(two_releases / "0.1.0", two_releases / "0.2.0")


@pytest.fixture
def copy(two_releases: Path, tmp_path: Path) -> Path:
    """A copy of release 0.1.0, to be written to."""
    return Path(shutil.copytree(two_releases / "0.1.0", tmp_path / "copy"))


def change_column(folder: Path, table: str, column: str, values: list) -> None:
    rows = pq.read_table(folder / f"{table}.parquet")
    pq.write_table(with_column(rows, column, lambda _: values), folder / f"{table}.parquet")


def test_a_release_and_its_copy_are_the_same(two_releases: Path, copy: Path) -> None:
    assert compare(two_releases / "0.1.0", copy) == Difference((), ())


def test_the_order_of_rows_and_the_files_of_a_table_count_for_nothing(two_releases: Path, copy: Path) -> None:
    rows = pq.read_table(copy / "claims.parquet")
    (copy / "claims.parquet").unlink()
    pq.write_table(rows.slice(2), copy / "claims-00000-of-00002.parquet")
    pq.write_table(rows.slice(0, 2), copy / "claims-00001-of-00002.parquet", compression="none")
    assert compare(two_releases / "0.1.0", copy) == Difference((), ())


def test_claims_are_added_removed_recoded_and_moved(difference: Difference) -> None:
    assert difference.counts()["claims"] == {"added": 2, "removed": 1, "changed": 2, "moved": 1}
    recoded = [row for row in difference.rows if (row.table, row.change) == ("claims", "changed")]
    assert {row.values for row in recoded} == {(Value("act", "state", "welcome"),)}


def test_every_table_and_kind_is_counted_and_every_counted_row_is_there(difference: Difference) -> None:
    counts = difference.counts()
    assert tuple(counts) == COMPARED
    assert all(tuple(counted) == KINDS for counted in counts.values())
    assert sum(sum(counted.values()) for counted in counts.values()) == len(difference.rows)


def test_a_removed_claim_names_its_successor(two_releases: Path, difference: Difference) -> None:
    (removed,) = (row for row in difference.rows if (row.table, row.change) == ("claims", "removed"))
    claims = pq.read_table(two_releases / "0.2.0" / "claims.parquet").to_pylist()
    (successor,) = (claim["claim_id"] for claim in claims if claim["text"].startswith("Few"))
    assert removed.superseded_by == (successor,)


def test_the_way_back_is_the_mirror_image(two_releases: Path, difference: Difference) -> None:
    back = compare(two_releases / "0.2.0", two_releases / "0.1.0").counts()
    for table, counted in difference.counts().items():
        mirrored = {"added": "removed", "removed": "added"}
        assert back[table] == {kind: counted[mirrored.get(kind, kind)] for kind in KINDS}


def test_a_table_without_a_key_is_compared_row_by_row(two_releases: Path, copy: Path) -> None:
    refused = quarantine_table([Refusal("bad.txt", None, "intake", "empty", "holds no byte")])
    pq.write_table(pa.concat_tables([refused, refused]), copy / "quarantine.parquet")
    found = compare(two_releases / "0.1.0", copy).rows
    assert [(row.table, row.change, row.row["source_path"]) for row in found] == [
        ("quarantine", "added", "bad.txt")
    ] * 2


def test_another_date_is_no_other_place(two_releases: Path, copy: Path) -> None:
    from datetime import date

    change_column(copy, "documents", "date_start", [date(2012, 10, 4), None, None])
    (row,) = compare(two_releases / "0.1.0", copy).rows
    assert (row.change, row.values) == ("changed", (Value("date_start", None, "2012-10-04"),))


def test_columns_and_tables_of_one_release_alone_are_told(two_releases: Path, copy: Path) -> None:
    (copy / "topics.parquet").unlink()
    entities = pq.read_table(copy / "entities.parquet")
    pq.write_table(entities.drop_columns(["iso3"]), copy / "entities.parquet")
    found = compare(two_releases / "0.1.0", copy)
    assert found.columns == (Column("entities", "iso3", "before"), Column("topics", None, "before"))
    assert found.rows == ()


def test_a_folder_that_is_no_release_is_refused(two_releases: Path, tmp_path: Path) -> None:
    with pytest.raises(NoReleaseError, match=r"manifest\.json"):
        compare(two_releases / "0.1.0", tmp_path)


def test_values_are_those_of_the_tables(two_releases: Path, copy: Path) -> None:
    topics = pq.read_table(copy / "claims.parquet")["topics"].to_pylist()
    change_column(copy, "claims", "topics", [["norms"], *topics[1:]])
    (row,) = compare(two_releases / "0.1.0", copy).rows
    assert row.values == (Value("topics", ["norms", "meeting"], ["norms"]),)
    assert json.loads(json.dumps(row.row)) == row.row
