"""A batch's validated tables as files in the staging folder: they go from step to step by reference."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from flows.publish.releases import DatasetError


def part_folder(staging: Path, number: int) -> Path:
    """Where the part of that number is kept; the numbers follow the order of the documents."""
    return staging / "parts" / f"{number:07}"


def keep_part(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write the tables, by name, as Arrow files into a new folder: that of a part.

    Raises DatasetError where the disk does not take them.
    """
    try:
        folder.mkdir(parents=True)
        for name, table in tables.items():
            with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
                writer.write_table(table)
    except OSError as error:
        dataset = folder.parents[2]
        raise DatasetError(f"{dataset}: cannot be written to: {error.strerror or error}") from None


def read_parts(parts: Sequence[Path], table: str) -> list[pa.Table]:
    """The table's rows of each part, mapped into memory: they take none before they are used."""
    return [_mapped(part / f"{table}.arrow") for part in parts]


def _mapped(path: Path) -> pa.Table:
    # the rows stay mapped after the file is closed, so that many parts do not need as many open files
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all()
