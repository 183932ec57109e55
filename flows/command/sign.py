"""`rapporteur sign`: a signature over a release, beside it."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.command.options import DATASET, Dataset


def sign(
    release: str | None = None,
    *,
    key: Annotated[Path, Parameter(help="SSH private key, or the public key of one that an agent holds.")],
    dataset: Dataset = DATASET,
) -> int:
    """Sign a release's SHA256SUMS (the latest if none is given) with an SSH key; `verify --signers` checks it."""
    from flows.attest import SIGNATURE, attestations
    from flows.attest.signature import sign as signature_of
    from flows.publish.checksums import SHA256SUMS, damaged_list, mismatches, read_checksums
    from flows.publish.releases import DatasetError, find
    from flows.storage import reaching
    from flows.storage.download import at_hand

    found = find(dataset, release)
    with at_hand(found.folder) as folder:
        damaged = damaged_list(folder, found.sha256)
        if damaged or (wrong := mismatches(folder, read_checksums(folder))):
            what = damaged or ", ".join(f"{path} ({problem})" for path, problem in wrong)
            raise DatasetError(f"{found.folder}: not as it was published: {what}; it is not signed")
        signature = signature_of((folder / SHA256SUMS).read_bytes(), key)
    with reaching(dataset):
        attestations(found).mkdir(parents=True, exist_ok=True)
        (attestations(found) / SIGNATURE).write_bytes(signature)
    sys.stdout.write(f"signed {found.version}: {attestations(found) / SIGNATURE}\n")
    return 0
