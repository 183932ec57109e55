"""Files that were fetched (flows/fetch): their record has their hashes, so that not every run reads every file.

A record vouches for a file while that has the size and the time of change which it was given when it was written, and
so has its sidecar, and nobody corrects it. Any other file is read, as files that nobody fetched are.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from flows.fetch.record import FETCHES, read_lines, record_path
from flows.intake.corrections import corrections_path
from flows.intake.sidecar import SidecarError, read_sidecar
from flows.records import Refusal, Sidecar, Source
from flows.storage import Entry, is_remote

__all__ = ["FETCHES", "current", "vouched_sources", "with_sidecars"]

_UNREAD = Sidecar()


def vouched_sources(raw: Path, entries: Mapping[str, Entry]) -> dict[str, Source]:
    """Return the sources that records vouch for, by path; their sidecars are unread."""
    if is_remote(raw):
        return {}
    names = [name.split("/")[0] for name in entries if name.endswith(f"/{FETCHES}") and name.count("/") == 1]
    found: dict[str, Source] = {}
    for name in names:
        for line in read_lines(record_path(raw, name)):
            if "document_id" in line and (source := _vouched(line, entries)) is not None:
                found[source.source_path] = source
    return found


def current(found: Iterable[Source | Refusal]) -> Iterator[Source | Refusal]:
    """Yield what is found, but not the revisions that another file supersedes; the record of fetches has those."""
    everything = list(found)
    superseded = {one.sidecar.supersedes for one in everything if isinstance(one, Source)}
    yield from (one for one in everything if one.source_path not in superseded)


def with_sidecars(raw: Path, sources: Iterable[Source]) -> Iterator[Source | Refusal]:
    """Yield the sources with their sidecars, read now where they were not before; or why one cannot be used."""
    for source in sources:
        yield _with_sidecar(raw, source) if source.sidecar_unread else source


def _vouched(line: Mapping[str, Any], entries: Mapping[str, Entry]) -> Source | None:
    path = line["path"]
    text = entries.get(path)
    described = entries.get(_sidecar_path(path))
    at = datetime.fromisoformat(line["at"]).timestamp()
    if text is None or described is None or corrections_path(path) in entries:
        return None
    if text.kind != "file" or described.kind != "file" or text.size != line["bytes"]:
        return None
    if text.modified != at or described.modified != at:
        return None
    before = line.get("supersedes")
    return Source(
        line["document_id"],
        path,
        text.size,
        line["sha256"],
        line["sidecar_sha256"],
        _UNREAD._replace(supersedes=before[-1]) if before else _UNREAD,
        sidecar_unread=True,
    )


def _with_sidecar(raw: Path, source: Source) -> Source | Refusal:
    def refuse(code: str, message: str) -> Refusal:
        return Refusal(source.source_path, source.sha256, "intake", code, message)

    path = _sidecar_path(source.source_path)
    try:
        content = (raw / path).read_bytes()
        if hashlib.sha256(content).hexdigest() != source.sidecar_sha256:
            return refuse("changed_while_reading", f"{path}: was written to during the run; run again")
        return source._replace(sidecar=read_sidecar(content)[1], sidecar_unread=False)
    except OSError as error:
        return refuse("unreadable", f"{path}: cannot be read: {error.strerror}")
    except SidecarError as error:
        return refuse("bad_sidecar", f"{path}: {error}")


def _sidecar_path(path: str) -> str:
    return PurePosixPath(path).with_suffix(".toml").as_posix()
