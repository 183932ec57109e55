"""Every file of a release is watched: a flipped bit, a missing file, one too many, a manifest that lies."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.publish.releases import find
from flows.verify.files import verify_files
from schemas.release import TABLES
from tests.publish.forging import flip, rehash


@pytest.mark.parametrize("place", [0, 0.01, 0.3, 0.6, 0.99, 1])
def test_a_flipped_bit_in_any_file_is_found_and_that_file_alone_named(dataset: Path, place: float) -> None:
    release = find(dataset)
    files = sorted(release.folder.iterdir())
    assert len(files) > len(TABLES)
    for path in files:
        before = path.read_bytes()
        flip(path, place)
        _, proof = verify_files(release)
        assert [line.split(": changed")[0] for line in proof.problems] == [path.name]
        assert proof.proved == ()
        path.write_bytes(before)
    assert verify_files(release)[1].problems == ()


def test_a_missing_and_a_surplus_file_are_named(dataset: Path) -> None:
    (dataset / "0.1.0" / "edits.parquet").rename(dataset / "0.1.0" / "edits-old.parquet")
    damaged, proof = verify_files(find(dataset))
    assert proof.problems == ("edits.parquet: missing", "edits-old.parquet: not of the release")
    assert damaged == {"edits.parquet", "edits-old.parquet"}


def test_a_release_without_its_checksums_is_told(dataset: Path) -> None:
    (dataset / "0.1.0" / "SHA256SUMS").unlink()
    assert verify_files(find(dataset))[1].problems == ("SHA256SUMS: missing",)


def test_two_damaged_lists_are_told_and_no_other_file_is_blamed(dataset: Path) -> None:
    for name in ("SHA256SUMS", "manifest.json"):
        (dataset / "0.1.0" / name).write_text("{")
    assert [line.split(":")[0] for line in verify_files(find(dataset))[1].problems] == ["SHA256SUMS"]


def test_a_manifest_that_contradicts_the_other_lists_is_told(dataset: Path) -> None:
    path = dataset / "0.1.0" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"] = [file for file in manifest["files"] if file["path"] != "topics.parquet"]
    path.write_text(json.dumps({**manifest, "date": "1900-01-01"}))
    rehash(dataset, "0.1.0")
    assert verify_files(find(dataset))[1].problems == (
        "manifest.json: date is '1900-01-01', in releases.json '2012-10-05'",
        "topics.parquet: stands in only one of manifest.json and SHA256SUMS",
    )


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (Path.mkdir, "a folder"),
        (lambda path: path.symlink_to("claims.parquet"), "a link"),
        (lambda path: path.symlink_to("nowhere"), "a link"),
        (os.mkfifo, "not a file"),
    ],
    ids=["empty folder", "link", "dangling link", "pipe"],
)
def test_what_is_no_file_is_told_and_not_waited_for(dataset: Path, make: Callable, what: str) -> None:
    make(dataset / "0.1.0" / "more")
    assert verify_files(find(dataset))[1].problems == (f"more: {what}, and no release holds one",)


def test_a_link_in_the_place_of_a_file_is_told_though_the_bytes_are_the_same(dataset: Path, tmp_path: Path) -> None:
    path = dataset / "0.1.0" / "claims.parquet"
    path.rename(tmp_path / "elsewhere.parquet")
    path.symlink_to(tmp_path / "elsewhere.parquet")
    damaged, proof = verify_files(find(dataset))
    assert proof.problems == ("claims.parquet: a link, and no release holds one",)
    assert damaged == {"claims.parquet"}
