"""A release is the one that was cited, that its provenance is about, and that an allowed signer signed."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.attest import PROVENANCE, SIGNATURE, attestations
from flows.attest.provenance import materials
from flows.attest.signature import signed_by
from flows.publish.builds import BUILDS, read_builds
from flows.publish.checksums import SHA256SUMS
from flows.publish.manifest import read_manifest
from flows.publish.releases import DatasetError, Release
from flows.storage import reaching
from flows.verify.proof import Proof, joined


def verify_attested(published: Release, folder: Path, expect: str | None, signers: Path | None) -> Proof:
    """Prove what is known of a release from elsewhere than its own folder, which is at hand as `folder`.

    `expect` is the hash that it was cited with, `signers` the file with the allowed signers, if they are given.
    """
    try:
        content = (folder / SHA256SUMS).read_bytes()
    except OSError:
        return Proof()  # told by whoever proves the files
    here = published._replace(folder=folder)
    sha256 = hashlib.sha256(content).hexdigest()
    with reaching(published.folder):
        return joined(
            _expected(sha256, expect),
            Proof(problems=tuple(_contradicted(published))),
            _provenance(published, here),
            _signature(published, content, signers),
        )


def _expected(sha256: str, expect: str | None) -> Proof:
    if expect is None:
        return Proof()
    if sha256 == expect:
        return Proof((f"{SHA256SUMS}: has the SHA-256 that was expected",))
    return Proof(problems=(f"{SHA256SUMS}: its SHA-256 is {sha256}, expected was {expect}: this is not that release",))


def _contradicted(published: Release) -> Iterator[str]:
    try:
        builds = read_builds(published.folder.parent)
    except DatasetError as error:
        yield str(error)
        return
    recorded = dict.fromkeys(build.sha256 for build in builds if build.release == published.version)
    yield from (f"{BUILDS}: records {other} for {published.version}" for other in recorded if other != published.sha256)


def _provenance(published: Release, here: Release) -> Proof:
    try:
        content = (attestations(published) / PROVENANCE).read_bytes()
    except FileNotFoundError:
        return Proof()  # releases up to 1.0.1 have none
    try:
        told: Any = json.loads(content)
        subjects = [one["digest"]["sha256"] for one in told["subject"]]
        named = told["predicate"]["buildDefinition"]["resolvedDependencies"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Proof(problems=(f"{PROVENANCE}: is damaged",))
    if subjects != [published.sha256]:
        return Proof(problems=(f"{PROVENANCE}: is of another release",))
    try:
        wanted = list(materials(read_manifest(here)))
    except DatasetError:
        return Proof()
    missing = [one["name"] for one in wanted if one not in named]
    if missing:
        return Proof(problems=(f"{PROVENANCE}: names other raw files or libraries than the manifest: {missing[0]}",))
    return Proof((f"{PROVENANCE}: is of this release, and names its raw files and libraries",))


def _signature(published: Release, content: bytes, signers: Path | None) -> Proof:
    path = attestations(published) / SIGNATURE
    try:
        signature = path.read_bytes()
    except FileNotFoundError:
        if signers is None:
            return Proof()
        return Proof(problems=(f"{SIGNATURE}: is not there: nobody signed the release",))
    if signers is None:
        return Proof(unproved=(f"{SIGNATURE}: give the allowed signers with --signers",))
    signer, said = signed_by(content, signature, signers)
    if signer is None:
        return Proof(problems=(f"{SIGNATURE}: is of no allowed signer: {said}",))
    return Proof((f"{SIGNATURE}: {signer} signed the release ({said})",))
