"""`rapporteur fetch`: new statements from declared sources."""

import json as encoder
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from flows.command.options import RAW, SOURCES, Json, Raw, Sources
from flows.errors import DONE, QUARANTINED, UsageError
from flows.storage import is_remote

if TYPE_CHECKING:
    from flows.fetch.messages import Polled
    from flows.fetch.planning import Planned


def fetch(
    *names: str,
    raw: Raw = RAW,
    sources: Sources = SOURCES,
    dry_run: Annotated[bool, Parameter(negative=(), help="Say what would be requested; request nothing.")] = False,
    since: Annotated[date | None, Parameter(help="Only items that their source dates on or after that day.")] = None,
    json: Json = False,
) -> int:
    """Poll the declared sources of those names, or all, now: `rapporteur fetch ungdc`."""
    from flows.fetch.contact import contact_of
    from flows.fetch.planning import by_host, plan

    if is_remote(raw):
        raise UsageError(f"{raw}: fetch into a folder of this machine, and copy that to the bucket")
    planned = list(plan(sources, raw, names))  # a declaration that is wrong stops all, before anything is requested
    if dry_run:
        for one in planned:
            sys.stdout.write(_intention(one, raw, json) + "\n")
        return DONE
    from flows.command.interruption import ending_when_interrupted
    from flows.fetch.rounds import open_transport, poll_all

    contact = contact_of(raw) if any(one.automated == "allowed" for one in planned) else ""
    raw.mkdir(parents=True, exist_ok=True)
    transport = open_transport(raw, contact)
    try:
        with ending_when_interrupted():
            failed = _show(poll_all(by_host(planned), sources, raw, transport, since), json)
    finally:
        transport.close()
    return QUARANTINED if failed else DONE


def _show(polls: "Iterator[Polled]", json: bool) -> bool:
    """Print what came of each poll as it comes; return whether one failed."""
    failed = False
    for polled in polls:
        failed = failed or polled.failed
        if json:
            told = {**polled._asdict(), "failed": polled.failed}
            sys.stdout.write(encoder.dumps(told) + "\n")
        else:
            sys.stdout.write(polled.as_text() + "\n")
        sys.stdout.flush()
    return failed


def _intention(planned: "Planned", raw: Path, json: bool) -> str:
    """Return what a poll would request, as text or JSON."""
    from flows.fetch.record import read_lines, record_path
    from flows.fetch.state import state_of

    allowed = planned.automated == "allowed"
    state = state_of(read_lines(record_path(raw, planned.source)))
    known, waiting = planned.url in state.channel, len(state.pending())
    if json:
        return encoder.dumps(
            {
                "source": planned.source,
                "url": planned.url,
                "asked": allowed,
                "conditionally": known,
                "waiting": waiting,
                "polled_at": planned.polled_at.isoformat() if planned.polled_at else None,
            }
        )
    if not allowed:
        return f'{planned.source}: would not be asked: terms.automated is "{planned.automated}"'
    how = " if it changed" if known else ""
    rest = f"; {waiting:,} items wait" if waiting else ""
    return f"{planned.source}: would ask {planned.url}{how}{rest}"
