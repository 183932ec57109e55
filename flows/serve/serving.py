"""The deployment, its schedule, its runs and the watcher, in one process."""

import asyncio
import json
import os
import signal
import threading
from pathlib import Path

from prefect.runner import Runner
from prefect.types.entrypoint import EntrypointType
from slugify import slugify

from flows.errors import UsageError
from flows.measure import GOLD
from flows.serve.arrivals import log, run_on_arrival
from flows.serve.deployment import SERVED, publish_served
from flows.serve.schedules import run_when_due
from flows.storage import is_remote

POLL_SECONDS = 1
"""How often the server is asked for runs that are due."""


def serve_pipeline(
    raw: Path,
    dataset: Path,
    cron: str | None,
    watched: bool,
    workers: int | None = None,
    dask: str | None = None,
    document_timeout: float | None = None,
    sources: Path | None = None,
) -> None:
    """Serve the pipeline until interrupted or terminated; one run at a time, later arrivals join the next.

    `workers`, `dask` and `document_timeout` are those of each run. Each of the declared `sources`, if any, is polled on
    its own schedule.

    Raises UsageError for a schedule that Prefect does not understand.
    """
    raw, dataset = (folder if is_remote(folder) else folder.absolute() for folder in (raw, dataset))
    served = {
        "raw": str(raw),
        "dataset": str(dataset),
        "gold": str(GOLD.absolute()),
        "workers": workers,
        "dask": dask,
        "document_timeout": document_timeout,
        "sources": str(sources.absolute()) if sources else None,
    }
    os.environ[SERVED] = json.dumps({name: value for name, value in served.items() if value is not None})
    runner = Runner(name="rapporteur", limit=1, query_seconds=POLL_SECONDS, pause_on_shutdown=False)
    try:
        deployment = runner.add_flow(
            publish_served,
            name=slugify(f"{raw} {dataset}"),
            cron=cron,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
    except ValueError as error:
        raise UsageError(f"--cron {cron!r}: {' '.join(str(error).split())}") from None
    if watched:
        threading.Thread(target=run_on_arrival, args=(raw, deployment), name="watch", daemon=True).start()
    if sources:
        threading.Thread(target=run_when_due, args=(sources, raw, deployment), name="due", daemon=True).start()
    log.warning("serving %s; Ctrl-C stops it", raw)
    asyncio.run(_until_stopped(runner))


async def _until_stopped(runner: Runner) -> None:
    """Start the runs that are due until SIGINT or SIGTERM arrives, which cancels one that is at work."""
    at_work = asyncio.create_task(runner.start())
    while not (runner.started or at_work.done()):
        await asyncio.sleep(0.05)
    stopping: list[asyncio.Task[None]] = []

    def stop() -> None:
        if not stopping:
            log.warning("stopping; a run that is at work is cancelled, and the release that stood stays")
            stopping.append(asyncio.create_task(runner.astop()))

    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):  # in the place of the runner's own, which loses its stop
        loop.add_signal_handler(signal_number, stop)
    await at_work
