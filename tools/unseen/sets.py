"""Annotated excerpts as folders raw/ and gold/, as `flows/measure/reference.py` reads them."""

from collections.abc import Iterator
from pathlib import Path

from flows.intake import read_batch, take_stock
from flows.measure.comparison import Compared, align, reference_units
from flows.measure.reference import read_reference
from tools.unseen.texts import Measured, code_texts


def measured_set(folder: Path) -> Iterator[Measured]:
    """Yield each annotated document of a set, compared with what the pipeline makes of it."""
    stock = take_stock(folder / "raw", 0)
    reference = read_reference(folder / "gold", stock)
    coded = code_texts(folder / "raw")
    for document in read_batch(folder / "raw", stock.sources).documents:
        if (claims := reference.claims.get(document.document_id)) is not None:
            ours = coded[document.source_sha256]
            theirs = tuple(reference_units(claims, ours.letters))
            yield Measured(Compared(theirs, ours.units, tuple(align(theirs, ours.units))), ours.claims)
