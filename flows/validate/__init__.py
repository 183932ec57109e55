"""Step 6: coded documents become tables, and every check of the schemas and both promises must hold.

A row that breaks a check takes its document into quarantine, so that the keys of the rest hold. A table that is
wrong as a whole, or a broken key, stops the release.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from flows.errors import REFUSED, RapporteurError
from flows.records import CodedDocument, Refusal
from flows.validate.checks import Finding, broken_keys, dangling_references, findings
from flows.validate.promises import broken_promises
from flows.validate.tables import document_tables, quarantine_table, vocabulary_tables
from schemas.arrow import settle

__all__ = [
    "ReleaseRefusedError",
    "quarantine_table",
    "refuse_broken",
    "validate",
    "vocabulary_tables",
]


class ReleaseRefusedError(RapporteurError):
    """Tables that may not be published: every finding, one a line."""

    exit_code = REFUSED

    def __init__(self, found: Iterable[Finding]) -> None:
        """`found` is all that is wrong."""
        self.findings = tuple(found)
        super().__init__("\n".join(map(str, self.findings)))

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Finding, ...]]]:
        """As it comes from a worker."""
        return type(self), (self.findings,)


def validate(documents: Sequence[CodedDocument]) -> tuple[dict[str, pa.Table], tuple[Refusal, ...]]:
    """Return the documents' tables, checked, and a refusal for each check that a document broke.

    Raises ReleaseRefusedError where a table is wrong as a whole or keys are broken.
    """
    tables = document_tables(documents)
    found = [finding for name, table in tables.items() for finding in findings(name, table)]
    if whole := [finding for finding in found if finding.rows is None]:
        raise ReleaseRefusedError(whole)
    reasons = {owner: ("schema_check", str(part)) for finding in found for owner, part in _by_document(tables, finding)}
    raws = [document.segmented.clean.document for document in documents]
    for document_id, problem in broken_promises(tables, {raw.document_id: raw.text for raw in raws}):
        reasons.setdefault(document_id, ("broken_promise", problem.message))
    refusals = tuple(
        Refusal(raw.source_path, raw.source_sha256, "validate", *reasons[raw.document_id])
        for raw in raws
        if raw.document_id in reasons
    )
    kept = {name: settle(name, _without(table, reasons)) for name, table in tables.items()}
    if broken := list(dangling_references(kept)):  # what keys repeat was found above
        raise ReleaseRefusedError(broken)
    return kept, refusals


def refuse_broken(tables: Mapping[str, pa.Table]) -> None:
    """Raise ReleaseRefusedError where a key repeats, or a reference between the given tables leads nowhere."""
    if broken := list(broken_keys(tables)):
        raise ReleaseRefusedError(broken)


def _by_document(tables: Mapping[str, pa.Table], finding: Finding) -> Iterator[tuple[str, Finding]]:
    """Yield the finding for each document that it is about, with rows counted from the document's first."""
    documents = tables[finding.table]["document_id"]
    rows: dict[str, list[int]] = {}
    for row in finding.rows or ():
        rows.setdefault(documents[row].as_py(), []).append(row)
    for document_id, places in rows.items():
        first = pc.index(documents, document_id).as_py()
        column = tables[finding.table][finding.column] if finding.column != "*" else None
        example = repr(column[places[0]].as_py()) if column is not None else ""
        yield document_id, finding._replace(rows=tuple(place - first for place in places), example=example)


def _without(table: pa.Table, document_ids: Iterable[str]) -> pa.Table:
    refused = pa.array(sorted(document_ids), pa.string())
    return table.filter(pc.invert(pc.is_in(table["document_id"], value_set=refused))) if len(refused) else table
