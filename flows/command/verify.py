"""`rapporteur verify`: proof that a release is intact and true to the raw files."""

import json as encoder
import re
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.command.options import DATASET, RAW, Dataset, Gold, Json, Raw
from flows.errors import DONE, FAILED, UsageError
from flows.lean import without_pandas
from flows.measure import GOLD


def verify(
    release: str | None = None,
    *,
    raw: Raw = RAW,
    dataset: Dataset = DATASET,
    expect: Annotated[
        str | None, Parameter(help="The SHA-256 that the release was cited with, as `rapporteur cite` prints it.")
    ] = None,
    signers: Annotated[
        Path | None, Parameter(help="Allowed signers (ssh-keygen(1)), one of whom must have signed the release.")
    ] = None,
    replay: Annotated[
        bool, Parameter(negative=(), help="Run the pipeline over the raw files again, and compare every row.")
    ] = False,
    gold: Gold = GOLD,
    json: Json = False,
) -> int:
    """Prove checksums, schema, keys, and that every row reads as its raw text; without the code that made the rows."""
    if expect is not None and not re.fullmatch("[0-9a-f]{64}", expect := expect.strip().lower()):
        raise UsageError(f"--expect {expect}: is no SHA-256; give the 64 digits that `rapporteur cite` prints")
    with without_pandas():
        from flows.verify import verify as prove

        report = prove(dataset, release, raw, expect=expect, signers=signers, replay=replay, gold=gold)
    if json:
        sys.stdout.write(encoder.dumps(report._asdict(), ensure_ascii=False) + "\n")
    else:
        lines = [
            *(f"proved    {line}" for line in report.proved),
            *(f"unproved  {line}" for line in report.unproved),
            *(f"PROBLEM   {line}" for line in report.problems),
        ]
        sys.stdout.write("\n".join(lines) + "\n")
    return FAILED if report.problems else DONE
