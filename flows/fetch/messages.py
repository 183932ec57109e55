"""The values that fetching hands on: a request's exchange, the items of a channel, and what is held of one."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from flows.records import Fact

HELD = ("new", "same", "not_modified", "revised")
"""Outcomes of an item whose body is held."""

PASSING = ("failed", "rate_limited", "challenge", "robots", "empty_body", "gone")
"""Outcomes after which an item is asked for again; after the others only once it, or its declaration, has changed."""

FAILURES = ("failed", "rate_limited", "challenge")
"""Outcomes of an item that make `rapporteur fetch` end with 4: another day it may be had."""


class Validators(NamedTuple):
    """What a server gave to ask by whether something changed since."""

    etag: str | None = None
    last_modified: str | None = None


class Exchange(NamedTuple):
    """An address that was asked for, and what came of it.

    `outcome` is None where a body came, which is then in `body` or, of an archive, in `file`.
    """

    url: str
    final_url: str
    at: str  # ISO 8601, UTC
    status: int | None = None  # None where no answer came, or none was asked for
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    file: Path | None = None
    sha256: str | None = None
    size: int | None = None
    outcome: str | None = None
    message: str | None = None

    def header(self, name: str) -> str | None:
        """Return a header's value, by its name in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def content_type(self) -> str:
        """Return the media type without parameters, in lower case; "" where none was given."""
        return (self.header("content-type") or "").split(";")[0].strip().lower()

    @property
    def validators(self) -> Validators:
        """Return what to ask by next time."""
        return Validators(self.header("etag"), self.header("last-modified"))

    def refused(self, outcome: str, message: str) -> "Exchange":
        """Return the same, as something that cannot be used."""
        return self._replace(outcome=outcome, message=message)


class Item(NamedTuple):
    """Something that a channel offers, and all that admission needs to know of it.

    `version` is what the channel says of its state, such as a date of change: where it is the same, nothing is asked.
    `place` is the path below the source's folder where the channel has one of its own, as files of an archive do.
    """

    identity: str
    url: str
    facts: tuple[Fact, ...] = ()
    version: str | None = None
    place: str | None = None
    deleted: bool = False
    redistribute: bool = True
    text: str | None = None  # selects the part of a page that is the text
    file: str | None = None  # selects the link on a page that leads to the file


class Discovery(NamedTuple):
    """What a channel's response offers, and the further addresses on which it goes on."""

    items: tuple[Item, ...] = ()
    more: tuple[str, ...] = ()
    outcome: str | None = None  # why the response cannot be used
    message: str | None = None
    whole: bool = True  # whether what is not listed here is no longer offered


class Admitted(NamedTuple):
    """A body that becomes a raw file: its suffix, and its sidecar as TOML."""

    body: bytes
    suffix: str
    sidecar: str


class Declined(NamedTuple):
    """A response that does not become a raw file."""

    outcome: str
    message: str


class Follow(NamedTuple):
    """A page that leads to the file."""

    url: str


class Kept(NamedTuple):
    """A raw file of an item that is held."""

    path: str  # relative to the raw root
    sha256: str
    size: int
    sidecar_sha256: str
    document_id: str
    supersedes: tuple[str, ...] = ()  # paths of the earlier revisions, oldest first


class Polled(NamedTuple):
    """What one poll of a source came to."""

    source: str
    outcome: str  # of the channel
    message: str | None
    counts: Mapping[str, int]  # outcome of items -> how many
    arrived: tuple[str, ...]  # paths of the raw files that are new
    pending: int  # items that are left for the next poll
    silent_days: int | None = None  # where longer than declared

    @property
    def failed(self) -> bool:
        """Return whether somebody should look: the channel did not answer as declared, or an item could not be had."""
        return self.outcome not in ("new", "same", "not_modified", "revised", "terms") or any(
            self.counts.get(outcome) for outcome in FAILURES
        )

    def as_text(self) -> str:
        """Return the same in one line."""
        said = [f"{count:,} {outcome}" for outcome, count in sorted(self.counts.items())]
        if self.message and self.outcome != "not_modified":
            said.insert(0, f"{self.outcome}: {self.message}")
        if self.pending:
            said.append(f"{self.pending:,} left for the next poll")
        if self.silent_days is not None:
            said.append(f"silent for {self.silent_days} days")
        return f"{self.source}: {', '.join(said) or 'nothing new'}"
