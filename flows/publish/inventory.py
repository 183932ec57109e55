"""What a release was made from: raw files, and the fingerprint of code, rules, schema and libraries.

Other code whose build gave the same rows counts as that which made the release (`builds.py`).
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from flows.publish.builds import builds_of
from flows.publish.manifest import read_manifest
from flows.publish.releases import DatasetError, Release, latest
from flows.records import Refusal, Source, Stock

# Refusals that say nothing of the file itself: the next run tries again.
PASSING = ("unreadable", "changed_while_reading")
# Refusals of files that `--ocr` may read.
FOR_OCR = ("no_text_layer", "undecodable_text")


class Unchanged(NamedTuple):
    """How a raw folder differs from what the latest release was made from."""

    documents: frozenset[str]  # ids of those whose rows can be taken from the release
    added: int  # files
    changed: int  # files, or what stands beside them; and those that were refused
    removed: int  # files

    def __str__(self) -> str:
        """In one line."""
        counted = f"{self.added:,} files added, {self.changed:,} changed, {self.removed:,} removed"
        return f"{counted}; {len(self.documents):,} carried over"


def raw_files(stock: Stock, refusals: Iterable[Refusal]) -> list[dict[str, Any]]:
    """Each raw file of a run, by path: bytes, hashes, and why it stands in quarantine where it does.

    `refusals` are those of the whole run, the stock's among them.
    """
    reasons: dict[str, list[str]] = {}
    for refusal in sorted(refusals, key=lambda one: (one.source_path, one.stage, one.code, one.message)):
        reasons.setdefault(refusal.source_path, []).append(_reason(refusal))
    entries = [{**entry_of(source), "quarantine": reasons.get(source.source_path)} for source in stock.sources]
    entries += [
        {
            "path": refusal.source_path,
            "bytes": None,
            "sha256": refusal.source_sha256,
            "sidecar_sha256": None,
            "corrections_sha256": None,
            "quarantine": reasons[refusal.source_path],
        }
        for refusal in stock.refusals
    ]
    return sorted(entries, key=lambda entry: str(entry["path"]))


def nothing_new(dataset: Path, stock: Stock, fingerprint: Mapping[str, str]) -> bool:
    """Whether the latest release stands whole, as far as its sizes tell, and was made from exactly this."""
    release = latest(dataset)
    if release is None:
        return False
    try:
        manifest = read_manifest(release)
    except DatasetError:
        return False
    sizes = {file["path"]: file["bytes"] for file in manifest["files"]}
    there = {path: (release.folder / path).stat().st_size for path in sizes if (release.folder / path).is_file()}
    return (
        sizes == there and dict(fingerprint) in fingerprints(dataset, release, manifest) and made_from(manifest, stock)
    )


def wants_ocr(dataset: Path) -> bool:
    """Return whether the latest release refused files that OCR may read."""
    refused = [reason for entry in _manifest(dataset)["raw"] for reason in entry["quarantine"] or ()]
    return any(reason.startswith(f"{code}:") for reason in refused for code in FOR_OCR)


def published_paths(dataset: Path) -> dict[str, str]:
    """Return the raw file's path of each document of the latest release, by id; {} where that cannot be read.

    A run on a damaged release ends before it publishes anything.
    """
    release = latest(dataset)
    if release is None:
        return {}
    try:
        files = read_manifest(release)["files"]
    except DatasetError:
        return {}
    import pyarrow as pa  # takes a while, and most runs find nothing new
    import pyarrow.parquet as pq

    paths: dict[str, str] = {}
    for file in files:
        if file.get("table") == "documents":
            try:
                with (release.folder / file["path"]).open("rb") as content:
                    rows = pq.read_table(content, columns=["document_id", "source_path"])
            except (OSError, pa.ArrowException):
                return {}
            paths |= dict(zip(rows["document_id"].to_pylist(), rows["source_path"].to_pylist(), strict=True))
    return paths


def fingerprints(dataset: Path, release: Release, manifest: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """Return the fingerprints of all that is known to make the rows of a release, that of its manifest first."""
    return [manifest["fingerprint"], *(build.fingerprint for build in builds_of(dataset, release))]


def made_from(manifest: Mapping[str, Any], stock: Stock) -> bool:
    """Return whether a run on this stock would read the same as the run that wrote the manifest."""
    recorded = {entry["path"]: entry for entry in manifest["raw"]}
    expected = {entry["path"]: entry for entry in raw_files(stock, stock.refusals)}
    return recorded.keys() == expected.keys() and all(_same(recorded[path], expected[path]) for path in expected)


def made_alike(dataset: Path, fingerprint: Mapping[str, str]) -> bool:
    """Return whether code, rules, schema and libraries are known to make the rows of the latest release."""
    release = latest(dataset)
    if release is None:
        return False
    known = fingerprints(dataset, release, _manifest(dataset))
    return deciding(fingerprint) in map(deciding, known)


def unchanged_files(dataset: Path, stock: Stock, fingerprint: Mapping[str, str]) -> Unchanged:
    """Return what of the stock a run need not work on again: its rows stand in the latest release.

    None where code, rules, schema or a library that decides rows are not those that the release was made by. A file
    that the release has in quarantine is worked on again.
    """
    manifest = _manifest(dataset)
    recorded = {entry["path"]: entry for entry in manifest["raw"]}
    paths = {source.source_path for source in stock.sources} | {refusal.source_path for refusal in stock.refusals}
    same = [source for source in stock.sources if recorded.get(source.source_path) == entry_of(source)]
    added, removed = len(paths - recorded.keys()), len(recorded.keys() - paths)
    changed = len(paths) - added - len(same)
    if not made_alike(dataset, fingerprint):
        same = []
    return Unchanged(frozenset(source.document_id for source in same), added, changed, removed)


def _manifest(dataset: Path) -> Mapping[str, Any]:
    """Return the manifest of the latest release; an empty one where there is none that can be read."""
    release = latest(dataset)
    try:
        return read_manifest(release) if release else {"raw": [], "fingerprint": {}}
    except DatasetError:
        return {"raw": [], "fingerprint": {}}


def entry_of(source: Source) -> dict[str, Any]:
    """Return what a manifest says of a raw file that became a document."""
    return {
        "path": source.source_path,
        "bytes": source.size,
        "sha256": source.sha256,
        "sidecar_sha256": source.sidecar_sha256,
        "corrections_sha256": source.corrections_sha256,
        "quarantine": None,
    }


def deciding(fingerprint: Mapping[str, str]) -> dict[str, str]:
    """Return what of a fingerprint decides the rows of documents.

    By the reference annotation they are only measured, by `dataset.toml` and the codebook only described; views look at
    them.
    """
    beside = ("gold", "dataset.toml", "views", "codebook")
    return {name: value for name, value in fingerprint.items() if name not in beside}


def _same(recorded: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    if expected["quarantine"] is not None:
        return recorded == expected
    # a later step may have refused it: the same bytes would be refused again, unless the reason passes
    passing = any(reason.startswith(f"{code}:") for reason in recorded["quarantine"] or () for code in PASSING)
    return not passing and {**recorded, "quarantine": None} == expected


def _reason(refusal: Refusal) -> str:
    return f"{refusal.code}: {refusal.message}"
