"""`rapporteur.duckdb` holds no table, view, macro, comment or other object but those that a run puts there."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from flows.publish.database import quoted
from flows.publish.duckdb_file import NAME, stamp
from flows.publish.duckdb_tables import write_empty
from flows.publish.manifest import read_manifest
from flows.publish.releases import Release
from flows.publish.views import VIEWS, views_sql
from flows.verify.proof import Proof
from schemas.release import SCHEMA_VERSION

# Kind of object -> its name, and all else that is known of it.
_OBJECTS = {
    "schema": "schema_name, comment FROM duckdb_schemas()",
    "table": "schema_name || '.' || table_name, comment FROM duckdb_tables()",
    "column": """schema_name || '.' || table_name || '.' || column_name, data_type, column_default, comment
        FROM duckdb_columns()""",
    "view": "schema_name || '.' || view_name, sql, comment FROM duckdb_views()",
    "macro": """schema_name || '.' || function_name, function_type, parameters, macro_definition, comment
        FROM duckdb_functions()""",
    "index": "schema_name || '.' || index_name, sql FROM duckdb_indexes()",
    "sequence": "schema_name || '.' || sequence_name FROM duckdb_sequences()",
    "type": "schema_name || '.' || type_name, logical_type FROM duckdb_types()",
    "constraint": "schema_name || '.' || table_name || ': ' || constraint_text FROM duckdb_constraints()",
}
_KNOW_INTERNAL = frozenset(("schema", "table", "column", "view", "macro", "type"))
_EXPECTED = "expected"

Objects = dict[tuple[str, str], list[str]]  # kind and name -> what is known of it, a row each


def compare_catalog(connection: duckdb.DuckDBPyConnection, attached: str, release: Release) -> Proof:
    """Compare the objects of the file, which the connection has attached, with those that it was made with."""
    version = read_manifest(release)["schema_version"]
    if version != SCHEMA_VERSION:
        why = f"the release has schema version {version}, the installed version {SCHEMA_VERSION}"
        return Proof(unproved=(f"{NAME}: comments, views and macros: {why}",))
    views = release.folder / VIEWS
    if not views.is_file() or views.read_text(encoding="utf-8") != views_sql():
        return Proof(unproved=(f"{NAME}: views and macros: the installed version makes others than the release's",))
    with TemporaryDirectory() as folder:
        write_empty(Path(folder) / NAME, stamp(release))
        # read from a file, too: what is written to one comes back in other words
        connection.execute(f"ATTACH '{quoted(Path(folder) / NAME)}' AS {_EXPECTED} (READ_ONLY)")
        found = _objects(connection, (attached, _EXPECTED))
        connection.execute(f"DETACH {_EXPECTED}")
    problems = tuple(_differences(found[attached], found[_EXPECTED]))
    if problems:
        return Proof(problems=problems)
    return Proof((f"{NAME}: holds no other table, view, macro or comment than a run puts there",))


def _objects(connection: duckdb.DuckDBPyConnection, databases: Sequence[str]) -> dict[str, Objects]:
    """Return the objects of each attached database; DuckDB lists those of all in one go."""
    objects: dict[str, Objects] = {name: {} for name in databases}
    names = ", ".join(f"'{name}'" for name in databases)
    for kind, sql in _OBJECTS.items():
        own = " AND NOT internal" if kind in _KNOW_INTERNAL else ""
        rows = connection.execute(f"SELECT database_name, {sql} WHERE database_name IN ({names}){own}").fetchall()
        for database, *row in rows:
            objects[database].setdefault((kind, row[0]), []).append(repr(tuple(row[1:])))
    return objects


def _differences(found: Objects, expected: Objects) -> Iterator[str]:
    both = {name for kind, name in found.keys() & expected.keys() if kind == "table"}
    for kind, name in sorted(found.keys() | expected.keys()):
        shown = name.removeprefix("main.")
        if kind == "column" and name.rpartition(".")[0] not in both:
            continue  # the table is told
        if kind == "table" and (kind, name) not in found:
            continue  # told where rows are compared
        if (kind, name) not in expected:
            yield f"{NAME}: {kind} {shown}: no run puts it there"
        elif (kind, name) not in found:
            yield f"{NAME}: {kind} {shown}: missing"
        elif sorted(found[kind, name]) != sorted(expected[kind, name]):
            yield f"{NAME}: {kind} {shown}: not as a run makes it"
