"""For whoever follows a dataset: an Atom feed of its releases, a Parquet file of all changes, and SQL over all of them.

They are beside `releases.json`, and derived from the releases: `releases.atom` has an entry for each release;
`releases.sql` opens every public release in one DuckDB, each in a schema of its own;
`changes.parquet` the rows of every release's table `changes`, with the version that they came with and its place in the
list, so that `WHERE release_number > …` is what changed since a version. Rows of releases whose folder is no longer
here are kept from the file before.
"""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.publish.feed import ATOM, CHANGES, SIDE_BY_SIDE, atom, is_told
from flows.publish.manifest import read_manifest, rows_of
from flows.publish.releases import DatasetError, Release, listed
from flows.publish.versions import is_public
from schemas.arrow import arrow_schema

_OF_RELEASE = [
    pa.field("version", pa.string(), nullable=False),
    pa.field("release_number", pa.int32(), nullable=False),
    pa.field("date", pa.string(), nullable=False),
]


def tell_news(dataset: Path, staging: Path) -> None:
    """Bring the files up to date with the list of releases; raise DatasetError where that fails."""
    releases = listed(dataset)
    if not releases or is_told(dataset, releases):
        return
    try:
        # the feed last: it says up to which release the other one goes
        _write_changes(dataset, releases, staging)
        (staging / SIDE_BY_SIDE).write_bytes(side_by_side(releases).encode())
        os.replace(staging / SIDE_BY_SIDE, dataset / SIDE_BY_SIDE)  # noqa: PTH105  (the kill tests reach it as os.replace)
        (staging / ATOM).write_bytes(atom(dataset, releases))
        os.replace(staging / ATOM, dataset / ATOM)  # noqa: PTH105  (the kill tests reach it as os.replace)
    except OSError as error:
        reason = f"{dataset}: {ATOM}, {CHANGES} and {SIDE_BY_SIDE} cannot be written: {error.strerror}"
        raise DatasetError(f"{reason}; the releases stand, run again to make them") from None


def side_by_side(releases: tuple[Release, ...]) -> str:
    """Return SQL that opens the public releases that are here, where it is run in the dataset's folder.

    Each is a schema of its own: `v2_0_0.claims`. Where none is public yet, all that are here are opened.
    """
    here = [release for release in releases if release.withdrawn is None and release.folder.is_dir()]
    opened = [release for release in here if is_public(release.version)] or here
    lines = ["-- In the folder of this file: duckdb -init releases.sql"]
    for release in opened:
        schema = f"v{release.version.replace('.', '_')}"
        lines += ["", f"CREATE SCHEMA IF NOT EXISTS {schema};"]
        lines += [
            f"CREATE OR REPLACE VIEW {schema}.{table} AS FROM read_parquet('{release.version}/{table}*.parquet');"
            for table in rows_of(read_manifest(release))
        ]
    return "\n".join(lines) + "\n"


def _write_changes(dataset: Path, releases: tuple[Release, ...], staging: Path) -> None:
    schema = pa.schema([*_OF_RELEASE, *arrow_schema("changes").remove_metadata()])
    before = pq.read_table(dataset / CHANGES, schema=schema) if (dataset / CHANGES).is_file() else None
    with pq.ParquetWriter(staging / CHANGES, schema, compression="zstd") as writer:
        for number, release in enumerate(releases, 1):
            if files := sorted(release.folder.glob("changes*.parquet")):
                rows = pa.concat_tables(map(pq.read_table, files))
                of_release = (release.version, pa.scalar(number, pa.int32()), release.date)
                told = [pa.repeat(value, len(rows)) for value in of_release]
                rows = pa.table([*told, *rows.columns], names=schema.names).cast(schema)
            elif before is not None:
                rows = before.filter(pc.equal(before["version"], release.version))
            else:
                continue
            writer.write_table(rows)
    os.replace(staging / CHANGES, dataset / CHANGES)  # noqa: PTH105  (as above)
