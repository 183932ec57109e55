"""A Prefect server of our own, where none is configured: started, waited for and ended by the process that needs it."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException

from flows.errors import RapporteurError
from flows.orchestration.settings import API_URL

PATIENCE_SECONDS = (60, 180, 540)
"""How long each start may take, on a loaded machine or where the database is made first; after the last, it failed."""
_STOP_SECONDS = 5
PROGRAM = "flows.orchestration.server_process"
_HOST = "127.0.0.1"


class EmbeddedServer:
    """A server that was started and may not answer yet."""

    def __init__(self, services: bool) -> None:
        """Start it; with `services`, it fires schedules."""
        self.services = services
        self.port = 0
        self.process = self._start()

    def wait(self) -> None:
        """Return once it answers; start it again where that takes too long.

        Raises RapporteurError where it never does.
        """
        for seconds in PATIENCE_SECONDS:
            if self._answers_within(seconds):
                return
            self.stop()
            self.process = self._start()
        raise RapporteurError(f"Prefect's server does not start; start one by hand, and name it in {API_URL}")

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()

    def _start(self) -> subprocess.Popen[bytes]:
        with socket.socket() as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((_HOST, self.port))
            self.port = listening.getsockname()[1]
            number = listening.fileno()
            environment = {**os.environ, "PREFECT__SERVER_FINAL": "1", "PREFECT_UI_ENABLED": "0"}
            if not self.services:
                environment["PREFECT__SERVER_EPHEMERAL"] = "1"
            return subprocess.Popen(
                [sys.executable, "-P", "-m", PROGRAM, str(number)],
                stdin=subprocess.PIPE,  # never written to: it tells the server when this process ends
                stdout=subprocess.DEVNULL,
                env=environment,
                pass_fds=[number],
                start_new_session=True,  # Ctrl-C shall not end it before the runs are told of
            )

    def _answers_within(self, seconds: float) -> bool:
        end, pause = time.monotonic() + seconds, 0.05
        while self.process.poll() is None and time.monotonic() < end:
            if self._answers():
                return True
            time.sleep(pause)
            pause = min(pause * 1.2, 1.0)
        return False

    def _answers(self) -> bool:
        connection = HTTPConnection(_HOST, self.port, timeout=5)
        with suppress(OSError, HTTPException):
            connection.request("GET", "/api/health")
            return connection.getresponse().status == 200
        return False


@contextmanager
def embedded_server(services: bool) -> Iterator[EmbeddedServer]:
    """Start a server for the block, with a password of its own, and name it to this process and those that it starts.

    Enter it before Prefect is imported, which reads the environment then and can go on beside the start; call `wait`
    before the first call of the API. When the block ends, what was logged is sent before the server ends.
    """
    password = f"rapporteur:{secrets.token_urlsafe(32)}"
    own = {"PREFECT_SERVER_API_AUTH_STRING": password, "PREFECT_API_AUTH_STRING": password}
    before = {name: os.environ.get(name) for name in (*own, API_URL)}
    os.environ.update(own)
    server = EmbeddedServer(services)
    os.environ[API_URL] = f"http://{_HOST}:{server.port}/api"
    try:
        yield server
    finally:
        _send_what_was_logged()
        server.stop()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _send_what_was_logged() -> None:
    """Let Prefect send what waits in its queues; a server that is gone must not keep the run from ending."""
    if "prefect.logging.handlers" not in sys.modules:
        return
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for worker in (APILogWorker, EventsWorker):
        worker.drain_all(timeout=_STOP_SECONDS)
