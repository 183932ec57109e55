"""Renditions that a run made are kept beside the releases, before one is listed that was made from them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from flows.intake.renditions import FOLDER, WITHHELD, folders_of, kept_files
from flows.publish.assembly import Assembly
from flows.publish.durable import sync
from flows.publish.parts import read_parts
from flows.publish.releases import Release

_OF_RENDITION = ("document_id", "rendition_sha256", "extractor")


def keep_renditions(dataset: Path, staging: Path, parts: Sequence[Path]) -> None:
    """Move the renditions of the parts' documents from the staging folder to where they are kept.

    A file that is there already is left: its name says what it holds.
    """
    public, private = folders_of(dataset)
    for source, target in ((staging / FOLDER, public), (staging / FOLDER / WITHHELD, private)):
        if not source.is_dir():
            continue
        target.mkdir(parents=True, exist_ok=True)
        for rendition, of in _made(parts):
            for name in kept_files(rendition, of):
                if (source / name).is_file():
                    sync(source / name)
                    (source / name).replace(target / name)
        sync(target)


def known_renditions(release: Release | None) -> dict[str, str]:
    """Return the hash of each raw file of which a release has a rendition, with that of the rendition."""
    known: dict[str, str] = {}
    for path in sorted(release.folder.glob("documents*.parquet")) if release else ():
        if "rendition_sha256" in pq.read_schema(path).names:
            rows = pq.read_table(path, columns=["source_sha256", "rendition_sha256"])
            rows = rows.filter(pc.is_valid(rows["rendition_sha256"]))
            known |= dict(zip(*(column.to_pylist() for column in rows.columns), strict=True))
    return known


def same_renditions(standing: Release, assembly: Assembly) -> bool:
    """Return whether documents that both have were made from the same renditions, by the same extractors."""
    files = sorted(standing.folder.glob("documents*.parquet"))
    if not set(_OF_RENDITION) <= set(pq.read_schema(files[0]).names):
        return True
    before = _renditions(ds.dataset(files))
    now = _renditions(assembly.rows()["documents"])
    return all(before[name] == now[name] for name in before.keys() & now.keys())


def _renditions(documents: ds.Dataset) -> dict[str, tuple[str | None, str | None]]:
    """Return the hash of each document's rendition, and what made it."""
    rows = documents.to_table(columns=list(_OF_RENDITION))
    ids, *others = (column.to_pylist() for column in rows.columns)
    return dict(zip(ids, zip(*others, strict=True), strict=True))


def _made(parts: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield the renditions of the parts' documents, each with the hash of its raw file."""
    for rows in read_parts(parts, "documents"):
        for rendition, source in zip(
            rows["rendition_sha256"].to_pylist(), rows["source_sha256"].to_pylist(), strict=True
        ):
            if rendition is not None:
                yield rendition, source
