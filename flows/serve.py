"""The pipeline as a Prefect deployment: on a schedule, when files arrive in the raw folder, or both.

Importing this module imports Prefect; `flows/orchestration.py` sets its environment before.
"""

import asyncio
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from prefect.deployments import run_deployment
from prefect.exceptions import TerminationSignal
from prefect.runner import Runner
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.types.entrypoint import EntrypointType
from watchfiles import watch

from flows.errors import UsageError
from flows.measure import GOLD
from flows.pipeline import build_release

log = logging.getLogger("rapporteur")

DEPLOYMENT = "rapporteur"
SETTLED_MS = 2_000  # a file that still grows has been written to within so long
POLL_SECONDS = 1  # how often the server is asked for runs that are due


def serve_pipeline(raw: Path, dataset: Path, cron: str | None, watched: bool) -> None:
    """Serve the pipeline until interrupted or terminated; one run at a time, later arrivals join the next.

    Raises UsageError for a schedule that Prefect does not understand.
    """
    with api_server():
        runner = Runner(name=DEPLOYMENT, limit=1, query_seconds=POLL_SECONDS, pause_on_shutdown=False)
        try:
            runner.add_flow(
                build_release,
                name=DEPLOYMENT,
                cron=cron,
                parameters={
                    "raw": str(raw.absolute()),
                    "dataset": str(dataset.absolute()),
                    "gold": str(GOLD.absolute()),
                },
                entrypoint_type=EntrypointType.MODULE_PATH,
            )
        except ValueError as error:
            raise UsageError(f"--cron {cron!r}: {' '.join(str(error).split())}") from None
        if watched:
            threading.Thread(target=_run_on_arrival, args=(raw,), name="watch", daemon=True).start()
        log.warning("serving %s; Ctrl-C stops it", raw)
        with suppress(KeyboardInterrupt, TerminationSignal):
            asyncio.run(runner.start())


@contextmanager
def api_server() -> Iterator[None]:
    """A Prefect server for the block where the settings name none, known to the runs that it starts."""
    if PREFECT_API_URL.value():
        yield
        return
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    server.start(timeout=120)
    # runs are processes of their own, and read the environment
    os.environ["PREFECT_API_URL"] = server.api_url
    try:
        with temporary_settings({PREFECT_API_URL: server.api_url}):
            yield
    finally:
        del os.environ["PREFECT_API_URL"]
        server.stop()


def _run_on_arrival(raw: Path) -> None:
    """Ask for a run now, for what came while nobody watched, and whenever the raw folder has changed and settled."""
    name = f"{build_release.name}/{DEPLOYMENT}"
    run_deployment(name, timeout=0)
    for _ in watch(raw, debounce=60_000, step=SETTLED_MS):
        run_deployment(name, timeout=0)
