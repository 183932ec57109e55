"""What there is to poll: each declared source with its host and when it is due. Nothing is requested here.

Sources are read one at a time, and of each record only the end, so that ten thousand take seconds and no memory.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from flows.fetch.hosts import host_of
from flows.fetch.reading import read_sources
from flows.fetch.record import record_path

_TAIL = 65_536


class Planned(NamedTuple):
    """A source that may be polled."""

    source: str
    channel: str
    url: str
    host: str
    automated: str
    polled_at: datetime | None  # when its record was last added to
    due_at: datetime | None  # None: now

    def is_due(self, now: datetime) -> bool:
        """Return whether its own schedule wants it polled."""
        return self.due_at is None or self.due_at <= now


def plan(sources: Path, raw: Path, names: Sequence[str] = ()) -> Iterator[Planned]:
    """Yield the declared sources of those names, or all, in order; raise SourceError for one that cannot be used."""
    for declared in read_sources(sources, names):
        source = declared.source
        polled = last_polled(record_path(raw, source.id))
        due = polled + timedelta(seconds=source.pace.poll_every_s) if polled else None
        yield Planned(source.id, source.channel, source.url, host_of(source.url), source.terms.automated, polled, due)


def by_host(planned: Iterable[Planned]) -> dict[str, list[str]]:
    """Return the names of sources by their host, so that each host is asked by one thread."""
    hosts: dict[str, list[str]] = {}
    for one in planned:
        hosts.setdefault(one.host, []).append(one.source)
    return hosts


def last_polled(record: Path) -> datetime | None:
    """Return when a record was last added to, by its last line; None where there is none."""
    try:
        with record.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
            lines = file.read().split(b"\n")[:-1]
            changed = os.fstat(file.fileno()).st_mtime
    except OSError:
        return None
    try:
        return datetime.fromisoformat(json.loads(lines[-1])["at"])
    except (IndexError, ValueError, KeyError, TypeError):  # a line longer than that, such as of a large sitemap
        return datetime.fromtimestamp(int(changed), UTC)
