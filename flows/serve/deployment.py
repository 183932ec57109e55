"""The flow that is deployed: `rapporteur serve` and `prefect.yaml` both name it."""

from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.errors import FAILED, RapporteurError
from flows.measure import GOLD
from flows.pipeline import build_release
from flows.serve.artifacts import tell
from flows.serve.fetching import fetch_due
from flows.serve.publishing import report_release
from flows.serve.retries import REFUSED, try_again
from flows.storage import Place

SETTLED_SECONDS = 2.0
"""A file that was written to within so long may still grow; it is left for the next run."""


@flow(name="rapporteur-serve", on_failure=[try_again], on_crashed=[try_again])
def publish_arrivals(
    raw: Place,
    dataset: Place,
    gold: Path = GOLD,
    workers: int | None = None,
    dask: str | None = None,
    sources: Place | None = None,
    attempt: int = 1,
) -> State[None]:
    """Publish what is new below `raw` as a release in `dataset`, and say in the server's UI what came of it.

    `gold`, `workers` and `dask` are those of `build_release`.

    Where there are `sources`, those that are due are polled first.

    A run that fails ends in a state with the reason, and is tried again (`retries.py`); `attempt` counts from 1.
    """
    try:
        if sources is not None:
            fetch_due(sources, raw)
        outcome = build_release.fn(raw, dataset, gold=gold, workers=workers, dask=dask, quiet=SETTLED_SECONDS)
    except RapporteurError as error:
        return Failed(name="Failed" if error.exit_code == FAILED else REFUSED, message=str(error))
    tell(outcome, dataset)
    report_release(outcome, dataset)
    return Completed(message=outcome.as_text())
