"""The tables of a small release, open to SQL."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.sql import open_tables
from tests.publish.inputs import TEXTS, publish_texts


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "dataset"
    publish_texts(folder, {**TEXTS, "delta": '“Über” — 条, "a",\nb\U0001f600 agreed, too.'})
    return folder


@pytest.fixture(scope="session")
def tables(dataset: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_tables(dataset, None, unsafe=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def rows(dataset: Path) -> dict[str, list[dict]]:
    return {path.stem: pq.read_table(path).to_pylist() for path in (dataset / "0.1.0").glob("*.parquet")}
