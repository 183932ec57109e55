"""One row per item of a source that was asked for."""

from schemas.sources import MOMENT
from schemas.table import Bytes, Code, Count, Table, Texts, column
from schemas.vocabulary import FETCH_OUTCOME


class Fetches(Table):
    """What was fetched, what could not be had, and why: of each item the last outcome that changed what is held.

    Requests that changed nothing are in `fetches.jsonl` beside the raw files.
    """

    source: str = column("The source.", references="sources.source")
    item: str = column("What identifies the item within its source; its link where nothing else is declared.")
    url: str = column("Address under which the source offers it.")
    final_url: str = column("Address that answered, after redirects.", nullable=True)
    at: str = column("When it was requested, UTC.", pattern=MOMENT)
    status: Count = column("HTTP status; NULL where no answer came, or none was asked for.", nullable=True)
    etag: str = column("What the server names this version of it.", nullable=True)
    bytes: Bytes = column("Size of the body.", nullable=True, unit="bytes", at_least=0)
    sha256: str = column("SHA-256 of the body.", nullable=True, pattern="[0-9a-f]{64}")
    outcome: Code = column("What came of it.", allowed=FETCH_OUTCOME)
    message: str = column("Reason in words, where it is not held.", nullable=True)
    source_path: str = column("Raw file that holds it, as in `documents.source_path`.", nullable=True)
    supersedes: Texts = column("Raw files that hold its earlier revisions, oldest first; NULL of none.", nullable=True)

    class Config:
        """An item has one row."""

        unique = ["source", "item"]  # noqa: RUF012
