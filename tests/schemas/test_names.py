"""Names of tables and columns need no quotes, in whatever they are used."""

import sqlite3

import pytest

from schemas.arrow import arrow_schema
from schemas.release import TABLES

# https://stat.ethz.ch/R-manual/R-devel/library/base/html/Reserved.html
R = frozenset(
    [
        "if",
        "else",
        "repeat",
        "while",
        "function",
        "for",
        "next",
        "break",
        "TRUE",
        "FALSE",
        "NULL",
        "Inf",
        "NaN",
        "NA",
        "in",
    ]
)
# [U] 11.3 Naming conventions
STATA = frozenset(["byte", "double", "float", "if", "in", "int", "long", "using", "with", "strL"])
STATA_LENGTH = 32
NAMES = sorted({*TABLES, *(name for table in TABLES for name in arrow_schema(table).names)})


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_in_sql_r_and_stata(name: str) -> None:
    """DuckDB's own reserved words are in tests/schemas/test_one_home.py; another engine here has others."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"CREATE TABLE {name} ({name} INTEGER)")
        assert connection.execute(f"SELECT {name}.{name} AS {name} FROM {name} ORDER BY {name}").fetchall() == []
    assert name.isascii()
    assert name.isidentifier()
    assert name[0].isalpha()  # R has none that begin with "_"
    assert name not in R | STATA
    assert len(name) <= STATA_LENGTH
    assert not (name.startswith("str") and name[3:].isdigit())
