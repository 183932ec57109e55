"""What a release was made from: raw files, and the fingerprint of code, rules, schema and libraries."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flows.publish.manifest import read_manifest
from flows.publish.releases import DatasetError, latest
from flows.records import Refusal, Stock

# Refusals that say nothing of the file itself: the next run tries again.
PASSING = ("unreadable", "changed_while_reading")


def raw_files(stock: Stock, refusals: Iterable[Refusal]) -> list[dict[str, Any]]:
    """Each raw file of a run, by path: bytes, hashes, and why it stands in quarantine where it does.

    `refusals` are those of the whole run, the stock's among them.
    """
    reasons: dict[str, list[str]] = {}
    for refusal in sorted(refusals, key=lambda one: (one.source_path, one.stage, one.code, one.message)):
        reasons.setdefault(refusal.source_path, []).append(_reason(refusal))
    entries = [
        {
            "path": source.source_path,
            "bytes": source.size,
            "sha256": source.sha256,
            "sidecar_sha256": source.sidecar_sha256,
            "corrections_sha256": source.corrections_sha256,
            "quarantine": reasons.get(source.source_path),
        }
        for source in stock.sources
    ]
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
    return sizes == there and made_from(manifest, stock, fingerprint)


def made_from(manifest: Mapping[str, Any], stock: Stock, fingerprint: Mapping[str, str]) -> bool:
    """Whether a run on this stock would read the same as the run that wrote the manifest."""
    recorded = {entry["path"]: entry for entry in manifest["raw"]}
    expected = {entry["path"]: entry for entry in raw_files(stock, stock.refusals)}
    return (
        manifest["fingerprint"] == dict(fingerprint)
        and recorded.keys() == expected.keys()
        and all(_same(recorded[path], expected[path]) for path in expected)
    )


def _same(recorded: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    if expected["quarantine"] is not None:
        return recorded == expected
    # a later step may have refused it: the same bytes would be refused again, unless the reason passes
    passing = any(reason.startswith(f"{code}:") for reason in recorded["quarantine"] or () for code in PASSING)
    return not passing and {**recorded, "quarantine": None} == expected


def _reason(refusal: Refusal) -> str:
    return f"{refusal.code}: {refusal.message}"
