"""The `changes` table: what became of each claim since the release before."""

from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from flows.publish.alignment import images, words_of
from flows.publish.database import connect, parquet_files
from flows.publish.versions import MARKS
from schemas.arrow import arrow_schema, settle, to_arrow
from schemas.keys import is_place

# Documents that lost and gained claims with another raw file, and the texts of their statements.
_REWRITTEN = """
WITH rewritten AS (
    SELECT document_id FROM documents_before AS b JOIN documents_now AS n USING (document_id)
    WHERE b.source_sha256 <> n.source_sha256
      AND document_id IN (SELECT document_id FROM claims_before ANTI JOIN claims_now USING (claim_id))
      AND document_id IN (SELECT document_id FROM claims_now ANTI JOIN claims_before USING (claim_id))
)
SELECT document_id, b.texts, n.texts
FROM (SELECT document_id, list(text ORDER BY statement_index) AS texts FROM statements_before
      WHERE document_id IN (FROM rewritten) GROUP BY ALL) AS b
JOIN (SELECT document_id, list(text ORDER BY statement_index) AS texts FROM statements_now
      WHERE document_id IN (FROM rewritten) GROUP BY ALL) AS n USING (document_id)
ORDER BY document_id
"""


def coding_columns() -> tuple[str, ...]:
    """Return the columns of `claims` that say what a claim is.

    A paragraph put in before it moves it, which is no change.
    """
    beside = {"claim_id", "document_id", *MARKS["claims"]}
    return tuple(name for name in arrow_schema("claims").names if name not in beside and not is_place(name))


def no_changes() -> pa.Table:
    """Return the table of a first release."""
    return settle("changes", to_arrow("changes", {name: [] for name in arrow_schema("changes").names}))


def changes_since(before: Path, tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return the `changes` table from the release in the folder `before` to these documents, statements and claims.

    `superseded_by` holds, for a removed claim, the added claims that stand in its place: on some of the same
    characters of the same raw file; where the raw file is another, on words that an alignment of the two texts puts
    in the place of its words. It is NULL where no claim does, and where a text is not published.
    """
    with TemporaryDirectory() as spill, connect(Path(spill)) as connection:
        for name in ("documents", "statements", "claims"):
            files = parquet_files(sorted(before.glob(f"{name}*.parquet")))
            connection.execute(f"CREATE VIEW {name}_before AS FROM {files}")
            connection.register(f"{name}_now", tables[name])
        there = {row[0] for row in connection.execute("SELECT column_name FROM (DESCRIBE claims_before)").fetchall()}
        compared = [name for name in coding_columns() if name in there]
        rows = connection.sql(_sql(compared)).to_arrow_table()
        columns = {name: rows[name].to_pylist() for name in rows.column_names}
        followed = _followed(connection)
    columns["superseded_by"] = [
        same or followed.get(claim_id)
        for claim_id, same in zip(columns["claim_id"], columns["superseded_by"], strict=True)
    ]
    return settle("changes", to_arrow("changes", columns))


def _followed(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the added claims in place of each removed one, of documents with another raw file, in reading order."""
    followed: dict[str, list[str]] = {}
    for document_id, texts_before, texts_now in connection.execute(_REWRITTEN).fetchall():
        if None in (*texts_before, *texts_now):
            continue
        before, now = words_of("\n\n".join(texts_before)), words_of("\n\n".join(texts_now))
        places = images(before, now)
        added = {
            number: claim_id
            for claim_id, start, end in _claims_only_in(connection, "now", "before", document_id, texts_now)
            for number in now.within(start, end)
        }
        for claim_id, start, end in _claims_only_in(connection, "before", "now", document_id, texts_before):
            numbers = sorted({number for word in before.within(start, end) for number in places[word]})
            if found := list(dict.fromkeys(added[number] for number in numbers if number in added)):
                followed[claim_id] = found
    return followed


def _claims_only_in(
    connection: duckdb.DuckDBPyConnection, one: str, other: str, document_id: str, texts: list[str]
) -> Iterator[tuple[str, int, int]]:
    """Claims of a document that the other release has not, in reading order, with their range in the joined texts."""
    firsts = [0, *accumulate(len(text) + 2 for text in texts)]
    sql = f"""
    SELECT claim_id, statement_index, char_start, char_end FROM claims_{one} AS c
    WHERE document_id = ? AND NOT EXISTS (FROM claims_{other} AS o WHERE o.claim_id = c.claim_id)
    ORDER BY statement_index, claim_index
    """
    for claim_id, statement, start, end in connection.execute(sql, [document_id]).fetchall():
        yield claim_id, firsts[statement - 1] + start, firsts[statement - 1] + end


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
