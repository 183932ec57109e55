"""`rapporteur serve`: a file dropped into a watched folder becomes a release by itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from flows.publish.releases import listed

pytestmark = pytest.mark.xdist_group("prefect")
RAPPORTEUR = str(Path(sys.executable).parent / "rapporteur")


@contextmanager
def serving(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A serving process, terminated in the end."""
    process = subprocess.Popen([RAPPORTEUR, "serve", *arguments], stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def servers(process: subprocess.Popen[str]) -> list[str]:
    """The addresses of all Prefect servers that the process started (its own port is for what its runs tell it)."""
    family = psutil.Process(process.pid).children(recursive=True)
    listening = [one.laddr for member in family for one in member.net_connections("tcp") if one.status == "LISTEN"]
    return [f"http://{address.ip}:{address.port}/api" for address in listening]


def wait_for(what: Callable[[], bool], process: subprocess.Popen[str], seconds: int = 600) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_third_file_dropped_into_a_watched_folder_is_published_by_itself(
    tmp_path: Path, raw_folder: Path, rapporteur: Callable
) -> None:
    raw, dataset = tmp_path / "raw", tmp_path / "dataset"
    raw.mkdir()
    for path in raw_folder.iterdir():
        (raw / path.name).write_bytes(path.read_bytes())
    with serving("--watch", "--raw", str(raw), "--dataset", str(dataset)) as process:
        wait_for(lambda: len(listed(dataset)) == 1, process)  # what was there when it started
        (raw / "third.txt").write_text("Distinguished delegates, several delegations called for restraint.\n")
        wait_for(lambda: len(listed(dataset)) == 2, process)
        assert len(servers(process)) == 1  # the watcher has none of its own
        assert [
            httpx.post(f"{url}/deployments/filter", json={}, timeout=60).status_code for url in servers(process)
        ] == [401]
    assert process.returncode == 0
    assert not psutil.pid_exists(process.pid)
    sql = "SELECT agreement, act FROM claims WHERE document_id = 'third'"
    answer = rapporteur("query", sql, "--csv", "--dataset", dataset)
    assert answer.out.split() == ["agreement,act", "several,call"]


def test_a_schedule_publishes_without_anything_arriving(tmp_path: Path, raw_folder: Path) -> None:
    dataset = tmp_path / "dataset"
    with serving("--cron", "* * * * *", "--raw", str(raw_folder), "--dataset", str(dataset)) as process:
        wait_for(lambda: len(listed(dataset)) == 1, process)
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "--cron"),
        (("--watch", "--raw", "no-such-folder"), "no-such-folder"),
        (("--watch", "--raw", "memory://raw"), "a bucket cannot be watched; give --cron"),
        (("--cron", "often"), "often"),
    ],
)
def test_what_cannot_be_served_is_wrong_usage(
    rapporteur: Callable, tmp_path: Path, raw_folder: Path, arguments: tuple[str, ...], reason: str
) -> None:
    raw = () if "--raw" in arguments else ("--raw", raw_folder)
    answer = rapporteur("serve", *arguments, *raw, "--dataset", tmp_path / "dataset")
    assert answer.code == 2
    assert reason in answer.err
    assert "Traceback" not in answer.err
