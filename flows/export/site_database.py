"""`rapporteur.duckdb` for the explorer's page in SQL: the tables and views of one release, of whichever schema."""

from pathlib import Path

import duckdb

from flows.publish.database import quoted
from flows.publish.releases import Release
from flows.sql import table_files
from rapporteur.views import create_views

DATABASE = "rapporteur.duckdb"
_OLDEST = "(STORAGE_VERSION 'v1.0.0')"  # DuckDB-Wasm is older than the DuckDB that writes


def write_site_database(tables: duckdb.DuckDBPyConnection, path: Path, release: Release) -> None:
    """Write the tables of a release, and the views that it can have, into a new DuckDB file.

    Raises OSError where the file cannot be written.
    """
    try:
        tables.execute(f"ATTACH '{quoted(path)}' AS site {_OLDEST}")
        for table in table_files(release):
            tables.execute(f"CREATE TABLE site.{table} AS FROM {table}")
        tables.execute("USE site")
        create_views(tables)
        tables.execute("USE memory")
        tables.execute("DETACH site")
    except duckdb.IOException as error:
        raise OSError(str(error)) from None
