"""`rapporteur.duckdb`: the tables of the latest release in one file. Derived: its bytes differ on every run."""

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from flows.publish.releases import Release

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "rapporteur.duckdb"

log = logging.getLogger("rapporteur")


class Step(NamedTuple):
    """What led from one release to the next."""

    before: Release
    documents: frozenset[str]  # ids of those of which a row may differ, whichever of the two has them


def stamp(release: Release) -> str:
    """Return what the comment of each table ends with, which tells the release that the file holds."""
    return f"Release {release.version} (SHA-256 of its SHA256SUMS: {release.sha256})."


def is_current(dataset: Path, release: Release) -> bool:
    """Whether the file holds that release, in all of its tables."""
    stamped = _stamped(dataset, release)
    return bool(stamped) and all(stamped)


def is_partly_current(dataset: Path, release: Release) -> bool:
    """Whether the file says of one of its tables that it is of that release."""
    return any(_stamped(dataset, release))


def _stamped(dataset: Path, release: Release) -> list[bool]:
    """Tell of each table of the file whether it is of that release; of none where it cannot be read."""
    if not (dataset / NAME).is_file():
        return []
    try:
        with duckdb.connect(str(dataset / NAME), read_only=True) as connection:
            comments = connection.execute("SELECT comment FROM duckdb_tables()").fetchall()
    except duckdb.Error:
        return []  # damaged, or of another storage version
    return [str(comment).endswith(stamp(release)) for (comment,) in comments]


@contextmanager
def filled_meanwhile(staging: Path, rows: "Callable[[str], Iterable[pa.Table]]") -> Iterator[Future[None]]:
    """Fill the file beside what the block does, in a thread; `refresh` takes it once the release is listed.

    `rows` gives those of a table by its name. Where the block raises, the thread ends without finishing.
    """
    from flows.publish.duckdb_tables import write_unstamped

    given_up = threading.Event()

    def unless_given_up(table: str) -> "Iterator[pa.Table]":
        for piece in rows(table):
            if given_up.is_set():
                raise InterruptedError
            yield piece

    with ThreadPoolExecutor(1) as pool:
        filled = pool.submit(write_unstamped, staging / NAME, unless_given_up)
        try:
            yield filled
        except BaseException:
            given_up.set()
            raise


def refresh(
    dataset: Path, release: Release, staging: Path, step: Step | None = None, filled: Future[None] | None = None
) -> None:
    """Put the release's tables in the place of the file that stands; only what `step` names where that is known.

    `filled` is what `filled_meanwhile` gave, of the same release. Where that fails, as on a full disk, it is only said:
    the release is published all the same, and the next run makes the file.
    """
    # imports pandera, which telling needs not
    from flows.publish.duckdb_tables import bring_up_to_date, put_stamp, write_duckdb

    try:
        if filled:
            filled.result()
            put_stamp(staging / NAME, stamp(release))
        elif step and is_current(dataset, step.before):
            shutil.copyfile(dataset / NAME, staging / NAME)
            bring_up_to_date(staging / NAME, release, stamp(step.before), stamp(release), step.documents)
        else:
            write_duckdb(staging / NAME, release, stamp(release))
        os.replace(staging / NAME, dataset / NAME)  # noqa: PTH105  (the kill tests reach it as os.replace)
    except (OSError, duckdb.Error) as error:
        reason = f"{dataset / NAME}: cannot be written: {' '.join(str(error).split())}"
        log.warning("%s; release %s stands, run again to make the file", reason, release.version)
