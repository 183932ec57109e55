"""The `changes` table: what became of each claim since the release before."""

from pathlib import Path

import duckdb
import pyarrow as pa

from schemas.arrow import arrow_schema, settle, to_arrow

# Where a claim stands is no change of it: a paragraph put in before it moves it.
_PLACES = ("statement_id", "paragraph_id", "sentence_id")
_ENDINGS = ("_index", "_start", "_end")


def coding_columns() -> tuple[str, ...]:
    """The columns of `claims` that say what a claim is, not where it stands."""
    return tuple(
        name
        for name in arrow_schema("claims").names
        if name not in {"claim_id", "document_id", *_PLACES} and not name.endswith(_ENDINGS)
    )


def no_changes() -> pa.Table:
    """The table of a first release."""
    return settle("changes", to_arrow("changes", {name: [] for name in arrow_schema("changes").names}))


def changes_since(before: Path, documents: pa.Table, claims: pa.Table) -> pa.Table:
    """The `changes` table from the release in the folder `before` to these documents and claims.

    `superseded_by` holds, for a removed claim, the added claims that stand on some of the same characters of the
    same raw file; it is NULL where the raw file is another, since places in it cannot be compared.
    """
    with duckdb.connect() as connection:
        for name in ("documents", "claims"):
            files = str(before / f"{name}*.parquet").replace("'", "''")
            connection.execute(f"CREATE VIEW {name}_before AS FROM read_parquet('{files}')")
        connection.register("documents_now", documents)
        connection.register("claims_now", claims)
        there = {row[0] for row in connection.execute("SELECT column_name FROM (DESCRIBE claims_before)").fetchall()}
        compared = [name for name in coding_columns() if name in there]
        rows = connection.sql(_sql(compared)).to_arrow_table()
    return settle("changes", to_arrow("changes", {name: rows[name].to_pylist() for name in rows.column_names}))


def _sql(compared: list[str]) -> str:
    differing = ", ".join(f"CASE WHEN b.{name} IS DISTINCT FROM n.{name} THEN '{name}' END" for name in compared)
    return f"""
    WITH compared AS (
        SELECT coalesce(n.claim_id, b.claim_id) AS claim_id,
               coalesce(n.document_id, b.document_id) AS document_id,
               coalesce(n.raw_start, b.raw_start) AS raw_start,
               coalesce(n.raw_end, b.raw_end) AS raw_end,
               CASE WHEN b.claim_id IS NULL THEN 'added' WHEN n.claim_id IS NULL THEN 'removed'
                    ELSE 'changed' END AS change,
               CASE WHEN b.claim_id IS NOT NULL AND n.claim_id IS NOT NULL
                    THEN list_filter([{differing}], lambda name: name IS NOT NULL) END AS columns_changed
        FROM claims_before b FULL JOIN claims_now n ON b.claim_id = n.claim_id
    ),
    differing AS (FROM compared WHERE columns_changed IS NULL OR len(columns_changed) > 0),
    successors AS (
        SELECT r.claim_id, list(a.claim_id ORDER BY a.raw_start, a.claim_id) AS superseded_by
        FROM differing r
        JOIN differing a ON a.document_id = r.document_id AND a.raw_start < r.raw_end AND r.raw_start < a.raw_end
        JOIN documents_before b ON b.document_id = r.document_id
        JOIN documents_now n ON n.document_id = r.document_id AND n.source_sha256 = b.source_sha256
        WHERE r.change = 'removed' AND a.change = 'added'
        GROUP BY r.claim_id
    )
    SELECT change, claim_id, superseded_by, document_id, columns_changed
    FROM differing LEFT JOIN successors USING (claim_id)
    ORDER BY document_id, claim_id
    """
