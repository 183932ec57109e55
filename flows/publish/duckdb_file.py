"""`rapporteur.duckdb`: the tables of the latest release in one file. Derived: its bytes differ on every run."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import duckdb

from flows.publish.releases import DatasetError, Release

NAME = "rapporteur.duckdb"


class Step(NamedTuple):
    """What led from one release to the next."""

    before: Release
    documents: frozenset[str]  # ids of those of which a row may differ, whichever of the two has them


def stamp(release: Release) -> str:
    """What the comment of each table ends with, which tells the release that the file holds."""
    return f"Release {release.version} (SHA-256 of its SHA256SUMS: {release.sha256})."


def is_current(dataset: Path, release: Release) -> bool:
    """Whether the file holds that release."""
    if not (dataset / NAME).is_file():
        return False
    try:
        with duckdb.connect(str(dataset / NAME), read_only=True) as connection:
            comments = connection.execute("SELECT comment FROM duckdb_tables()").fetchall()
    except duckdb.Error:
        return False  # damaged, or of another storage version
    return bool(comments) and all(str(comment).endswith(stamp(release)) for (comment,) in comments)


def refresh(dataset: Path, release: Release, staging: Path, step: Step | None = None) -> None:
    """Put the release's tables in the place of the file that stands; only what `step` names where that is known.

    Raises DatasetError where that fails; the release itself stands all the same.
    """
    from flows.publish.duckdb_tables import bring_up_to_date, write_duckdb  # imports pandera, which telling needs not

    try:
        if step and is_current(dataset, step.before):
            shutil.copyfile(dataset / NAME, staging / NAME)
            bring_up_to_date(staging / NAME, release, stamp(step.before), stamp(release), step.documents)
        else:
            write_duckdb(staging / NAME, release, stamp(release))
        os.replace(staging / NAME, dataset / NAME)  # noqa: PTH105  (the kill tests reach it as os.replace)
    except (OSError, duckdb.Error) as error:
        reason = f"{dataset / NAME}: cannot be written: {' '.join(str(error).split())}"
        raise DatasetError(f"{reason}; release {release.version} stands, run again to make the file") from None
