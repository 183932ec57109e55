"""What a run published, as tables in the server's UI."""

from pathlib import Path
from typing import Any

import duckdb
from prefect.artifacts import create_table_artifact
from slugify import slugify

from flows.publish import Outcome
from flows.sql import open_tables

SHOWN = 500
"""Rows of a table at most: the server keeps them in its database."""

_CHANGES = "SELECT claim_id, change, document_id, array_to_string(superseded_by, ', ') AS superseded_by FROM changes"
_QUARANTINE = "SELECT source_path, stage, code, message FROM quarantine"


def tell(outcome: Outcome, dataset: Path) -> None:
    """Make artifacts of a release that was just published: its tables, its changes, its quarantine; else none."""
    if outcome.status != "published":
        return
    where = slugify(str(dataset))
    title = f"Release {outcome.version} in {dataset}"
    create_table_artifact(
        key=f"published-{where}",
        table=[{"table": name, "rows": rows} for name, rows in outcome.rows.items()],
        description=f"{title}. `rapporteur cite {outcome.version} --dataset {dataset}` gives its reference and hash.",
    )
    with open_tables(dataset, outcome.version) as tables:
        for key, sql, name, advice in (
            (
                "changes",
                _CHANGES,
                "claims that are not as they were",
                f"`rapporteur show CLAIM_ID --dataset {dataset}`",
            ),
            (
                "quarantine",
                _QUARANTINE,
                "files and rows refused",
                "Mend the file or its sidecar; the next run reads it",
            ),
        ):
            rows = outcome.rows[key]
            shown = f", the first {SHOWN} of them" if rows > SHOWN else ""
            create_table_artifact(
                key=f"{key}-{where}",
                table=_rows(tables, f"{sql} LIMIT {SHOWN}"),
                description=f"{title}: {rows} {name}{shown}. {advice}.",
            )


def _rows(tables: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found = tables.execute(sql)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
