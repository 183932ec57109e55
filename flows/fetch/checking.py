"""A declaration tried on its channel: what it would find, without keeping anything but the record of the request."""

from pathlib import Path

from flows.fetch.channels.oai import harvest_url
from flows.fetch.discovery import discover
from flows.fetch.messages import Discovery, Exchange
from flows.fetch.polling import WORKSPACE, request_line
from flows.fetch.reading import Declared
from flows.fetch.record import Record
from flows.fetch.transport import Transport
from flows.fetch.transport.patience import moment


def check_channel(declared: Declared, raw: Path, transport: Transport) -> Discovery:
    """Return what the channel of a source offers now."""
    source = declared.source
    record = Record(raw, source.id)

    def told(what: str, exchange: Exchange) -> None:
        record.append([request_line(what, exchange)], durable=False)

    archive = raw / WORKSPACE / f"check-{source.id}"
    try:
        if source.channel == "symbols":
            exchange = Exchange(source.url, source.url, moment(0), 200)
        elif source.channel == "folder":
            from flows.fetch.transport.folder import list_folder

            exchange = list_folder(source, None)
        elif source.channel == "git":
            from flows.fetch.transport.repository import list_repository

            exchange = list_repository(transport, source, None, told)
        else:
            url = harvest_url(source.url, None) if source.channel == "oai" else source.url
            file = archive if source.channel == "archive" and source.item.archive is None else None
            exchange = transport.ask(source, url, told=told, file=file)
        told("check", exchange)
        if exchange.outcome is not None:
            return Discovery(outcome=exchange.outcome, message=exchange.message)
        return discover(source, exchange)
    finally:
        archive.unlink(missing_ok=True)
        record.close()
