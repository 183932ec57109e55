"""A raw folder is watched, and a run is asked for when files have arrived."""

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId, FlowRunFilter
from watchfiles import watch

from flows.serve.deployment import SETTLED_SECONDS

log = logging.getLogger("rapporteur")

LONGEST_MS = 60_000
"""Files that arrive without a pause are not waited for any longer; those that still grow, the run leaves out."""
LOOK_MS = 5_000  # how often it is seen to that the folder is there


def run_on_arrival(raw: Path, deployment: UUID) -> None:
    """Ask for a run now, for what came while nobody watched, and whenever the folder has changed and settled."""
    for _ in arrivals(raw):
        while not _asked(deployment):
            time.sleep(LOOK_MS / 1000)


def arrivals(raw: Path) -> Iterator[None]:
    """One for what is there, and one for each time that something arrived, or went, and nothing since a moment.

    A folder that goes is waited for.
    """
    while True:
        if not raw.is_dir():
            log.error("%s: is not there; waiting for it", raw)
        while not raw.is_dir():
            time.sleep(LOOK_MS / 1000)
        yield
        with suppress(FileNotFoundError):  # it went before it was watched
            yield from _changes(raw)


def _changes(raw: Path) -> Iterator[None]:
    """One for each time that the folder has changed and settled, until it goes."""
    settled = int(SETTLED_SECONDS * 1000)
    for changed in watch(raw, debounce=LONGEST_MS, step=settled, rust_timeout=LOOK_MS, yield_on_timeout=True):
        if not raw.is_dir():
            return
        if changed:
            yield


def _asked(deployment: UUID) -> bool:
    try:
        ask_for_run(deployment)
    except httpx.HTTPError as error:
        log.error("the server does not take the run, asking again: %s", str(error) or type(error).__name__)
        return False
    return True


def ask_for_run(deployment: UUID) -> None:
    """Ask for a run of the deployment as soon as none is at work; one that already waits will do."""
    with get_client(sync_client=True) as client:
        waiting = client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
            flow_run_filter=FlowRunFilter.model_validate(
                {
                    "state": {"type": {"any_": ["SCHEDULED", "PENDING"]}},
                    "expected_start_time": {"before_": datetime.now(UTC)},
                }
            ),
            limit=1,
        )
        if not waiting:
            client.create_flow_run_from_deployment(deployment)
