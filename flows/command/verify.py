"""`rapporteur verify`: proof that a release is intact and true to the raw files."""

import json as encoder
import sys

from flows.command.options import DATASET, RAW, Dataset, Json, Raw
from flows.errors import DONE, FAILED
from flows.lean import without_pandas


def verify(release: str | None = None, *, raw: Raw = RAW, dataset: Dataset = DATASET, json: Json = False) -> int:
    """Prove checksums, schema, keys, and that every row reads as its raw text; without the code that made the rows."""
    with without_pandas():
        from flows.verify import verify as prove

        report = prove(dataset, release, raw)
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
