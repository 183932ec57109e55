"""`rapporteur.duckdb` holds no table, view, macro, comment or other object but those that a run puts there."""

from collections.abc import Iterator
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
    "schema": "SELECT schema_name, comment FROM duckdb_schemas() WHERE {here}",
    "table": "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables() WHERE {here}",
    "column": """SELECT schema_name || '.' || table_name || '.' || column_name, data_type, column_default, comment
        FROM duckdb_columns() WHERE {here}""",
    "view": "SELECT schema_name || '.' || view_name, sql, comment FROM duckdb_views() WHERE {here}",
    "macro": """SELECT schema_name || '.' || function_name, function_type, parameters, macro_definition, comment
        FROM duckdb_functions() WHERE {here}""",
    "index": "SELECT schema_name || '.' || index_name, sql FROM duckdb_indexes() WHERE database_name = '{name}'",
    "sequence": "SELECT schema_name || '.' || sequence_name FROM duckdb_sequences() WHERE database_name = '{name}'",
    "type": "SELECT schema_name || '.' || type_name, logical_type FROM duckdb_types() WHERE {here}",
    "constraint": """SELECT schema_name || '.' || table_name || ': ' || constraint_text FROM duckdb_constraints()
        WHERE database_name = '{name}'""",
}

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
        with duckdb.connect() as other:
            other.execute(f"ATTACH '{quoted(Path(folder) / NAME)}' AS expected (READ_ONLY)")
            expected = _objects(other, "expected")
    problems = tuple(_differences(_objects(connection, attached), expected))
    if problems:
        return Proof(problems=problems)
    return Proof((f"{NAME}: holds no other table, view, macro or comment than a run puts there",))


def _objects(connection: duckdb.DuckDBPyConnection, name: str) -> Objects:
    objects: Objects = {}
    for kind, sql in _OBJECTS.items():
        here = f"database_name = '{name}' AND NOT internal"
        for row in connection.execute(sql.format(here=here, name=name)).fetchall():
            objects.setdefault((kind, row[0]), []).append(repr(row[1:]))
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
