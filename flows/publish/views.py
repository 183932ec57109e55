"""`views.sql`: a view for each table of a release, and views and macros for the questions that people ask."""

from rapporteur.views import questions

VIEWS = "views.sql"


def views_sql() -> str:
    """Return the release's `views.sql`, which opens its Parquet files in DuckDB when it is run in their folder."""
    from schemas.release import TABLES  # imports pandera, which asking a release needs not

    tables = [f"CREATE OR REPLACE VIEW {table} AS FROM read_parquet('{table}*.parquet');" for table in TABLES]
    head = "-- In the folder of this file: duckdb -init views.sql"
    return "\n".join([head, "", *tables, "", questions()])
