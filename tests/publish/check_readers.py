"""Whether others' readers find the same values in the latest release: run by `make check-metadata`, in its environment.

What pyarrow reads from the Parquet files is compared with what polars, pandas, Hugging Face's datasets (by the dataset
card, without a network) and DuckDB 1.0.0 read from them, and with what DuckDB 1.0.0 reads from `rapporteur.duckdb`. The
newest DuckDB is compared in tests/publish/test_duckdb_file.py, in the project's own environment.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}

import datasets
import duckdb
import pandas
import polars
import pyarrow.parquet

Rows = list[tuple[Any, ...]]
Reader = Callable[[Path, str], Rows]  # a release's folder, a table


def by_polars(folder: Path, table: str) -> Rows:
    """As values of Python."""
    return polars.read_parquet(folder / f"{table}*.parquet").rows()


def by_pandas(folder: Path, table: str) -> Rows:
    """What pandas says is missing becomes None, its arrays lists, its timestamps dates."""
    frame = pandas.concat([pandas.read_parquet(path) for path in sorted(folder.glob(f"{table}*.parquet"))])
    return [tuple(map(_plain, row)) for row in frame.itertuples(index=False, name=None)]


def by_datasets(folder: Path, table: str) -> Rows:
    """By the name that the dataset card gives to the table; one without rows, it refuses."""
    if not any(pyarrow.parquet.read_metadata(path).num_rows for path in folder.glob(f"{table}*.parquet")):
        return []
    with tempfile.TemporaryDirectory() as cache:
        found = datasets.load_dataset(str(folder), table, split="train", cache_dir=cache)
        return [tuple(row.values()) for row in found.to_list()]


def by_duckdb(folder: Path, table: str) -> Rows:
    """From the Parquet files."""
    return duckdb.sql(f"FROM read_parquet('{folder}/{table}*.parquet')").fetchall()


def by_duckdb_file(folder: Path, table: str) -> Rows:
    """From the DuckDB file beside the release."""
    with duckdb.connect(str(folder.parent / "rapporteur.duckdb"), read_only=True) as connection:
        return connection.execute(f"FROM {table}").fetchall()


READERS: dict[str, Reader] = {
    f"polars {polars.__version__}": by_polars,
    f"pandas {pandas.__version__}": by_pandas,
    f"datasets {datasets.__version__}": by_datasets,
    f"DuckDB {duckdb.__version__}, Parquet": by_duckdb,
    f"DuckDB {duckdb.__version__}, rapporteur.duckdb": by_duckdb_file,
}


def reading_problems(folder: Path, tables: list[str]) -> Iterator[str]:
    """Where a reader finds other values than pyarrow, or fails."""
    for table in tables:
        files = sorted(folder.glob(f"{table}*.parquet"))
        expected = [
            tuple(row.values()) for row in pyarrow.concat_tables(map(pyarrow.parquet.read_table, files)).to_pylist()
        ]
        for name, read in READERS.items():
            try:
                found = read(folder, table)
            except Exception as error:  # noqa: BLE001 whatever it raises, the next reader is tried
                yield f"{name}: {table}: cannot be read: {' '.join(str(error).split())}"
                continue
            if found != expected:
                number = next(
                    (k for k, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]), -1
                )
                yield f"{name}: {table}: {len(found)} rows, not {len(expected)}, or row {number} has other values"


def view_problems(folder: Path) -> Iterator[str]:
    """Views and macros of the DuckDB file, and questions of docs/examples.sql, that DuckDB 1.0.0 cannot answer."""
    examples = (Path(__file__).parents[2] / "docs" / "examples.sql").read_text(encoding="utf-8")
    with duckdb.connect(str(folder.parent / "rapporteur.duckdb"), read_only=True) as connection:
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        for sql in [*(f"FROM {view}" for (view,) in views), *filter(str.strip, examples.split(";"))]:
            try:
                connection.execute(sql).fetchall()
            except duckdb.Error as error:
                yield f"DuckDB {duckdb.__version__}: {' '.join(str(error).split())}"


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist") and getattr(value, "ndim", 0):
        return value.tolist()
    return None if pandas.isna(value) else value


def main() -> None:
    """Say every problem; the exit code is 1 where there is one."""
    dataset = Path(sys.argv[1])
    datasets.disable_progress_bars()
    folder = dataset / json.loads((dataset / "releases.json").read_text())["latest"]
    tables = sorted(
        {file["table"] for file in json.loads((folder / "manifest.json").read_text())["files"] if "table" in file}
    )
    if not (dataset / "rapporteur.duckdb").exists():
        sys.exit(f"{dataset / 'rapporteur.duckdb'}: is not here; `make dataset` makes it")
    problems = [*reading_problems(folder, tables), *view_problems(folder)]
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    if not problems:
        sys.stdout.write(f"{folder.name}: {len(tables)} tables read the same by {'; '.join(READERS)}\n")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
