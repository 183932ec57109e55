"""One row per file or row that was refused."""

from schemas.table import Code, Offset, Table, column
from schemas.vocabulary import QUARANTINE_CODE, STAGE


class Quarantine(Table):
    """What did not become data, and why; it never stops the others and never disappears."""

    source_path: str = column("Path of the raw file relative to the raw root.")
    source_sha256: str = column(
        "SHA-256 of the raw file's bytes; NULL where it could not be read.", nullable=True, pattern="[0-9a-f]{64}"
    )
    stage: Code = column("Step that refused it.", allowed=STAGE)
    code: Code = column("Stable name of the reason.", allowed=QUARANTINE_CODE)
    message: str = column("Place, reason, and what to do.")
    raw_start: Offset = column("Start in the decoded raw file.", nullable=True, unit="code points", at_least=0)
    raw_end: Offset = column("End in the decoded raw file, exclusive.", nullable=True, unit="code points")
