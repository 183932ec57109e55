"""The rows of a release, some documents at a time: no more than a batch of them is held, however large the release.

A shard is one file of each table of documents, with the rows of the same documents (flows/publish/shards.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from flows.publish.manifest import MANIFEST, Imprint, read_manifest
from flows.publish.releases import DatasetError, Release
from flows.verify.described import Entry, UnreadableError, read_file, schema_of
from flows.verify.proof import Proof
from schemas.arrow import arrow_schema
from schemas.keys import document_tables
from schemas.release import SCHEMA_VERSION, TABLES

BATCH_BYTES = 8 << 20  # of raw text

Files = Mapping[str, Sequence[Entry]]  # of some tables, by name


class Contents(NamedTuple):
    """What is to be read of a release: files of tables that are not divided by documents, and the shards."""

    imprint: Imprint
    tables: tuple[str, ...]  # all that the release has, in its order
    whole: Files
    shards: tuple[Files, ...]

    def rows_before(self) -> Iterator[dict[str, int]]:
        """For each shard how many rows of each table stand before it."""
        before = dict.fromkeys(document_tables(), 0)
        for shard in self.shards:
            yield dict(before)
            for name, entries in shard.items():
                before[name] += sum(entry["rows"] for entry in entries if isinstance(entry["rows"], int))


def contents(release: Release, damaged: frozenset[str]) -> tuple[Contents | None, Proof]:
    """Return the files to read, None where nothing tells which; and what is not read, and why.

    Files in `damaged` are left alone: what a broken file makes a reader do is not known.
    """
    try:
        manifest = read_manifest(release)
    except DatasetError:
        manifest = None
    if manifest is None or MANIFEST in damaged:
        return None, Proof(unproved=(f"tables: {MANIFEST} is damaged, and tells what to compare them with",))
    known = manifest["schema_version"] == SCHEMA_VERSION
    names = TABLES if known else dict.fromkeys(file["table"] for file in manifest["files"] if "table" in file)
    files = {name: [file for file in manifest["files"] if file.get("table") == name] for name in names}
    owned = [name for name in document_tables() if name in files]
    problems = [f"{MANIFEST}: lists no file of table {name}" for name, entries in files.items() if not entries]
    out = {name: sorted(damaged & {entry["path"] for entry in entries}) for name, entries in files.items()}
    unproved = [f"{name}: not read, because of {', '.join(paths)}" for name, paths in out.items() if paths]
    counts = {len(files[name]) for name in owned if files[name]}
    # files that do not answer to each other are read as one shard
    parts = [slice(k, k + 1) for k in range(max(counts))] if len(counts) == 1 else [slice(None)]
    found = Contents(
        Imprint(manifest["version"], manifest["date"], manifest["previous"], manifest["schema_version"]),
        tuple(files),
        _undamaged({name: files[name] for name in names if name not in owned}, damaged),
        tuple(_undamaged({name: files[name][part] for name in owned}, damaged) for part in parts),
    )
    return found, Proof(problems=tuple(problems), unproved=tuple(unproved))


def read_whole(folder: Path, found: Contents, problems: list[str]) -> dict[str, pa.Table]:
    """Return the tables that are not divided by documents, by name, as far as they can be read."""
    tables = {}
    for name, entries in found.whole.items():
        with suppress(UnreadableError):
            tables[name] = pa.concat_tables(_pieces(folder, entries, found.imprint, problems))
    return tables


def read_shard(folder: Path, shard: Files, imprint: Imprint, problems: list[str]) -> Iterator[dict[str, pa.Table]]:
    """Yield the tables of a shard, by name, some documents at a time; what is wrong with its files goes to `problems`.

    The documents have BATCH_BYTES of raw text, or it is a single one. A table that cannot be read is left out, from
    the documents on at which that shows; without `documents`, all rows come at once.
    """
    pieces, held = {}, {}
    for name, entries in shard.items():
        rows = _pieces(folder, entries, imprint, problems)
        with suppress(UnreadableError):
            held[name] = next(rows)
            pieces[name] = rows
    batches: list[pa.Table | None] = [None]
    if "documents" in pieces and _can_be_divided(held):
        with suppress(UnreadableError):
            batches = [*_batches(pa.concat_tables([held["documents"], *pieces.pop("documents")]))]
        pieces.pop("documents", None)
    for documents in batches:
        tables = {} if documents is None else {"documents": documents}
        last = None if documents is batches[-1] else tables["documents"]["document_id"][-1].as_py()
        for name in tuple(pieces):
            try:
                tables[name], held[name] = _until(last, held[name], pieces[name])
            except UnreadableError:
                del pieces[name]
        yield tables


def _undamaged(files: Files, damaged: frozenset[str]) -> Files:
    return {name: some for name, some in files.items() if some and not damaged & {entry["path"] for entry in some}}


def _pieces(folder: Path, entries: Sequence[Entry], imprint: Imprint, problems: list[str]) -> Iterator[pa.Table]:
    """Yield the rows of a table's files; the first piece has none."""
    schema = schema_of(folder, entries[0], imprint, problems)
    yield schema.empty_table()
    for entry in entries:
        yield from read_file(folder, entry, imprint, schema, problems)


def _can_be_divided(tables: Mapping[str, pa.Table]) -> bool:
    """Tell whether the tables have what they are divided by; those of another schema version may not."""
    needed = [(name, "document_id") for name in tables] + [("documents", "source_bytes")]
    return all(
        column in tables[name].column_names
        and tables[name].schema.field(column).type == arrow_schema(name).field(column).type
        for name, column in needed
    )


def _batches(documents: pa.Table) -> Iterator[pa.Table]:
    first = size = 0
    for row, more in enumerate(documents["source_bytes"].to_pylist()):
        if row > first and size + more > BATCH_BYTES:
            yield documents.slice(first, row - first)
            first, size = row, 0
        size += more
    yield documents.slice(first)


def _until(last: str | None, held: pa.Table, pieces: Iterator[pa.Table]) -> tuple[pa.Table, pa.Table]:
    """Return the rows up to those of the last document, all where it is None; and what was read beyond them."""
    read = [held]
    while last is None or not read[-1].num_rows or read[-1]["document_id"][-1].as_py() <= last:
        piece = next(pieces, None)
        if piece is None:
            break
        read.append(piece)
    rows = pa.concat_tables(read)
    behind = -1 if last is None else pc.index(pc.less_equal(rows["document_id"], last), False).as_py()
    count = rows.num_rows if behind < 0 else behind
    # one chunk: every proof would make one of the columns that it needs
    return rows.slice(0, count).combine_chunks(), rows.slice(count)
