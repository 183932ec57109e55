"""The server that comes along: it waits with patience, asks for a password, and ends with its parent."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from flows.errors import RapporteurError
from flows.orchestration import embedded_server as module
from flows.orchestration.embedded_server import EmbeddedServer, embedded_server

LATE = """
import pathlib, socket, sys, time
starts = pathlib.Path({starts!r})
starts.write_text(starts.read_text() + "x")
if len(starts.read_text()) < {answers_at}:
    {fails}
with socket.socket(fileno=int(sys.argv[1])) as listening:
    listening.listen()
    while True:
        asked, _ = listening.accept()
        asked.recv(4096)
        asked.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
        asked.close()
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)


@pytest.fixture
def starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """How often a server was started, a character each, where `late_server` is what starts."""
    path = tmp_path / "starts"
    path.write_text("")
    monkeypatch.setattr(module, "PATIENCE_SECONDS", (4, 8, 16))
    monkeypatch.setattr(module, "PROGRAM", "late_server")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    yield path


@pytest.mark.parametrize("fails", ["sys.exit(1)", "time.sleep(600)"], ids=["dies", "hangs"])
def test_a_start_that_fails_is_tried_again_on_the_same_port(starts: Path, tmp_path: Path, fails: str) -> None:
    (tmp_path / "late_server.py").write_text(LATE.format(starts=str(starts), answers_at=2, fails=fails))
    server = EmbeddedServer(services=False)
    port = server.port
    try:
        server.wait()
    finally:
        server.stop()
    assert starts.read_text() == "xx"
    assert server.port == port


def test_a_server_that_never_starts_is_one_line(starts: Path, tmp_path: Path) -> None:
    (tmp_path / "late_server.py").write_text(LATE.format(starts=str(starts), answers_at=9, fails="sys.exit(1)"))
    server = EmbeddedServer(services=False)
    with pytest.raises(RapporteurError, match="name it in PREFECT_API_URL"):
        server.wait()
    server.stop()
    assert starts.read_text().count("x") >= 3


@pytest.mark.xdist_group("prefect")
def test_only_who_knows_the_password_of_this_start_can_use_it_and_its_state_is_closed(tmp_path: Path) -> None:
    with embedded_server(services=False) as server:
        server.wait()
        url, password = os.environ["PREFECT_API_URL"], os.environ["PREFECT_API_AUTH_STRING"]
        wrong = "rapporteur:guess"
        answers = [
            httpx.post(f"{url}/flows/filter", json={}, auth=auth, timeout=60).status_code
            for auth in (None, tuple(wrong.split(":")), tuple(password.split(":", 1)))
        ]
        assert answers == [401, 401, 200]
        modes = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "prefect").glob("*.db*")}
    assert modes
    assert not any(modes.values())
    assert "PREFECT_API_URL" not in os.environ
    assert "PREFECT_API_AUTH_STRING" not in os.environ


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_the_server_ends_with_its_parent_however_that_ends(starts: Path, tmp_path: Path) -> None:
    import signal
    import subprocess

    import psutil

    (tmp_path / "late_server.py").write_text("")  # the real program, whose imports take longer than the parent lives
    script = (
        "import time; from flows.orchestration.embedded_server import EmbeddedServer; "
        "print(EmbeddedServer(services=False).process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        server = psutil.Process(int(parent.stdout.readline()))
        assert server.is_running()
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        server.wait(timeout=60)
