"""A run that failed is asked for again, later and later; it never keeps the next one waiting, which may do its work."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.states import Scheduled

log = logging.getLogger("rapporteur")

RETRY_SECONDS = (60, 300, 1500)
"""How long after each failure the next attempt begins; after the last one, the failure stands."""

REFUSED = "Refused"
"""State of a run that would end the same every time: wrong configuration, or rows that break a check."""


def try_again(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Schedule the next attempt at a deployment's run that failed or crashed, unless that would be in vain."""
    attempt = int(flow_run.parameters.get("attempt", 1))
    if flow_run.deployment_id is None:
        return
    if state.name == REFUSED:
        log.error("not published: %s", state.message)
    elif attempt > len(RETRY_SECONDS):
        log.error("not published, after %d attempts: %s", attempt, state.message)
    else:
        wait = RETRY_SECONDS[attempt - 1]
        log.error("not published, tried again in %d s: %s", wait, state.message)
        due: State[Any] = Scheduled(scheduled_time=datetime.now(UTC) + timedelta(seconds=wait))
        with get_client(sync_client=True) as client:
            client.create_flow_run_from_deployment(
                flow_run.deployment_id, parameters={**flow_run.parameters, "attempt": attempt + 1}, state=due
            )
