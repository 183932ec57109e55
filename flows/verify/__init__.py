"""Proof that a release is intact, sound, and true to the raw files, without the code that made its rows.

`verify` reads as the list of what is proved: `files.py`: no byte is missing, surplus or changed; `described.py`: files
are what the manifest, their footers and the schemas say; `tables.py`: rows are what the schemas say; `promises.py`:
every row reads as its raw text, and no raw text is lost; `kept.py`: rows that are kept are those that were;
`derived.py`: `rapporteur.duckdb` holds the same rows;
`attested.py`: it is the release that was cited, and that somebody signed. Rows are read once, some documents at a time
(`shards.py`), and all that is to be proved of them is proved then. `replay.py` alone, where it is asked for, runs the
code that made the rows.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from flows.measure import GOLD
from flows.publish.releases import find
from flows.storage.download import at_hand
from flows.verify.attested import verify_attested
from flows.verify.derived import held_rows
from flows.verify.files import verify_files
from flows.verify.proof import joined

__all__ = ["Report", "verify"]


class Report(NamedTuple):
    """What became of a release's claims of itself; each entry is one line."""

    version: str
    proved: tuple[str, ...]
    problems: tuple[str, ...]  # file, place, what is wrong
    unproved: tuple[str, ...]  # what could not be tried, and why


def verify(
    dataset: Path,
    version: str | None = None,
    raw: Path | None = None,
    *,
    expect: str | None = None,
    signers: Path | None = None,
    replay: bool = False,
    gold: Path = GOLD,
) -> Report:
    """Prove the release of that version, the latest where None; `raw` is the folder with the raw files, if at hand.

    `expect` is the hash that it was cited with, `signers` a file with those who are allowed to sign it. `replay`: run
    the pipeline over the raw files again, and compare every row; `gold` is for that as for a run.

    Raises NoReleaseError where there is no such release, DatasetError where the list of releases is damaged.
    """
    published = find(dataset, version)
    with at_hand(published.folder) as folder, ThreadPoolExecutor() as pool:
        release = published._replace(folder=folder)
        # hashing and DuckDB leave the interpreter to the next line, which imports the schemas: that takes as long
        checked = pool.submit(verify_files, release)
        held = pool.submit(held_rows, folder.parent, release)
        from flows.intake.renditions import folders_of
        from flows.verify.kept import verify_kept
        from flows.verify.rows import verify_rows

        damaged, files = checked.result()
        rows = verify_rows(release, folder.parent, raw, damaged, held, folders_of(dataset))
        proofs = [files, rows, verify_kept(dataset, release), verify_attested(published, folder, expect, signers)]
        if replay and raw is not None:
            from flows.verify.replay import verify_replay

            proofs.append(verify_replay(dataset, release, raw, gold))
    return Report(release.version, *joined(*proofs))
