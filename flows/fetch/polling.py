"""One poll of a source: read `poll`; each line of it is a step.

The channel is asked first, then its items, one at a time. Whatever happens is in the record before it counts, so that a
poll may be stopped at any moment, and the next one goes on from there.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from flows.fetch.admission import admit
from flows.fetch.channels.oai import harvest_url
from flows.fetch.discovery import discover
from flows.fetch.keeping import Prepared, prepare, put_in_place, recover
from flows.fetch.messages import HELD, Admitted, Declined, Discovery, Exchange, Follow, Item, Polled, Validators
from flows.fetch.reading import Declared
from flows.fetch.record import Line, Record, read_lines, record_path
from flows.fetch.state import Known, as_item, found_line, is_wanted, state_of, unlisted
from flows.fetch.transport import Transport
from flows.fetch.unpacking import ArchiveError, members
from flows.publish.checksums import sha256_of

log = logging.getLogger("rapporteur")

WORKSPACE = ".fetch"
"""Folder in the raw folder for what polls need beside the records: hosts, locks, repositories."""

ENOUGH_FAILURES = 3
"""Items in a row after which a host is left alone until the next poll."""

TOGETHER = 200
"""Files of an archive whose lines are written at once."""

Clock = Callable[[], datetime]


def now_utc() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def poll(
    declared: Declared, raw: Path, transport: Transport, since: date | None = None, clock: Clock = now_utc
) -> Polled:
    """Ask a source for what is new, and keep it below `raw`.

    `since` leaves out items that the channel dates before that day. Raises RecordError or KeepingError where the disk
    does not take what came.
    """
    source = declared.source
    if source.terms.automated != "allowed":
        return refuse_by_terms(declared, raw, clock)
    lock = FileLock(_made(raw / WORKSPACE / "sources") / f"{source.id}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return Polled(source.id, "failed", "another poll of it is at work", {}, (), 0)
    try:
        work = _Poll(declared, raw, transport, since, clock)
        try:
            outcome, message = work.ask_channel()
            work.ask_items()
            return work.result(outcome, message)
        finally:
            work.record.close()
    finally:
        lock.release()


def refuse_by_terms(declared: Declared, raw: Path, clock: Clock = now_utc) -> Polled:
    """Record that a source may not be asked, once for each declaration."""
    source, terms = declared.source, declared.source.terms
    message = f'terms.automated is "{terms.automated}": read them ({terms.basis}), and set "allowed" if they allow it'
    state = state_of(read_lines(record_path(raw, source.id)))
    if state.outcome != "terms" or state.declaration != declared.sha256:
        record = Record(raw, source.id)
        at = _moment(clock())
        refused = {"kind": "channel", "at": at, "url": source.url, "outcome": "terms", "message": message}
        record.append([declared_line(declared, at), refused])
        record.close()
    return Polled(source.id, "terms", message, {}, (), 0)


def declared_line(declared: Declared, at: str) -> Line:
    """Return a declaration as the record has it."""
    source = declared.source
    told = source.model_dump(mode="json", by_alias=True, include={"id", "title", "publisher", "channel", "url"})
    terms = {**source.terms.model_dump(mode="json", exclude={"read"}), "read": source.terms.day}
    pace = source.pace.model_dump(mode="json", include={"min_interval_s", "poll_every_s"})
    silence = source.expect.max_silence_days
    return {
        "kind": "declared",
        "at": at,
        "sha256": declared.sha256,
        "source": told,
        "terms": terms,
        "pace": pace,
        "max_silence_days": silence,
    }


class _Poll:
    """A poll at work: the source, its record, and what the record comes to."""

    def __init__(self, declared: Declared, raw: Path, transport: Transport, since: date | None, clock: Clock) -> None:
        self.source, self.declaration = declared.source, declared.sha256
        self.raw, self.transport, self.since, self.clock = raw, transport, since, clock
        self.record = Record(raw, self.source.id)
        self.state = state_of(read_lines(self.record.path))
        recover(raw, self.source.id, [known.kept for known in self.state.items.values() if known.kept])
        if self.state.declaration != self.declaration:
            self.record.append([declared_line(declared, self._now())])
        self.counts: Counter[str] = Counter()
        self.arrived: list[str] = []
        self.answered = True  # the channel, as declared
        self.archive = _made(raw / WORKSPACE / "archives") / self.source.id

    # -- the channel --

    def ask_channel(self) -> tuple[str, str | None]:
        """Ask the channel, page by page; return its outcome."""
        first = harvest_url(self.source.url, self._harvest_from()) if self.source.channel == "oai" else self.source.url
        begun = self._now()
        addresses, seen, answers = [first], {first}, list[str]()
        restarted = False
        while addresses:
            url = addresses.pop(0)
            exchange = self._channel_response(url)
            found = Discovery(outcome=exchange.outcome, message=exchange.message)
            if exchange.outcome is None:
                found = discover(self.source, exchange)
                if changed := self._is_another_archive(exchange):
                    found = Discovery(outcome="failed", message=changed)
            if found.message and "badResumptionToken" in found.message and not restarted:
                self._tell("attempt", exchange.refused("failed", found.message))
                restarted, addresses, seen = True, [first], {first}  # what was found so far is in the record
                continue
            outcome = self._record_channel(url, exchange, found, last=not addresses and not found.more, begun=begun)
            if outcome not in HELD:
                self.answered = False
                return outcome, found.message
            answers.append(outcome)
            known = self.state.channel.get(url)
            further = found.more or (known.more if known and outcome == "not_modified" else ())
            addresses += [more for more in further if more not in seen]
            seen.update(further)
        order = ("revised", "new", "same", "not_modified")
        return next(outcome for outcome in order if outcome in answers), None

    def _channel_response(self, url: str) -> Exchange:
        known = self.state.channel.get(url)
        # a page of OAI-PMH leads on, and says itself what changed since
        validators = known.validators if known and self.source.channel != "oai" else Validators()
        if self.source.channel == "symbols":
            return Exchange(url, url, self._now(), 200)
        if self.source.channel == "folder":
            from flows.fetch.transport.folder import list_folder

            return list_folder(self.source, known.sha256 if known else None)
        if self.source.channel == "git":
            from flows.fetch.transport.repository import list_repository  # imports dulwich

            return list_repository(self.transport, self.source, validators.etag, self._tell)
        if self.since is None and any(name not in self.state.items for name in self.state.listed):
            validators = Validators()  # what an earlier poll left out by --since is wanted now
        if self.source.channel != "archive":
            return self.transport.ask(self.source, url, validators, self._tell)
        here = Exchange(url, url, self._now())
        if self.state.pending():  # a poll was stopped while it unpacked
            if self.archive.is_file() and sha256_of(self.archive) == self.state.pinned:
                return here.refused("not_modified", "is on the disk")
            validators = Validators()
        elif self.source.sha256 is not None and self.source.sha256 == self.state.pinned:
            return here.refused("not_modified", "is held, and known by its SHA-256")
        listing = self.source.item.archive is not None and url == self.source.url
        return self.transport.ask(self.source, url, validators, self._tell, file=None if listing else self.archive)

    def _is_another_archive(self, exchange: Exchange) -> str | None:
        pinned = self.source.sha256 or self.state.pinned
        if self.source.channel != "archive" or exchange.file is None or pinned in (None, exchange.sha256):
            return None
        return (
            f"its SHA-256 is {exchange.sha256}; the first fetch pinned {pinned}: what was published under this address "
            f"changed, and is not taken; write sha256 into the declaration, or declare another source"
        )

    def _record_channel(self, url: str, exchange: Exchange, found: Discovery, last: bool, begun: str) -> str:
        line = {"kind": "channel", "url": url, **_told(exchange)}
        outcome = found.outcome
        fresh = [item for item in found.items if self._is_news(item)]
        line["more"] = list(found.more)
        line["found"] = [found_line(item) for item in fresh if not item.deleted]
        line["listed"] = [
            item.identity for item in found.items if item.identity not in self.state.listed and not item.deleted
        ]
        if outcome is None:
            before = self.state.channel.get(url)
            outcome = "new" if before is None else "same" if before.sha256 == exchange.sha256 else "revised"
            if found.whole and not found.more and url == self.source.url:
                line["unlisted"] = unlisted(self.state, [item.identity for item in found.items])
            if self.source.channel == "oai" and last:
                line["harvested"] = begun
        line |= {"outcome": outcome, "message": found.message, "at": exchange.at}
        gone = [item.identity for item in found.items if item.deleted]
        line["unlisted"] = [*line.get("unlisted", []), *gone]
        if self.source.channel in ("folder", "git"):
            gone = line["unlisted"]
        lines = [line, *self._gone_lines(gone, exchange)]
        self._append([{name: value for name, value in one.items() if value not in (None, [])} for one in lines])
        return outcome

    def _is_news(self, item: Item) -> bool:
        """Return whether the record does not know the item just so."""
        known = self.state.items.get(item.identity)
        if known is None:
            return self._is_recent(item)
        if known.version is not None or item.version is not None:
            return known.version != item.version
        # under a second address of it, which may stay unused, an item is as known as before
        return known.url == item.url and _values(known.facts) != [fact[:2] for fact in item.facts]

    def _is_recent(self, item: Item) -> bool:
        if self.since is None:
            return True
        told = [fact.value for fact in item.facts if fact.field == "date_start"] or [item.version or ""]
        return not (len(told[0]) >= 10 and told[0][4] == "-" and told[0][:10] < self.since.isoformat())

    def _gone_lines(self, names: Sequence[str], exchange: Exchange) -> list[dict[str, Any]]:
        lines = []
        for name in names:
            known = self.state.items.get(name)
            if known is not None and known.outcome != "gone" and known.outcome is not None:
                told = {"kind": "item", "item": name, "url": known.url, "at": exchange.at, "outcome": "gone"}
                lines.append({**told, "declaration": self.declaration, "message": "the channel says that it is gone"})
                self.counts["gone"] += 1
        return lines

    def _harvest_from(self) -> str | None:
        if self.state.harvested:
            return self.state.harvested[:10]
        return self.since.isoformat() if self.since else None

    # -- the items --

    def ask_items(self) -> None:
        """Ask for what is new, what could not be had before, and what may have changed."""
        names = list(self._wanted()) if self.answered else self.state.pending()[: self.source.pace.max_new_items]
        if self.source.channel == "archive":
            self._unpack(names)
            return
        failed = 0
        for name in names:
            outcome = self._ask_item(name)
            failed = failed + 1 if outcome in ("failed", "rate_limited") else 0
            if failed == ENOUGH_FAILURES:
                log.warning("%s: %d items in a row could not be had; left for the next poll", self.source.id, failed)
                return

    def _wanted(self) -> Iterator[str]:
        new, now = 0, self.clock()
        for name in self.state.listed:
            known = self.state.items.get(name)
            if known is None or not is_wanted(known, self.declaration, now, self.source.pace.recheck_days):
                continue
            if known.kept is None:
                new += 1
                if new > self.source.pace.max_new_items and self.source.channel != "archive":
                    continue
            yield name

    def _ask_item(self, name: str) -> str:
        known = self.state.items[name]
        item = self._item(name, known)
        validators = known.validators if known.kept else Validators()
        exchange = self._item_response(item, known.file_url, validators)
        admitted: Admitted | Declined | None = None
        file_url = known.file_url
        if exchange.outcome is None:
            found = admit(item, exchange)
            if isinstance(found, Follow):
                self._tell("page", exchange)
                file_url = found.url
                exchange = self._item_response(item, file_url, validators)
                found = admit(item, exchange) if exchange.outcome is None else Declined(exchange.outcome, "")
                if isinstance(found, Follow):
                    found = Declined("wrong_type", "the page leads to a page")
            admitted = found
        if isinstance(admitted, Declined) and exchange.outcome is None:
            exchange = exchange.refused(admitted.outcome, admitted.message)
        line, prepared = self._outcome_line(name, known, item, exchange, admitted, file_url)
        self._append([line])
        if prepared is not None:
            put_in_place(self.raw, self.source.id, [prepared])
        return str(line["outcome"])

    def _item_response(self, item: Item, file_url: str | None, validators: Validators) -> Exchange:
        if self.source.channel == "folder":
            from flows.fetch.transport.folder import read_item

            return read_item(self.source, item)
        if self.source.channel == "git":
            from flows.fetch.transport.repository import read_blob

            return read_blob(self.transport, self.source, item)
        return self.transport.ask(self.source, file_url or item.url, validators, self._tell)

    def _outcome_line(
        self,
        name: str,
        known: Known,
        item: Item,
        exchange: Exchange,
        admitted: Admitted | Declined | None,
        file_url: str | None = None,
    ) -> tuple[Line, Prepared | None]:
        line: dict[str, Any] = {"kind": "item", "item": name, "url": item.url, **_told(exchange)}
        line |= {"declaration": self.declaration, "version": item.version, "file_url": file_url}
        outcome, prepared = exchange.outcome, None
        if outcome is None and isinstance(admitted, Admitted):
            before = known.kept
            if before is not None and before.sha256 == exchange.sha256:
                outcome = "same"
            else:
                outcome = "revised" if before is not None else "new"
                at = datetime.fromisoformat(exchange.at).timestamp()
                prepared = prepare(self.raw, self.source.id, item, admitted, before, at)
                kept = prepared.kept
                line |= {"path": kept.path, "sidecar_sha256": kept.sidecar_sha256, "document_id": kept.document_id}
                line |= {"supersedes": list(kept.supersedes), "headers": [list(pair) for pair in exchange.headers]}
                self.arrived.append(kept.path)
        line["outcome"] = outcome
        self.counts[outcome or ""] += 1
        return {key: value for key, value in line.items() if value not in (None, [])}, prepared

    def _unpack(self, names: Sequence[str]) -> None:
        """Take the files that are wanted out of the archive, in its order, and then remove it."""
        if not self.archive.is_file():
            return
        pace = self.source.pace
        wanted = {self.state.items[name].place or "": name for name in names}
        try:
            for batch in _together(members(self.archive, pace.max_files, pace.max_unpacked_bytes, wanted.__contains__)):
                self._keep_members([(wanted[path], body) for path, body in batch if path in wanted])
        except ArchiveError as error:  # it was whole when it was listed
            log.error("%s: %s", self.archive, error)
        self.archive.unlink()

    def _keep_members(self, contents: Sequence[tuple[str, bytes]]) -> None:
        from flows.fetch.transport.folder import content_exchange

        lines: list[Line] = []
        ready: list[Prepared] = []
        for name, body in contents:
            known = self.state.items[name]
            item = self._item(name, known)
            exchange = content_exchange(item, body)
            admitted = admit(item, exchange) if exchange.outcome is None else None
            if isinstance(admitted, Declined):
                exchange = exchange.refused(admitted.outcome, admitted.message)
            line, prepared = self._outcome_line(
                name, known, item, exchange, admitted if isinstance(admitted, Admitted) else None
            )
            lines.append(line)
            ready += [prepared] if prepared else []
        self._append(lines)
        put_in_place(self.raw, self.source.id, ready)

    # -- the record --

    def result(self, outcome: str, message: str | None) -> Polled:
        """Return what the poll came to."""
        silent = None
        most = self.source.expect.max_silence_days
        if most is not None and self.state.arrived_at is not None:
            days = (self.clock() - datetime.fromisoformat(self.state.arrived_at)).days
            silent = days if days > most else None
        left = len(self.state.pending())
        return Polled(self.source.id, outcome, message, dict(self.counts), tuple(self.arrived), left, silent)

    def _item(self, name: str, known: Known) -> Item:
        keys = self.source.item
        return as_item(
            name,
            known,
            self.source.terms.redistribute,
            keys.text.select if keys.text else None,
            keys.file.select if keys.file else None,
        )

    def _append(self, lines: Sequence[Line]) -> None:
        self.record.append(lines)
        state_of(lines, self.state)

    def _tell(self, what: str, exchange: Exchange) -> None:
        self.record.append([request_line(what, exchange)], durable=False)

    def _now(self) -> str:
        return _moment(self.clock())


def request_line(what: str, exchange: Exchange) -> Line:
    """Return a request on the way as the record has it."""
    told = {"kind": "request", "for": what, "url": exchange.url, **_told(exchange), "outcome": exchange.outcome}
    return {key: value for key, value in told.items() if value is not None}


def _told(exchange: Exchange) -> dict[str, Any]:
    return {
        "final_url": exchange.final_url,
        "at": exchange.at,
        "status": exchange.status,
        "etag": exchange.validators.etag,
        "last_modified": exchange.validators.last_modified,
        "bytes": exchange.size,
        "sha256": exchange.sha256,
        "message": exchange.message,
    }


def _values(facts: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return facts without their basis, which has another hash at every poll."""
    return [(fact[0], fact[1]) for fact in facts]


def _together(contents: Iterator[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    batch: list[tuple[str, bytes]] = []
    for content in contents:
        batch.append(content)
        if len(batch) == TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
