"""What the record of a source comes to: what is held, what is waited for, and how to ask for it again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flows.fetch.messages import HELD, PASSING, Item, Kept, Validators
from flows.records import Fact

NONE = Validators()


@dataclass(slots=True)
class Known:
    """An item as it was found last, and what came of it."""

    url: str
    facts: list[list[str]]  # field, value, basis
    version: str | None = None
    place: str | None = None
    kept: Kept | None = None
    held_version: str | None = None
    declaration: str | None = None  # hash of the declaration by which it was asked for last
    validators: Validators = NONE
    outcome: str | None = None  # the last one
    at: str | None = None
    file_url: str | None = None  # where its file is, where a page leads to it


@dataclass(slots=True)
class ChannelKnown:
    """An address of the channel, as it answered last."""

    validators: Validators = NONE
    sha256: str | None = None
    more: tuple[str, ...] = ()  # addresses that it led on to


@dataclass(slots=True)
class State:
    """All that a poll needs to know of the polls before."""

    declaration: str | None = None
    items: dict[str, Known] = field(default_factory=dict)
    listed: dict[str, None] = field(default_factory=dict)  # identities, in the order in which they were found
    channel: dict[str, ChannelKnown] = field(default_factory=dict)
    outcome: str | None = None  # of the channel
    polled_at: str | None = None
    success_at: str | None = None
    arrived_at: str | None = None  # when last an item was new or revised
    harvested: str | None = None  # of oai: from when on to list
    pinned: str | None = None  # of archive: the SHA-256 of the first one

    def pending(self) -> list[str]:
        """Return the items that were found and have had no outcome yet."""
        return [name for name in self.listed if name in self.items and self.items[name].outcome is None]


def state_of(lines: Iterable[Mapping[str, Any]], before: State | None = None) -> State:
    """Return what the lines of a record come to, added to the state that those before them came to."""
    state = State() if before is None else before
    for line in lines:
        kind = line["kind"]
        if kind == "declared":
            state.declaration = line["sha256"]
        elif kind == "channel":
            _channel(state, line)
        elif kind == "item":
            _item(state, line)
    return state


def found_line(item: Item) -> dict[str, Any]:
    """Return an item as the line of the channel that offered it has it."""
    told = {
        "item": item.identity,
        "url": item.url,
        "facts": [[fact.field, fact.value, fact.basis] for fact in item.facts],
        "version": item.version,
        "place": item.place,
    }
    return {name: value for name, value in told.items() if value is not None}


def as_item(identity: str, known: Known, redistribute: bool, text: str | None, file: str | None) -> Item:
    """Return an item as admission takes it; the last three are the declaration's."""
    facts = tuple(Fact(name, value, basis) for name, value, basis in known.facts)
    return Item(identity, known.url, facts, known.version, known.place, redistribute=redistribute, text=text, file=file)


def is_wanted(known: Known, declaration: str, now: datetime, recheck_days: float) -> bool:
    """Return whether to ask for a listed item in this poll."""
    if known.outcome is None or known.outcome in PASSING:
        return True
    if known.version is not None:  # the channel says when it changes
        return known.version != known.held_version or (known.outcome not in HELD and known.declaration != declaration)
    if known.outcome not in HELD:
        return known.declaration != declaration
    asked = datetime.fromisoformat(known.at) if known.at else datetime.min.replace(tzinfo=UTC)
    return (now - asked).total_seconds() >= recheck_days * 86_400


def _channel(state: State, line: Mapping[str, Any]) -> None:
    state.polled_at, state.outcome = line["at"], line["outcome"]
    if line["outcome"] in HELD:
        state.success_at = line["at"]
    if line["outcome"] in ("new", "revised", "same"):
        validators = Validators(line.get("etag"), line.get("last_modified"))
        state.channel[line["url"]] = ChannelKnown(validators, line.get("sha256"), tuple(line.get("more", ())))
        if not line.get("more"):  # what leads on to an archive is none itself
            state.pinned = state.pinned or line.get("sha256")
    for found in line.get("found", ()):
        _found(state, found)
    for name in line.get("listed", ()):
        state.listed.setdefault(name, None)
    for name in line.get("unlisted", ()):
        state.listed.pop(name, None)
    state.harvested = line.get("harvested", state.harvested)


def _found(state: State, found: Mapping[str, Any]) -> None:
    name = found["item"]
    known = state.items.get(name)
    if known is None:
        known = state.items[name] = Known(found["url"], found["facts"])
    else:
        known.url, known.facts = found["url"], found["facts"]
    known.version, known.place = found.get("version"), found.get("place")
    state.listed.setdefault(name, None)


def _item(state: State, line: Mapping[str, Any]) -> None:
    known = state.items.get(line["item"])
    if known is None:
        return
    outcome = line["outcome"]
    known.outcome, known.at, known.declaration = outcome, line["at"], line.get("declaration")
    if outcome in HELD:
        known.held_version = line.get("version")
    if outcome in ("new", "same", "revised"):
        known.validators = Validators(line.get("etag"), line.get("last_modified"))
        known.file_url = line.get("file_url")
    if outcome in ("new", "revised"):
        known.kept = kept_of(line)
        state.arrived_at = line["at"]


def kept_of(line: Mapping[str, Any]) -> Kept:
    """Return what a line says is held."""
    return Kept(
        line["path"],
        line["sha256"],
        line["bytes"],
        line["sidecar_sha256"],
        line["document_id"],
        tuple(line.get("supersedes", ())),
    )


def unlisted(state: State, listed: Sequence[str]) -> list[str]:
    """Return the items that were listed before, and are not any more."""
    now = set(listed)
    return [name for name in state.listed if name not in now]
