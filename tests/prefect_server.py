"""A Prefect server of its own process on loopback, as a user would start it: one for all tests that need one."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

PROGRAMS = Path(sys.executable).parent


class Server(NamedTuple):
    """Where it listens, and the environment of programs that use it."""

    url: str
    environment: Mapping[str, str]


@contextmanager
def prefect_server(folder: Path) -> Iterator[Server]:
    """A server for the block, which keeps its state in the folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {
        "PREFECT_HOME": str(folder),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    command = [PROGRAMS / "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    with subprocess.Popen(command, env={**os.environ, **home}, stdout=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}/api"
        wait_for(lambda: answers(url), process)
        yield Server(url, {**os.environ, **home, "PREFECT_API_URL": url})
        process.terminate()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health").is_success
    except httpx.HTTPError:
        return False


def wait_for(what: Callable[[], bool], process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Wait until it is so, while the process lives; fail after ten minutes: another process may keep all cores busy."""
    deadline, pause = time.monotonic() + 600, 0.1
    while not what():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(pause)
        pause = min(pause * 1.2, 2.0)
