"""`rapporteur.duckdb` holds the tables of the latest release, commented, for DuckDB 1.0 and later."""

from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.publish.assembly import no_rows
from flows.publish.duckdb_file import NAME, filled_meanwhile, is_current
from flows.publish.releases import find
from schemas.arrow import arrow_schema
from schemas.release import TABLES
from tests.publish.inputs import CHANGED, publish_texts


@pytest.mark.parametrize("table", TABLES)
def test_rows_and_columns_are_those_of_the_release_in_its_order(published: Path, table: str) -> None:
    expected = pq.read_table(published / "0.1.0" / f"{table}.parquet")
    with duckdb.connect(str(published / NAME), read_only=True) as connection:
        found = connection.sql(f"FROM {table}").to_arrow_table()
    assert found.to_pylist() == expected.to_pylist()
    assert found.column_names == expected.column_names


def test_every_table_and_column_has_its_meaning_and_the_release_is_told(published: Path) -> None:
    with duckdb.connect(str(published / NAME), read_only=True) as connection:
        tables = dict(connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        columns = connection.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    assert tables.keys() == TABLES.keys()
    assert all("Release 0.1.0 " in comment for comment in tables.values())
    meanings = {(table, column): comment for table, column, comment in columns}
    for table in TABLES:
        for field in arrow_schema(table):
            assert meanings[table, field.name].startswith(field.metadata[b"description"].decode())


def test_the_file_can_be_opened_by_duckdb_1_and_has_no_constraints(published: Path) -> None:
    with duckdb.connect(str(published / NAME), read_only=True) as connection:
        (tags,) = connection.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchone() or ({},)
        assert tags["storage_version"].startswith("v1.0.0")
        assert connection.execute("SELECT * FROM duckdb_constraints()").fetchall() == []


def test_the_file_follows_the_latest_release(dataset: Path) -> None:
    assert is_current(dataset, find(dataset))
    publish_texts(dataset, CHANGED)
    assert is_current(dataset, find(dataset))
    assert not is_current(dataset, find(dataset, "0.1.0"))


def test_filling_it_ends_soon_where_the_release_fails(tmp_path: Path) -> None:
    def without_end(table: str) -> Iterator[pa.Table]:
        return repeat(no_rows(table))

    with pytest.raises(ZeroDivisionError), filled_meanwhile(tmp_path, without_end) as filled:
        raise ZeroDivisionError
    assert isinstance(filled.exception(0), duckdb.Error)


@pytest.mark.parametrize("damage", [b"", b"no database"])
def test_a_file_that_is_none_is_made_again(dataset: Path, damage: bytes) -> None:
    (dataset / NAME).write_bytes(damage)
    assert not is_current(dataset, find(dataset))
    publish_texts(dataset)
    assert is_current(dataset, find(dataset))
