"""The deployment, its schedule, its runs and the watcher, in one process."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from pathlib import Path

import httpx
from prefect.runner import Runner
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.types.entrypoint import EntrypointType
from slugify import slugify

from flows.errors import RapporteurError, UsageError
from flows.measure import GOLD
from flows.serve.arrivals import log, run_on_arrival
from flows.serve.deployment import publish_arrivals
from flows.serve.schedules import run_when_due
from flows.storage import is_remote

STARTUP_SECONDS = 120
"""How long a server may take to start; in a new home it makes its database first."""

POLL_SECONDS = 1
"""How often the server is asked for runs that are due."""


def serve_pipeline(
    raw: Path,
    dataset: Path,
    cron: str | None,
    watched: bool,
    workers: int | None = None,
    dask: str | None = None,
    sources: Path | None = None,
) -> None:
    """Serve the pipeline until interrupted or terminated; one run at a time, later arrivals join the next.

    `workers` and `dask` are those of each run. Each of the declared `sources`, if any, is polled on its own schedule.

    Raises UsageError for a schedule that Prefect does not understand.
    """
    raw, dataset = (folder if is_remote(folder) else folder.absolute() for folder in (raw, dataset))
    with api_server():
        runner = Runner(name="rapporteur", limit=1, query_seconds=POLL_SECONDS, pause_on_shutdown=False)
        try:
            deployment = runner.add_flow(
                publish_arrivals,
                name=slugify(f"{raw} {dataset}"),
                cron=cron,
                parameters={
                    "raw": str(raw),
                    "dataset": str(dataset),
                    "gold": str(GOLD.absolute()),
                    "workers": workers,
                    "dask": dask,
                    "sources": str(sources.absolute()) if sources else None,
                },
                entrypoint_type=EntrypointType.MODULE_PATH,
            )
        except ValueError as error:
            raise UsageError(f"--cron {cron!r}: {' '.join(str(error).split())}") from None
        if watched:
            threading.Thread(target=run_on_arrival, args=(raw, deployment), name="watch", daemon=True).start()
        if sources:
            within = copy_context()  # a thread has no settings of Prefect's by itself, and would start another server
            asked = (run_when_due, sources, raw, deployment)
            threading.Thread(target=within.run, args=asked, name="due", daemon=True).start()
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


@contextmanager
def api_server() -> Iterator[None]:
    """A Prefect server for the block where the settings name none, known to the runs that it starts.

    It is started as by hand: the one that Prefect starts by itself fires no schedule. Raises RapporteurError where it
    does not answer.
    """
    if PREFECT_API_URL.value():
        yield
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    url = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port, "--no-ui"]
    # in a session of its own: Ctrl-C shall not end it before the runs are told of
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) as server:
        try:
            _await_answer(url, server)
            os.environ["PREFECT_API_URL"] = url  # runs are processes of their own, and read the environment
            with temporary_settings({PREFECT_API_URL: url}):
                yield
        finally:
            os.environ.pop("PREFECT_API_URL", None)
            server.terminate()


def _await_answer(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/health").is_success:
                return
        time.sleep(0.1)
    raise RapporteurError("Prefect's server does not start; start one by hand, and name it in PREFECT_API_URL")
