"""Tables of some documents as files in the staging folder: they go from step to step by reference."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.publish.releases import DatasetError

Ranges = dict[str, tuple[int, int]]  # document_id -> half-open rows


def part_folder(staging: Path, number: int) -> Path:
    """Where the part of that number is kept; the numbers follow the order of the documents."""
    return staging / "parts" / f"{number:07}"


def keep_part(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write the tables, by name, as Arrow files into the folder of a part, which is there once they all are.

    Whoever is the first to keep a part is believed: another who was thought dead would have made the same.
    Raises DatasetError where the disk does not take them.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=folder.parent))
        for name, table in tables.items():
            with part_writer(unfinished, name, table.schema) as writer:
                writer.write_table(table)
        if not folder.exists():
            unfinished.rename(folder)
    except OSError as error:
        dataset = folder.parents[2]
        raise DatasetError(f"{dataset}: cannot be written to: {error.strerror or error}") from None


@contextmanager
def part_writer(folder: Path, table: str, schema: pa.Schema) -> Iterator[pa.ipc.RecordBatchFileWriter]:
    """Take the rows of one table of a part."""
    folder.mkdir(parents=True, exist_ok=True)
    with pa.OSFile(str(folder / f"{table}.arrow"), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        yield writer


def read_parts(parts: Sequence[Path], table: str) -> Iterator[pa.Table]:
    """Return the table's rows of each part, mapped into memory: they take none before they are used."""
    return (_mapped(part, table) for part in parts)


def rows_of_documents(owners: Mapping[str, Path], documents: Sequence[str], table: str) -> Iterator[pa.Table]:
    """Yield the documents' rows of a table, document by document; `owners` names the part that holds each one's."""
    opened = lru_cache(maxsize=4)(_with_ranges)  # few: what is mapped counts as memory
    for part, ids in groupby(documents, key=owners.__getitem__):
        rows, ranges = opened(part, table)
        there = [ranges[name] for name in ids if name in ranges]
        if there:  # documents that follow each other here do so in the part
            yield rows.slice(there[0][0], there[-1][1] - there[0][0])


def _with_ranges(part: Path, table: str) -> tuple[pa.Table, Ranges]:
    """Return the rows of a part, and where each document's are."""
    rows = _mapped(part, table)
    if not rows.num_rows:
        return rows, {}
    runs = pc.run_end_encode(rows["document_id"].combine_chunks())
    ends = runs.run_ends.to_pylist()
    return rows, dict(zip(runs.values.to_pylist(), zip([0, *ends], ends, strict=False), strict=True))


def _mapped(part: Path, table: str) -> pa.Table:
    # the rows stay mapped after the file is closed, so that many parts do not need as many open files
    with pa.memory_map(str(part / f"{table}.arrow")) as file:
        return pa.ipc.open_file(file).read_all()
