"""Proof that a release is intact, sound, and true to the raw files, without the code that made its rows.

`verify` reads as the list of what is proved: `files.py`: no byte is missing, surplus or changed; `tables.py`: rows are
what the schemas and the manifest say; `promises.py`: every row reads as its raw text, and no raw text is lost;
`derived.py`: `rapporteur.duckdb` holds the same rows.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from flows.publish.releases import find
from flows.storage.download import at_hand
from flows.verify.derived import verify_duckdb
from flows.verify.files import verify_files
from flows.verify.promises import verify_promises
from flows.verify.proof import joined
from flows.verify.tables import read_tables, verify_tables

__all__ = ["Report", "verify"]


class Report(NamedTuple):
    """What became of a release's claims of itself; each entry is one line."""

    version: str
    proved: tuple[str, ...]
    problems: tuple[str, ...]  # file, place, what is wrong
    unproved: tuple[str, ...]  # what could not be tried, and why


def verify(dataset: Path, version: str | None = None, raw: Path | None = None) -> Report:
    """Prove the release of that version, the latest where None; `raw` is the folder with the raw files, if at hand.

    Raises NoReleaseError where there is no such release, DatasetError where the list of releases is damaged.
    """
    published = find(dataset, version)
    with at_hand(published.folder) as folder:
        release = published._replace(folder=folder)
        damaged, files = verify_files(release)
        tables, reading = read_tables(release, damaged)
        with ThreadPoolExecutor() as pool:  # Arrow and DuckDB leave the interpreter to the promises while they work
            sound = pool.submit(verify_tables, tables)
            derived = pool.submit(verify_duckdb, folder.parent, release, tables)
            promises = verify_promises(tables, raw)
            proof = joined(files, reading, sound.result(), promises, derived.result())
    return Report(release.version, *proof)
