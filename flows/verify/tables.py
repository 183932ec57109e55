"""The rows of a release pass the checks of the schemas, stand in their order, and keys and references hold.

What a table repeats of another is looked at in `repeated.py`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from flows.publish.parquet import ORDER
from flows.validate.checks import REPEATED, Finding, dangling_references, findings
from flows.validate.texts import buffer_of, words
from flows.verify.proof import Proof
from flows.verify.repeated import disagreements
from schemas.keys import document_tables, key_columns, references


class Sound(NamedTuple):
    """What is wrong with some rows, a line each; () where nothing is."""

    unsound: tuple[str, ...]  # checks and order
    broken: tuple[str, ...]  # keys and references
    first: str = ""  # the ids of the first and the last document
    last: str = ""
    unlike: tuple[str, ...] = ()  # what is repeated otherwise

    @property
    def problems(self) -> tuple[str, ...]:
        """All of it."""
        return self.unsound + self.broken + self.unlike


def check_tables(
    tables: Mapping[str, pa.Table],
    beside: Mapping[str, pa.Table] | None = None,
    before: Mapping[str, int] | None = None,
) -> Sound:
    """Return what is wrong with the rows of some documents, or with tables that are not divided by documents.

    Keys and references that hold among the rows of some documents hold in the release, as each key begins with the id
    of its document. `beside` are tables that they may refer to; `before` counts the rows before them.
    """
    firsts = before or {}
    found = [_counted_from(finding, firsts) for name, rows in tables.items() for finding in findings(name, rows)]
    unsound = [str(finding) for finding in found if finding.rule != REPEATED]
    unsound += [line for name, rows in tables.items() for line in _disordered(name, rows, firsts.get(name, 0))]
    broken = [finding for finding in found if finding.rule == REPEATED]
    broken += dangling_references({**(beside or {}), **tables})
    broken += [finding for name in tables if name in document_tables() for finding in _astray(name, tables[name])]
    unlike = [_counted_from(finding, firsts) for finding in disagreements({**(beside or {}), **tables})]
    first = last = ""
    if "documents" in tables and (ids := tables["documents"]["document_id"]):
        first, last = ids[0].as_py(), ids[-1].as_py()
    return Sound(tuple(unsound), tuple(map(str, broken)), first, last, tuple(map(str, unlike)))


def _counted_from(finding: Finding, firsts: Mapping[str, int]) -> Finding:
    """Return the finding with rows as they are counted in the release."""
    first = firsts.get(finding.table, 0)
    return finding._replace(rows=finding.rows and tuple(row + first for row in finding.rows))


def prove_tables(parts: Iterable[Sound], tables: Collection[str]) -> Proof:
    """Return what the checks came to, of all rows of a release, part by part in their order.

    These tables were read whole.
    """
    parts = tuple(parts)
    unsound = [line for part in parts for line in part.unsound]
    for before, after in pairwise(part for part in parts if part.first):
        if before.last >= after.first:
            unsound.append(f"documents: {after.first} does not stand behind {before.last}")
    broken = tuple(dict.fromkeys(line for part in parts for line in part.broken))
    proved = []
    if tables and not unsound:
        proved.append(f"{len(tables)} tables pass every check of their schemas and are in order")
    if tables and not broken:
        keys = sum(bool(key_columns(name)) for name in tables)
        linked = sum({one.table, one.target_table} <= set(tables) for one in references())
        proved.append(f"{keys} keys are unique, {linked} references lead to a row")
    unlike = tuple(dict.fromkeys(line for part in parts for line in part.unlike))
    if tables and not unlike:
        proved.append("ids, counts, topics, entities and facts are the same wherever tables repeat them")
    return Proof(tuple(proved), (*unsound, *broken, *unlike))


def _astray(table: str, rows: pa.Table) -> Iterator[Finding]:
    """Yield the first key that does not begin with its document's id and a full stop."""
    key, *others = key_columns(table)
    if others or key == "document_id":
        return
    keys, documents = rows[key].combine_chunks(), rows["document_id"].combine_chunks()
    end = pc.cumulative_sum(pc.binary_length(keys).cast(pa.int64()))
    start = pc.subtract(end, pc.binary_length(keys))
    prefix = pc.min_element_wise(pc.add(pc.add(start, pc.binary_length(documents)), 1), end)
    right = pc.equal(words(buffer_of(keys), start, prefix), pc.binary_join_element_wise(documents, ".", ""))
    place = pc.index(pc.fill_null(right, False), False).as_py()
    if place >= 0:
        yield Finding(table, key, "does not begin with its document's id", None, repr(keys[place].as_py()))


def _disordered(table: str, rows: pa.Table, first: int) -> Iterator[str]:
    """Yield the first row that does not stand behind the one before it, by the columns that the table is sorted by."""
    order = ORDER.get(table, ())
    if not order or rows.num_rows < 2:
        return
    wrong: Any = pc.equal(rows[order[0]].slice(1), None)  # all NULL: nothing decided yet
    wrong = pc.fill_null(wrong, False)
    for name in reversed(order):
        values = rows[name].cast(pa.string()) if pa.types.is_dictionary(rows[name].type) else rows[name]
        before, after = values.slice(0, len(values) - 1), values.slice(1)
        wrong = pc.or_(pc.greater(before, after), pc.and_(pc.equal(before, after), wrong))
    place = pc.index(wrong, True).as_py()
    if place >= 0:
        yield f"{table}: row {first + place + 1} does not stand in the order of {', '.join(order)}"
