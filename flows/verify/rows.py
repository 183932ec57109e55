"""The rows of a release: each is read once, and all that is to be proved of it is proved then."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import pyarrow as pa

from flows.publish.database import connect
from flows.publish.manifest import Imprint
from flows.publish.releases import Release
from flows.verify.derived import NOTHING, Held, Sum, compare_rows, published_rows, summed
from flows.verify.other_schema import of_this_schema, prove_no_tables
from flows.verify.promises import Kept, check_promises, prove_promises
from flows.verify.proof import Proof, joined
from flows.verify.shards import Contents, Files, contents, read_shard, read_whole
from flows.verify.tables import Sound, check_tables, prove_tables
from schemas.release import SCHEMA_VERSION


class Shown(NamedTuple):
    """What was found out of the rows of some files."""

    problems: list[str]  # of the files themselves
    sound: list[Sound]
    kept: list[Kept]
    sums: Mapping[str, Sum]  # of the tables that could be read whole
    columns: Mapping[str, list[str]]  # of those


class Beside(NamedTuple):
    """What is the same for all shards."""

    folder: Path
    imprint: Imprint
    whole: Mapping[str, pa.Table]  # tables that are not divided by documents
    raw: Path | None
    renditions: Sequence[Path]  # folders in which these are kept
    connection: duckdb.DuckDBPyConnection


def verify_rows(
    release: Release,
    dataset: Path,
    raw: Path | None,
    damaged: frozenset[str],
    held: "Future[Held]",
    renditions: Sequence[Path] = (),
) -> Proof:
    """Prove what the files of a release say of their rows, and the rows of all else; damaged files are left out.

    `renditions` are the folders with the raw texts of files that are no text. `held` will be what stands in the
    dataset's DuckDB file.

    Shards are looked at side by side: nearly all of the work is Arrow's and DuckDB's, who leave the interpreter free.
    """
    found, listed = contents(release, damaged)
    if found is None:
        nothing = prove_promises([check_promises({}, None)], raw)
        return joined(listed, nothing, compare_rows(dataset, release, held.result(), {}, {}))
    with _database() as connection, ThreadPoolExecutor(pa.cpu_count()) as pool:
        problems: list[str] = []
        whole = read_whole(release.folder, found, problems)
        checked = [check_tables(whole)] if _is_known(found.imprint) else []
        first = Shown(problems, checked, [], published_rows(connection, whole), _columns(whole))
        beside = Beside(release.folder, found.imprint, whole, raw, renditions, connection)
        shards = list(pool.map(lambda shard, before: _shown(beside, shard, before), found.shards, found.rows_before()))
    sums = _whole_sums(found, first, shards)
    parts = [first, *shards]
    problems = [*listed.problems, *(problem for part in parts for problem in part.problems)]
    rows = sum(count for count, _ in sums.values())
    known = _is_known(found.imprint)
    schemas = "footers, Arrow schemas" if known else "footers"
    line = f"{len(sums)} tables, {rows} rows: {schemas}, numbers of rows and content hashes"
    columns = {name: names for part in parts for name, names in part.columns.items()}
    sound = [sound for part in parts for sound in part.sound]
    return joined(
        Proof((line,) if not problems else (), tuple(problems), listed.unproved),
        prove_tables(sound, sums) if known else prove_no_tables(found.imprint),
        prove_promises([kept for part in shards for kept in part.kept], raw),
        compare_rows(dataset, release, held.result(), sums, columns),
    )


def _shown(beside: Beside, shard: Files, before: Mapping[str, int]) -> Shown:
    """Return what is found out of a shard, before which so many rows of each table stand."""
    shown = Shown([], [], [], {}, {})
    known = _is_known(beside.imprint)
    with beside.connection.cursor() as connection:
        for tables in read_shard(beside.folder, shard, beside.imprint, shown.problems):
            rows = {name: count + before.get(name, 0) for name, (count, _) in shown.sums.items()}
            if known:
                shown.sound.append(check_tables(tables, beside.whole, {**before, **rows}))
            shown.kept.append(
                check_promises(tables if known else of_this_schema(tables), beside.raw, beside.renditions)
            )
            sums = published_rows(connection, tables)
            sums = {name: summed([sums[name], shown.sums.get(name, NOTHING)]) for name in sums}
            shown = shown._replace(sums=sums, columns=_columns(tables))
    return shown


def _is_known(imprint: Imprint) -> bool:
    """Tell whether the installed schemas are those of the release."""
    return imprint.schema == SCHEMA_VERSION


def _columns(tables: Mapping[str, pa.Table]) -> dict[str, list[str]]:
    return {name: rows.column_names for name, rows in tables.items()}


def _whole_sums(found: Contents, first: Shown, shards: Sequence[Shown]) -> dict[str, Sum]:
    """Return the sums of the tables that could be read whole, in the order of a release."""
    of = {name: shards if name in found.shards[0] else [first] for name in found.tables}
    return {
        name: summed(part.sums[name] for part in parts)
        for name, parts in of.items()
        if parts and all(name in part.sums for part in parts)
    }


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    with TemporaryDirectory() as spill, connect(Path(spill)) as connection:
        yield connection
