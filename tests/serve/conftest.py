"""A Prefect server of its own process on loopback, as a user would start it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

PROGRAMS = Path(sys.executable).parent


class Server(NamedTuple):
    """Where it listens, and the environment of programs that use it."""

    url: str
    environment: Mapping[str, str]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {
        "PREFECT_HOME": str(tmp_path_factory.mktemp("server")),
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
    """Wait until it is so, while the process lives; fail after some minutes."""
    deadline = time.monotonic() + 180
    while not what():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.2)
