"""The rows of a release are what its manifest, its footers and the schemas say of them."""

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.publish.content import hash_rows
from flows.publish.manifest import MANIFEST, Imprint, read_manifest
from flows.publish.parquet import ORDER, footer
from flows.publish.releases import DatasetError, Release
from flows.validate.checks import broken_keys, findings
from flows.verify.proof import Proof
from schemas.arrow import arrow_schema
from schemas.keys import key_columns, references
from schemas.release import SCHEMA_VERSION, TABLES


def read_tables(release: Release, damaged: frozenset[str]) -> tuple[dict[str, pa.Table], Proof]:
    """The tables that can be read whole, by name, and whether files, footers and content hashes fit the manifest.

    Files in `damaged` are left alone: what a broken file makes a reader do is not known.
    """
    try:
        manifest = read_manifest(release)
    except DatasetError:
        manifest = None
    if manifest is None or MANIFEST in damaged:
        return {}, Proof(unproved=(f"tables: {MANIFEST} is damaged, and tells what to compare them with",))
    if manifest["schema_version"] != SCHEMA_VERSION:
        line = f"tables: of schema version {manifest['schema_version']}; this installation knows {SCHEMA_VERSION}"
        return {}, Proof(unproved=(line,))
    imprint = Imprint(manifest["version"], manifest["date"], manifest["previous"], manifest["schema_version"])
    files = [file for file in manifest["files"] if file.get("table") in TABLES and file["path"] not in damaged]
    files.sort(key=lambda file: -int(file["bytes"]))  # the largest first, so that nothing waits for it at the end
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        results = pool.map(lambda file: _read(release.folder, file, imprint), files)
        read = {file["path"]: result for file, result in zip(files, results, strict=True)}
    tables: dict[str, pa.Table] = {}
    problems: list[str] = []
    unproved: list[str] = []
    for name in TABLES:
        entries = [file for file in manifest["files"] if file.get("table") == name]
        if out := sorted(damaged & {entry["path"] for entry in entries}):
            unproved.append(f"{name}: not read, because of {', '.join(out)}")
            continue
        pieces = [read[entry["path"]][0] for entry in entries]
        problems += [problem for entry in entries for problem in read[entry["path"]][1]]
        if not pieces:
            problems.append(f"{MANIFEST}: lists no file of table {name}")
        elif whole := [piece for piece in pieces if piece is not None]:
            tables[name] = pa.concat_tables(whole)
    rows = sum(table.num_rows for table in tables.values())
    line = f"{len(tables)} tables, {rows} rows: footers, Arrow schemas, numbers of rows and content hashes"
    return tables, Proof((line,) if not problems else (), tuple(problems), tuple(unproved))


def verify_tables(tables: Mapping[str, pa.Table]) -> Proof:
    """Whether rows pass every check of their schemas, stand in their order, and keys and references hold."""
    problems = [str(finding) for name, rows in tables.items() for finding in findings(name, rows)]
    problems += [line for name, rows in tables.items() for line in _disordered(name, rows)]
    broken = [str(finding) for finding in broken_keys(tables)]
    proved = []
    if tables and not problems:
        proved.append(f"{len(tables)} tables pass every check of their schemas and are in order")
    if tables and not broken:
        keys = sum(bool(key_columns(name)) for name in tables)
        linked = sum({one.table, one.target_table} <= tables.keys() for one in references())
        proved.append(f"{keys} keys are unique, {linked} references lead to a row")
    return Proof(tuple(proved), (*problems, *broken))


def _read(folder: Path, entry: Mapping[str, Any], imprint: Imprint) -> tuple[pa.Table | None, list[str]]:
    """The rows of a file in exactly its table's schema, None where that cannot be, and what is wrong with the file."""
    path, table = entry["path"], entry["table"]
    try:
        file = pq.ParquetFile(folder / path)
        rows = file.read()
        rows.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        return None, [f"{path}: cannot be read: {str(error).splitlines()[0]}"]
    problems = [f"{path}: {line}" for line in _misdescribed(table, file.schema_arrow, imprint)]
    if not rows.schema.equals(arrow_schema(table)):
        return None, problems
    if rows.num_rows != entry["rows"]:
        problems.append(f"{path}: {rows.num_rows} rows, in {MANIFEST} {entry['rows']}")
    digest = hashlib.sha256()
    hash_rows(digest, rows)
    if digest.hexdigest() != entry["content_sha256"]:
        problems.append(f"{path}: its rows have another content hash than in {MANIFEST}")
    return rows, problems


def _misdescribed(table: str, found: pa.Schema, imprint: Imprint) -> Iterator[str]:
    """Where a file's schema and footer are not those of its table and release."""
    expected = arrow_schema(table)
    if not found.equals(expected):
        yield f"columns are not those of {table}: {_first_difference(found, expected)}"
    else:
        for field in expected:
            if found.field(field.name).metadata != field.metadata:
                yield f"column {field.name} is described otherwise than in the schema"
    told = {key.decode(): value.decode(errors="replace") for key, value in (found.metadata or {}).items()}
    for key, value in footer(table, imprint).items():
        if told.get(key) != value:
            yield f"its footer says {key} = {told.get(key)!r}, not {value!r}"


def _first_difference(found: pa.Schema, expected: pa.Schema) -> str:
    for field in expected:
        if field.name not in found.names:
            return f"{field.name} is missing"
        if not found.field(field.name).equals(field):
            return f"{found.field(field.name)}, not {field}"
    surplus = [name for name in found.names if name not in expected.names]
    return f"{surplus[0]} is too many" if surplus else "they stand in another order"


def _disordered(table: str, rows: pa.Table) -> Iterator[str]:
    """The first row that does not stand behind the one before it, by the columns that the table is sorted by."""
    order = ORDER.get(table, ())
    if not order or rows.num_rows < 2:
        return
    wrong: Any = pc.equal(rows[order[0]].slice(1), None)  # all NULL: nothing decided yet
    wrong = pc.fill_null(wrong, False)
    for name in reversed(order):
        values = rows[name].cast(pa.string()) if pa.types.is_dictionary(rows[name].type) else rows[name]
        before, after = values.slice(0, len(values) - 1), values.slice(1)
        wrong = pc.or_(pc.greater(before, after), pc.and_(pc.equal(before, after), wrong))
    place = pc.index(wrong, True).as_py()
    if place >= 0:
        yield f"{table}: row {place + 1} does not stand in the order of {', '.join(order)}"
