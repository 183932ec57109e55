"""Releases that somebody changed after they were published, with all checksums made to fit again."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.manifest import Imprint
from flows.publish.parquet import write_file


def rehash(dataset: Path, version: str) -> None:
    """Make hashes and sizes of a changed release fit again, and every record of them, as a forger would."""
    folder = dataset / version
    told = json.loads((folder / "manifest.json").read_text())
    for file in told["files"]:
        file["bytes"] = (folder / file["path"]).stat().st_size
        file["sha256"] = hashlib.sha256((folder / file["path"]).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(told))
    names = sorted(path.name for path in folder.iterdir() if path.name != "SHA256SUMS")
    sums = "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names).encode()
    (folder / "SHA256SUMS").write_bytes(sums)
    releases = json.loads((dataset / "releases.json").read_text())
    releases["releases"][-1]["sha256"] = hashlib.sha256(sums).hexdigest()
    (dataset / "releases.json").write_text(json.dumps(releases))
    shutil.rmtree(dataset / "attestations" / version, ignore_errors=True)
    builds = [json.loads(line) for line in (dataset / "builds.jsonl").read_text().splitlines()]
    for build in builds:
        if build["release"] == version:
            build["sha256"] = releases["releases"][-1]["sha256"]
    (dataset / "builds.jsonl").write_text("".join(json.dumps(build) + "\n" for build in builds))


def edit_table(dataset: Path, version: str, table: str, column: str, change: Callable[[list[Any]], list[Any]]) -> None:
    """Put other values into a column of a release's table, with fitting content hash; `rehash` does the rest."""
    folder = dataset / version
    told = json.loads((folder / "manifest.json").read_text())
    (entry,) = [file for file in told["files"] if file.get("table") == table]
    rows = with_column(pq.read_table(folder / entry["path"]), column, change)
    imprint = Imprint(told["version"], told["date"], told["previous"], told["schema_version"])
    entry.update(write_file(folder / entry["path"], table, lambda: [rows], imprint))
    (folder / "manifest.json").write_text(json.dumps(told))


def flip(path: Path, place: float) -> None:
    """Change one bit, at a share of the file's length."""
    content = bytearray(path.read_bytes())
    content[int(place * (len(content) - 1))] ^= 1
    path.write_bytes(content)


def with_column(rows: pa.Table, name: str, change: Callable[[list[Any]], list[Any]]) -> pa.Table:
    """The rows with other values in one column, of the same type."""
    at = rows.schema.get_field_index(name)
    field = rows.schema.field(at)
    plain = pa.string() if pa.types.is_dictionary(field.type) else field.type
    return rows.set_column(at, field, pa.array(change(rows[name].to_pylist()), plain).cast(field.type))
