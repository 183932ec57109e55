"""Keys and references between the tables, made from the models."""

from functools import cache
from typing import NamedTuple

from schemas.release import TABLES

_PLACES = ("statement_id", "paragraph_id", "sentence_id")
_PLACE_ENDINGS = ("_index", "_start", "_end")


class Reference(NamedTuple):
    """A column whose values (or whose list's values) stand in a key column of another table."""

    table: str
    column: str
    target_table: str
    target_column: str
    is_list: bool


@cache
def key_columns(table: str) -> tuple[str, ...]:
    """Return the columns that together identify a row; empty where rows may repeat."""
    schema = TABLES[table].to_schema()
    single = tuple(name for name, column in schema.columns.items() if column.metadata["key"])
    return single or tuple(schema.unique or ())


@cache
def references() -> tuple[Reference, ...]:
    """All references of a release, in the order of the tables."""
    return tuple(
        Reference(table, name, *_target(column.metadata["references"]), str(column.dtype).startswith("List"))
        for table, model in TABLES.items()
        for name, column in model.to_schema().columns.items()
        if column.metadata["references"]
    )


@cache
def document_tables() -> tuple[str, ...]:
    """Return the tables whose rows each belong to a document, in the order of a release; `document_id` names it."""
    owned = {"documents", *(one.table for one in references() if one.target_table == "documents")}
    return tuple(table for table in TABLES if table in owned)


@cache
def word_columns(table: str) -> tuple[str, ...]:
    """Return the columns that hold a document's own words, NULL where it may not be redistributed."""
    return tuple(n for n, column in TABLES[table].to_schema().columns.items() if column.metadata["words"])


def is_place(column: str) -> bool:
    """Whether a column says where a row stands: in the raw file, in the statement's text, or among its neighbours."""
    return column in _PLACES or (column.endswith(_PLACE_ENDINGS) and not column.startswith("date_"))


def _target(reference: str) -> tuple[str, str]:
    table, _, column = reference.partition(".")
    return table, column
