"""Views and macros for the questions that people ask of a release; `questions.sql` has them."""

from pathlib import Path

import duckdb


def questions() -> str:
    """Return the SQL that makes the views and macros beside a release's tables."""
    return Path(__file__).with_name("questions.sql").read_text(encoding="utf-8")


def create_views(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Create the views and macros over the tables of a release; return the names of those that it cannot have.

    An early release lacks columns or tables of today; what asks for them is left out.
    """
    missing = []
    for statement in duckdb.extract_statements(questions()):
        try:
            connection.execute(statement)
        except (duckdb.CatalogException, duckdb.BinderException):
            words = statement.query.split()
            if "CREATE" in words:
                kind = words.index("VIEW" if "VIEW" in words[:20] else "MACRO")
                missing.append(words[kind + 1].split("(")[0])
    return tuple(missing)
