"""Rows that a release keeps since their raw file was refused are those of the release that they were last made for."""

from pathlib import Path

import pyarrow as pa

from flows.publish.releases import DatasetError, Release
from flows.publish.stale import marks_of, prove_marks
from flows.storage import is_remote
from flows.verify.proof import Proof


def verify_kept(dataset: Path, release: Release) -> Proof:
    """Prove `documents.stale_since`; releases of a store, of which only one is at hand, are not compared."""
    try:
        if is_remote(dataset):
            kept = marks_of(release)
            why = "the release that they are kept from is in a store; copy the dataset to compare them"
            return Proof(unproved=(f"documents: {len(kept)} of kept rows: {why}",) if kept else ())
        marks = prove_marks(dataset, release)
    except (OSError, pa.ArrowException, DatasetError):
        return Proof()  # told by whoever proves the files
    proved = (f"kept rows of {len(marks.proved)} documents are those of the release before they were kept",)
    return Proof(proved if marks.proved else (), marks.problems, marks.unproved)
