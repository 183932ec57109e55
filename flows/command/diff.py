"""`rapporteur diff`: what differs between two releases."""

import json as encoder
import sys
from pathlib import Path

from flows.command.options import DATASET, Dataset, Json

SAME, DIFFERENT, ERROR = 0, 1, 2  # as diff(1) has them


def diff(before: str, after: str, *, dataset: Dataset = DATASET, json: Json = False) -> int:
    """Compare two releases, given by version or folder: counts, then rows; exit code 0 same, 1 different, 2 error."""
    import duckdb

    from flows.compare import compare
    from flows.compare.report import as_json, as_lines
    from flows.errors import RapporteurError
    from flows.storage.download import at_hand

    try:
        with at_hand(_folder(before, dataset)) as one, at_hand(_folder(after, dataset)) as other:
            difference = compare(one, other)
    except (RapporteurError, duckdb.Error, OSError) as error:  # 1 is taken
        sys.stderr.write(f"rapporteur: {' '.join(str(error).split())}\n")
        return ERROR
    if json:
        sys.stdout.write(encoder.dumps(as_json(difference, before, after), ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in as_lines(difference, before, after))
    return DIFFERENT if difference.columns or difference.rows else SAME


def _folder(release: str, dataset: Path) -> Path:
    """Return the folder of a release: of that version, else the folder itself."""
    from flows.publish.releases import find
    from flows.publish.versions import VERSION
    from flows.storage import place

    return find(dataset, release).folder if VERSION.fullmatch(release) else place(release)
