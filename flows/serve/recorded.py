"""One run of the pipeline that Prefect records: its steps, its log, its result."""

from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State

from flows.measure import GOLD
from flows.pipeline import build_release
from flows.publish import Outcome
from flows.serve.artifacts import tell
from flows.serve.states import ended
from flows.storage import Place
from flows.workers.time_limit import DOCUMENT_SECONDS


@flow(name="rapporteur")
def record_release(
    raw: Place,
    dataset: Place,
    full: bool = False,
    gold: Path = GOLD,
    workers: int | None = None,
    dask: str | None = None,
    public: bool = False,
    document_timeout: float = DOCUMENT_SECONDS,
    drop_refused: bool = False,
    dry_run: bool = False,
    ocr: bool = False,
    render_again: bool = False,
) -> State[Outcome]:
    """Publish what is new below `raw` as a release in `dataset`; the arguments are those of `build_release`."""
    outcome = build_release(
        raw,
        dataset,
        full,
        gold,
        workers,
        dask,
        public,
        document_timeout=document_timeout,
        drop_refused=drop_refused,
        dry_run=dry_run,
        ocr=ocr,
        render_again=render_again,
    )
    tell(outcome, dataset)
    return ended(outcome, dataset)
