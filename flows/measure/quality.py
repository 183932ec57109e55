"""The table `quality`, from the claims of a release and the reference annotation of some of its documents."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.measure.comparison import Compared, compare
from flows.measure.figures import figures
from flows.measure.reference import Reference
from flows.measure.unseen import unseen_rows
from flows.records import RawDocument
from schemas.arrow import arrow_schema, to_arrow

log = logging.getLogger("rapporteur")


def quality_table(reference: Reference, raws: Sequence[RawDocument], claims: Sequence[pa.Table]) -> pa.Table:
    """Return the figures of the documents in `raws`, apart for those that the rules were written on and those that not.

    `claims` are the release's, in any number of pieces. Behind them stand the figures on unseen text.
    """
    compared = dict(compare_documents(reference, raws, claims))
    rows: list[dict[str, Any]] = []
    for in_sample in (True, False, None):
        group = [found for name, found in sorted(compared.items()) if reference.in_sample[name] is in_sample]
        if group:
            about = {
                "in_sample": in_sample,
                "n_documents": len(group),
                "n_reference": sum(len(found.reference) for found in group),
                "n_release": sum(len(found.release) for found in group),
                "alpha": None,  # needs the readers' annotations before they were made one
                "readers": reference.readers,
                "adjudication": reference.adjudication,
                "gold_sha256": reference.sha256,
            }
            rows += ({**figure._asdict(), "f1_low": None, "f1_high": None, **about} for figure in figures(group))
    rows += unseen_rows()
    return to_arrow("quality", {name: [row[name] for row in rows] for name in arrow_schema("quality").names})


def compare_documents(
    reference: Reference, raws: Sequence[RawDocument], claims: Sequence[pa.Table]
) -> Iterator[tuple[str, Compared]]:
    """Each document that can be compared, by id; one whose words are not published cannot."""
    rows = _claims_of([raw.document_id for raw in raws], claims)
    for raw in raws:
        ours = rows[raw.document_id]
        if any(row["text"] is None for row in ours):
            log.warning(
                "%s: has a reference annotation, but its words are not published: not measured", raw.source_path
            )
            continue
        theirs = reference.claims[raw.document_id]
        found = compare(raw.text, theirs, ours)
        if missing := len(theirs) - len(found.reference):
            log.warning("%s: %d reference claims do not stand in the raw file: left out", raw.source_path, missing)
        yield raw.document_id, found


def _claims_of(document_ids: Sequence[str], claims: Sequence[pa.Table]) -> Mapping[str, list[dict[str, Any]]]:
    wanted = pa.array(document_ids, pa.string())
    rows: dict[str, list[dict[str, Any]]] = {document_id: [] for document_id in document_ids}
    for piece in claims:
        for row in piece.filter(pc.is_in(piece["document_id"], value_set=wanted)).to_pylist():
            rows[row["document_id"]].append(row)
    return rows
