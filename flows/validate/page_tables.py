"""Pages and boxes, column by column."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pyarrow as pa

from flows.records import Boxes, RawDocument
from flows.validate.spoken import Columns


def page_columns(raws: Sequence[RawDocument]) -> Columns:
    """One row for each page."""
    pages = [(raw.document_id, number, page) for raw in raws for number, page in enumerate(raw.pages, 1)]
    filled = [page.start < page.end for _, _, page in pages]
    return {
        "document_id": [document_id for document_id, _, _ in pages],
        "page": [number for _, number, _ in pages],
        "raw_start": [page.start if some else None for some, (_, _, page) in zip(filled, pages, strict=True)],
        "raw_end": [page.end if some else None for some, (_, _, page) in zip(filled, pages, strict=True)],
        **{
            name: [getattr(page, name) for _, _, page in pages]
            for name in ("width", "height", "rotation", "text_source", "confidence")
        },
    }


def box_columns(raws: Sequence[RawDocument]) -> Columns:
    """One row for each word that has a place on a page."""
    placed = [(raw.document_id, raw.boxes) for raw in raws if raw.boxes is not None]
    counts = [len(boxes.page) for _, boxes in placed]
    owners = np.repeat(np.arange(len(placed), dtype=np.int32), counts)
    ids = pa.array([document_id for document_id, _ in placed], pa.string())
    names = {"start": "raw_start", "end": "raw_end"}
    return {
        "document_id": ids.take(pa.array(owners)),
        **{
            names.get(name, name): pa.array(chain.from_iterable(getattr(boxes, name) for _, boxes in placed), kind)
            for name, kind in zip(Boxes._fields, [pa.int32()] * 4 + [pa.float64()] * 4, strict=True)
        },
    }
