"""The flows that are deployed: `rapporteur serve` names one, `prefect.yaml` the other."""

import json
import os
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.errors import FAILED, RapporteurError
from flows.measure import GOLD
from flows.pipeline import build_release
from flows.publish import Outcome
from flows.serve.artifacts import tell
from flows.serve.fetching import fetch_due
from flows.serve.publishing import report_release
from flows.serve.retries import REFUSED, try_again
from flows.serve.states import ended
from flows.storage import Place, place
from flows.workers.time_limit import DOCUMENT_SECONDS

SETTLED_SECONDS = 2.0
"""A file that was written to within so long may still grow; it is left for the next run."""


SERVED = "RAPPORTEUR_SERVED"
"""Variable of the environment by which `rapporteur serve` tells its runs, processes of their own, the folders.

They are no parameters: whoever may ask the server for a run could name others.
"""


@flow(name="rapporteur-served", on_failure=[try_again], on_crashed=[try_again])
def publish_served(attempt: int = 1) -> State[Outcome]:
    """Publish what is new in the folders of the process that serves; `attempt` counts from 1 (`retries.py`)."""
    served = os.environ.get(SERVED)
    if served is None:
        return Failed(name=REFUSED, message="only a process of `rapporteur serve` knows the folders")
    return publish_arrivals.fn(**json.loads(served), attempt=attempt)


@flow(name="rapporteur-serve", on_failure=[try_again], on_crashed=[try_again])
def publish_arrivals(
    raw: Place,
    dataset: Place,
    gold: Path = GOLD,
    workers: int | None = None,
    dask: str | None = None,
    document_timeout: float = DOCUMENT_SECONDS,
    sources: Place | None = None,
    attempt: int = 1,
) -> State[Outcome]:
    """Publish what is new below `raw` as a release in `dataset`, and say in the server's UI what came of it.

    `gold`, `workers`, `dask` and `document_timeout` are those of `build_release`.

    Where there are `sources`, those that are due are polled first.

    A run that fails ends in a state with the reason, and is tried again (`retries.py`); `attempt` counts from 1.
    """
    try:
        if sources is not None:
            fetch_due(place(sources), place(raw))
        outcome = build_release(
            place(raw),
            place(dataset),
            gold=Path(gold),
            workers=workers,
            dask=dask,
            quiet=SETTLED_SECONDS,
            document_timeout=document_timeout,
        )
    except RapporteurError as error:
        return Failed(name="Failed" if error.exit_code == FAILED else REFUSED, message=str(error))
    tell(outcome, place(dataset))
    report_release(outcome, place(dataset))
    return ended(outcome, place(dataset))
