"""Declared sources polled by a flow run: a Prefect task each, one at a time for each host, and what came as events."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.concurrency.sync import concurrency
from prefect.events import emit_event
from prefect.futures import wait
from prefect.states import Completed, Failed

from flows.fetch.contact import contact_of
from flows.fetch.messages import Polled
from flows.fetch.planning import Planned, plan
from flows.fetch.rounds import open_transport, poll_one
from flows.fetch.transport import Transport

log = logging.getLogger("rapporteur")

ARRIVED, SILENT = "rapporteur.item.arrived", "rapporteur.source.silent"
"""Names of the events of an item that is new or revised, and of a source that brought none for longer than declared."""

TASKS = 200
"""Sources polled by one run at most; those that are due still are polled by the next."""


def fetch_due(sources: Path, raw: Path) -> list[Polled]:
    """Poll the sources that are due on their own schedules, and return what came of each."""
    now = datetime.now(UTC)
    due = [one for one in plan(sources, raw) if one.automated == "allowed" and one.is_due(now)][:TASKS]
    if not due:
        return []
    limit_hosts(sorted({one.host for one in due}))
    done: list[Polled] = []
    transport = open_transport(raw, contact_of(raw))
    try:
        wait([_task(one, sources, raw, transport, done) for one in due])
    finally:
        transport.close()
    for polled in done:
        report(polled)
    return done


def limit_hosts(hosts: Sequence[str]) -> None:
    """Let the server give each host to one task at a time, of whatever run."""
    with get_client(sync_client=True) as client:
        for host in hosts:
            client.upsert_global_concurrency_limit_by_name(limit_of(host), 1)


def limit_of(host: str) -> str:
    """Return the name of a host's concurrency limit, which may not hold every sign that an address may."""
    return f"rapporteur-host-{host.replace(':', '-').strip('[]')}" if host else "rapporteur-host-this-machine"


def report(polled: Polled) -> None:
    """Tell Prefect's automations what came of a poll."""
    resource = {"prefect.resource.id": f"rapporteur.source.{polled.source}", "source": polled.source}
    for path in polled.arrived[:TASKS]:
        emit_event(ARRIVED, resource=resource, payload={"path": path, "of": len(polled.arrived)})
    if polled.silent_days is not None:
        emit_event(SILENT, resource=resource, payload={"days": polled.silent_days})


def _task(planned: Planned, sources: Path, raw: Path, transport: Transport, done: list[Polled]) -> Any:
    def work() -> State[Any]:
        with concurrency(limit_of(planned.host), occupy=1):
            polled = poll_one(planned.source, sources, raw, transport)
        done.append(polled)
        log.log(logging.WARNING if polled.failed else logging.INFO, "fetched %s", polled.as_text())
        return Failed(message=polled.as_text()) if polled.failed else Completed(message=polled.as_text())

    return task(name=f"fetch {planned.source}", cache_policy=NO_CACHE)(work).submit()
