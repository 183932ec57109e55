"""What every schema module is written with: the column types, `column()`, and the model that all tables share.

Offsets are 0-based, half-open and count Unicode code points everywhere.
"""

from collections.abc import Mapping
from functools import reduce
from typing import Annotated, Any

import narwhals.stable.v1 as nw
import pandera.pyarrow as pa
import pyarrow
import pyarrow.compute as pc

Code = nw.Categorical  # one of the values listed with the column; an Arrow dictionary
Offset = nw.Int32  # code points
Count = nw.Int32
Points = nw.Float64  # 1/72 inch, to a tenth
Bytes = nw.Int64
Day = nw.Date
Texts = Annotated[nw.List, nw.String()]


def column(
    description: str,
    *,
    key: bool = False,
    nullable: bool = False,
    words: bool = False,
    unit: str | None = None,
    allowed: Mapping[str, str] | None = None,
    references: str | None = None,
    pattern: str | None = None,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Any:
    """Return a column's whole definition.

    `key`: identifies the row alone. `words`: holds the document's own words, so it is NULL where a sidecar says
    `redistribute = false`. `allowed`: value -> meaning. `references`: "table.column" of the key it points to.
    `pattern`: what the whole value must look like.
    """
    checks: dict[str, Any] = {}
    if pattern is not None:
        checks["str_matches"] = f"^(?:{pattern})$"
    if at_least is not None:
        checks["ge"] = at_least
    if at_most is not None:
        checks["le"] = at_most
    if allowed is not None:
        checks["isin"] = list(allowed)
    return pa.Field(
        unique=key,
        nullable=nullable or words,
        description=description,
        metadata={
            "key": key,
            "words": words,
            "unit": unit,
            "allowed": dict(allowed) if allowed else None,
            "references": references,
            "pattern": pattern,
            "at_least": at_least,
            "at_most": at_most,
        },
        **checks,
    )


class Table(pa.DataFrameModel):
    """The checks that hold for every table: exactly these columns in this order, and ranges that run forward."""

    @pa.dataframe_check(name="ranges_run_forward", native=True)
    def ranges_run_forward(cls, data: pa.PyArrowData) -> pyarrow.ChunkedArray:
        """Every NAME_start is smaller than its NAME_end, and both are there or neither is."""
        table = data.table
        masks = [pyarrow.chunked_array([pyarrow.repeat(True, table.num_rows)])]
        for name in table.column_names:
            end = name.removesuffix("_start") + "_end"
            if name.endswith("_start") and end in table.column_names and name != "date_start":
                both_missing = pc.and_(pc.is_null(table[name]), pc.is_null(table[end]))
                masks.append(pc.or_(both_missing, pc.fill_null(pc.less(table[name], table[end]), False)))
        return reduce(pc.and_, masks)

    class Config:
        """Nothing beside the columns, in their order."""

        strict = True
        ordered = True
