"""Which rows of a table differ between two releases, as SQL for DuckDB.

Rows of a table with a key are the same row where their keys are: `changed` where a value differs, `moved` where only
their place does. Rows of a table without a key are compared whole. `changes` is left out: it is itself a difference, of
each release to the one before it. The order of rows and the division into files count for nothing.
"""

from collections.abc import Iterable, Sequence

from schemas.keys import is_place, key_columns
from schemas.release import TABLES

COMPARED = tuple(table for table in TABLES if table != "changes")
KINDS = ("added", "removed", "changed", "moved")


def differing_rows(table: str, columns: Sequence[str]) -> str:
    """Return a query over the views TABLE_before and TABLE_after, of the columns that both have.

    Each row that differs is `change`, one of KINDS; `row`, its key as JSON, or the whole row where the table has no
    key; and `differing`, a list of {name, before, after} with the values as JSON where it changed or moved, else NULL.
    """
    keys = [name for name in key_columns(table) if name in columns]
    return _by_key(table, keys, [name for name in columns if name not in keys]) if keys else _whole(table, columns)


def _by_key(table: str, keys: Sequence[str], others: Sequence[str]) -> str:
    values = ", ".join(
        f"""CASE WHEN b.{name} IS DISTINCT FROM a.{name} THEN
        {{'name': '{name}', 'before': coalesce(to_json(b.{name}), 'null'),
         'after': coalesce(to_json(a.{name}), 'null')}} END"""
        for name in others
    )
    key = ", ".join(f"'{name}': coalesce(a.{name}, b.{name})" for name in keys)
    return f"""
    SELECT * FROM (
        SELECT CASE WHEN b.{keys[0]} IS NULL THEN 'added' WHEN a.{keys[0]} IS NULL THEN 'removed'
               WHEN {_differ(name for name in others if not is_place(name))} THEN 'changed'
               WHEN {_differ(name for name in others if is_place(name))} THEN 'moved' END AS change,
               to_json({{{key}}}) AS row,
               CASE WHEN change IN ('changed', 'moved')
               THEN list_filter([{values}], lambda value: value IS NOT NULL) END AS differing
        FROM {table}_before AS b FULL JOIN {table}_after AS a USING ({", ".join(keys)})
    ) WHERE change IS NOT NULL
    """


def _whole(table: str, columns: Sequence[str]) -> str:
    row = ", ".join(f"'{name}': {name}" for name in columns)
    rows = {side: f"SELECT to_json({{{row}}}) AS row FROM {table}_{side}" for side in ("before", "after")}
    return f"""
    SELECT 'removed' AS change, row, NULL AS differing FROM ({rows["before"]} EXCEPT ALL {rows["after"]})
    UNION ALL SELECT 'added', row, NULL FROM ({rows["after"]} EXCEPT ALL {rows["before"]})
    """


def _differ(columns: Iterable[str]) -> str:
    return " OR ".join([f"b.{name} IS DISTINCT FROM a.{name}" for name in columns] or ["false"])
