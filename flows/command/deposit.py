"""`rapporteur deposit`: a release with all that belongs to it, as repositories take it."""

import json as encoder
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.command.options import DATASET, RAW, Dataset, Json, Raw


def deposit(
    release: str | None = None,
    *,
    bag: Annotated[Path, Parameter(help="New or empty folder that becomes a BagIt bag (RFC 8493).")],
    raw: Raw = RAW,
    dataset: Dataset = DATASET,
    json: Json = False,
) -> int:
    """Write a release (the latest if none is given), its raw files, attestations and code as a BagIt bag."""
    from flows.deposit import deposit as put

    done = put(dataset, release, raw, bag)
    if json:
        sys.stdout.write(encoder.dumps(done._asdict(), ensure_ascii=False) + "\n")
        return 0
    for line in done.left_out:
        sys.stderr.write(f"rapporteur: left out: {line}\n")
    sys.stdout.write(f"{bag}: {done.version}, {done.files} files\n")
    return 0
