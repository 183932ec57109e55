"""`rapporteur sources`: what is declared and how it goes; `check` proves declarations; `warc` exports what came."""

import json as encoder
import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from flows.command.options import RAW, SOURCES, Json, Raw, Sources
from flows.errors import DONE, QUARANTINED

sources = App(name="sources", help="Declared sources: what they are, and how fetching from them goes.")


@sources.default
def listing(*, raw: Raw = RAW, sources: Sources = SOURCES, json: Json = False) -> int:
    """List the declared sources with terms, last outcome, items and days without a new one."""
    from datetime import UTC, datetime

    from flows.fetch.planning import plan
    from flows.fetch.record import read_lines, record_path
    from flows.fetch.tables import rows_of

    rows = []
    for one in plan(sources, raw):
        told = next(iter(rows_of(one.source, read_lines(record_path(raw, one.source)))[0]), {})
        arrived = told.get("last_arrival")
        silent = (datetime.now(UTC) - datetime.fromisoformat(arrived)).days if arrived else None
        rows.append(
            {
                "source": one.source,
                "channel": one.channel,
                "automated": one.automated,
                "outcome": told.get("outcome"),
                "items": told.get("items", 0),
                "days_silent": silent,
                "last_success": told.get("last_success"),
                "due": one.due_at.isoformat() if one.due_at else None,
            }
        )
    _print(rows, json)
    return DONE


@sources.command
def check(name: str | None = None, *, raw: Raw = RAW, sources: Sources = SOURCES, json: Json = False) -> int:
    """Prove all declarations; with a name, also ask that source's channel once, and show what it offers."""
    from flows.fetch.reading import names_in, read_sources

    if name is None:
        for _ in read_sources(sources):
            pass
        sys.stdout.write(f"{sources}: {len(names_in(sources)):,} declarations, all as they should be\n")
        return DONE
    declared = next(read_sources(sources, [name]))
    if declared.source.terms.automated != "allowed":
        said = f'{name}: is declared as it should be; not asked: terms.automated is "{declared.source.terms.automated}"'
        sys.stdout.write(f"{said}\n")
        return DONE

    from flows.fetch.checking import check_channel
    from flows.fetch.contact import contact_of
    from flows.fetch.rounds import open_transport

    contact = contact_of(raw)
    raw.mkdir(parents=True, exist_ok=True)
    transport = open_transport(raw, contact)
    try:
        found = check_channel(declared, raw, transport)
    finally:
        transport.close()
    if found.outcome is not None:
        sys.stdout.write(f"{name}: {found.outcome}: {found.message}\n")
        return QUARANTINED
    sys.stdout.write(f"{name}: {len(found.items):,} items{', and further pages' if found.more else ''}\n")
    shown = [
        {"item": item.identity, "url": item.url, **{fact.field: fact.value for fact in item.facts}}
        for item in found.items[:3]
    ]
    _print(shown, json)
    return DONE


@sources.command
def warc(
    file: Annotated[Path, Parameter(help="File to write, such as held.warc.gz.")], *names: str, raw: Raw = RAW
) -> int:
    """Write the bodies that are held of those sources, or all, with what was asked and answered, as a WARC file."""
    from flows.fetch.record import recorded_sources
    from flows.fetch.warc import write_warc

    count = write_warc(file, raw, names or recorded_sources(raw))
    sys.stdout.write(f"{file}: {count:,} records\n")
    return DONE


def _print(rows: list[dict[str, Any]], json: bool) -> None:
    if json:
        sys.stdout.write(encoder.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    for row in rows:
        said = [f"{key} {value}" for key, value in list(row.items())[1:] if value is not None]
        sys.stdout.write(f"{next(iter(row.values()))}: {', '.join(said)}\n")
