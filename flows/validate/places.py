"""Where characters of the statements' texts lie in the raw files, for all rows of a table at once."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.records import Statement
from flows.validate.texts import rank


class Runs(NamedTuple):
    """The runs of all paragraphs' offset maps, as of one text: the statements, one character between them.

    The columns are those of `OffsetMap`; a run's place in `clean` counts from the first statement's first character.
    """

    firsts: pa.Array  # where each statement's text begins
    clean: pa.Array
    raw: pa.Array
    width: pa.Array


def runs_of(statements: Sequence[Statement]) -> Runs:
    """Return the runs of statements, whatever documents they belong to."""
    firsts = [0, *accumulate(len(statement.text) + 1 for statement in statements)]
    begins = [
        first + paragraph.start
        for first, statement in zip(firsts, statements, strict=False)
        for paragraph in statement.paragraphs
    ]
    maps = [paragraph.block.offsets for statement in statements for paragraph in statement.paragraphs]
    paragraph, _ = parts_of([len(offsets.clean) for offsets in maps])
    clean, raw, width = (_chained([one[place] for one in maps], len(paragraph)) for place in range(3))
    return Runs(pa.array(firsts, pa.int64()), pc.add(pa.array(begins, pa.int64()).take(paragraph), clean), raw, width)


def parts_of(counts: Sequence[int]) -> tuple[pa.Array, pa.Array]:
    """Of parts that follow each other, so many of each whole: the number of its whole, from 0; its place in it, from 1.

    Both are columns with a row for each part.
    """
    bounds = pa.array(accumulate(counts, initial=0), pa.int32())
    parts = pa.arange(0, bounds[-1].as_py())
    whole = pc.list_parent_indices(pa.ListArray.from_arrays(bounds, parts))
    return whole, pc.subtract(pc.add(parts, 1), bounds.take(whole)).cast(pa.int32())


def raw_starts(runs: Runs, statements: pa.Array, starts: pa.Array) -> pa.Array:
    """Raw offset of each first character; rows name their statement by its number, from 0."""
    run, beyond = _in_run(runs, pc.add(runs.firsts.take(statements), starts))
    within = pc.if_else(pc.equal(runs.width.take(run), 0), beyond, 0)
    return pc.add(runs.raw.take(run), within).cast(pa.int32())


def raw_ends(runs: Runs, statements: pa.Array, ends: pa.Array) -> pa.Array:
    """Raw offset just behind each last character, where `ends` are those in the statements' texts, exclusive."""
    run, beyond = _in_run(runs, pc.subtract(pc.add(runs.firsts.take(statements), ends), 1))
    width = runs.width.take(run)
    return pc.add(runs.raw.take(run), pc.if_else(pc.equal(width, 0), pc.add(beyond, 1), width)).cast(pa.int32())


def _in_run(runs: Runs, characters: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return the number of the run that holds each character, and its distance from the run's first."""
    run = pc.subtract(rank(runs.clean, characters, "right"), 1)
    run = pc.max_element_wise(run, 0)  # a character before the first run is in a broken row, which is refused later
    return run, pc.subtract(characters, runs.clean.take(run))


def _chained(values: Iterable[Sequence[int]], count: int) -> pa.Array:
    return pa.array(np.fromiter(chain.from_iterable(values), np.int64, count))
