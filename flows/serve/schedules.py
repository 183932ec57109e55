"""Runs asked for when a declared source is due: each has a schedule of its own, `pace.poll_every_s`."""

import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx

from flows.errors import RapporteurError
from flows.fetch.planning import plan
from flows.serve.arrivals import ask_for_run, log

LEAST_S, MOST_S = 1.0, 60.0
"""Between two looks at the schedules; declarations may be added or changed at any time."""


def run_when_due(sources: Path, raw: Path, deployment: UUID) -> None:
    """Ask for a run whenever a source is due."""
    while True:
        pause = MOST_S
        try:
            pause = until_due(sources, raw)
            if pause <= 0:
                ask_for_run(deployment)
                pause = 5.0  # for the run to begin, and the record to say so
        except (httpx.HTTPError, RapporteurError) as error:
            log.error("schedules of %s: %s", sources, str(error) or type(error).__name__)
        time.sleep(min(max(pause, LEAST_S), MOST_S))


def until_due(sources: Path, raw: Path) -> float:
    """Return the seconds until the first source is due; MOST_S where none is before."""
    now = datetime.now(UTC)
    pauses = [
        (one.due_at - now).total_seconds() if one.due_at else 0.0
        for one in plan(sources, raw)
        if one.automated == "allowed"
    ]
    return min(pauses, default=MOST_S)
