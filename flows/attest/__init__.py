"""What stands beside a release and says where it comes from: none of it is part of the release, or of its hash.

Each release has a folder `attestations/VERSION/` beside it: `provenance.json` (in-toto statement with SLSA provenance
v1), `sbom.cdx.json` (CycloneDX, made from the lock) and, once somebody signed it, `SHA256SUMS.sig` (SSH signature).
"""

from pathlib import Path

from flows.attest.provenance import provenance
from flows.attest.sbom import sbom
from flows.publish.manifest import read_manifest
from flows.publish.releases import Release
from flows.publish.unlisted import ATTESTATIONS

PROVENANCE, SBOM, SIGNATURE = "provenance.json", "sbom.cdx.json", "SHA256SUMS.sig"

__all__ = ["PROVENANCE", "SBOM", "SIGNATURE", "attestations", "write_attestations"]


def attestations(release: Release) -> Path:
    """Return the folder of what is said about a release."""
    return release.folder.parent / ATTESTATIONS / release.version


def write_attestations(folder: Path, release: Release) -> None:
    """Write provenance and bill of materials of a release that this process made into a new folder."""
    folder.mkdir(parents=True)
    (folder / PROVENANCE).write_bytes(provenance(release, read_manifest(release)))
    if (bill := sbom()) is not None:
        (folder / SBOM).write_bytes(bill)
