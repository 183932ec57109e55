"""`rapporteur run` with a Prefect server: one that comes along (`--prefect`), or one that is configured."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from flows.orchestration.embedded_server import PROGRAM
from tests.prefect_server import Server

pytestmark = pytest.mark.xdist_group("prefect")
RAPPORTEUR = str(Path(sys.executable).parent / "rapporteur")
WORDS = "The Chair thanked all delegations. Many delegations called for peace.\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "good.txt").write_text(WORDS)
    return folder


def run(raw: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [RAPPORTEUR, "run", "--raw", str(raw), "--dataset", str(raw.parent / "dataset"), *arguments]
    known = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**known, **environment})


def test_the_server_that_comes_along_keeps_run_steps_log_and_artifacts_and_is_gone(raw: Path) -> None:
    home = raw.parent / ".rapporteur" / "prefect"
    done = run(raw, "--prefect")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "plain run" not in done.stderr
    with sqlite3.connect(home / "prefect.db") as database:
        (state,) = database.execute("SELECT state_name, state_type FROM flow_run")
        steps = {re.split("[-:]", name)[0] for (name,) in database.execute("SELECT name FROM task_run")}
        logged = " ".join(message for (message,) in database.execute("SELECT message FROM log"))
        artifacts = {key.split("-")[0] for (key,) in database.execute("SELECT key FROM artifact")}
    assert state == ("Completed", "COMPLETED")
    of_batches = {"intake", "clean", "segment", "code", "correct", "link", "validate"}
    assert steps == {"work", *of_batches, "measure", "publish"}
    assert "1 of 1 files" in logged
    assert "Finished in state Completed" in logged  # the last line
    assert artifacts == {"published", "changes", "quarantine", "steps"}
    assert not with_home(str(home))


@pytest.mark.parametrize("seconds", [0, 8], ids=["while it starts", "at work"])
def test_a_run_that_is_killed_leaves_no_server_behind(raw: Path, seconds: float) -> None:
    home = str(raw.parent / ".rapporteur" / "prefect")
    command = [RAPPORTEUR, "run", "--prefect", "--raw", str(raw), "--dataset", str(raw.parent / "dataset")]
    known = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    with subprocess.Popen(command, env=known, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        family = psutil.Process(process.pid)
        while not (started := [one for one in family.children() if PROGRAM in one.cmdline()]):
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(seconds)
        process.kill()
    psutil.wait_procs(started, timeout=60)
    assert not with_home(home)


def with_home(home: str) -> list[psutil.Process]:
    """The processes that keep Prefect's state in that folder."""
    found = psutil.process_iter(["environ"])
    return [one for one in found if (one.info["environ"] or {}).get("PREFECT_HOME") == home]


def test_a_configured_server_keeps_the_run(server: Server, raw: Path) -> None:
    done = run(raw, PREFECT_API_URL=server.url, PREFECT_HOME=server.environment["PREFECT_HOME"])
    assert done.returncode == 0, done.stderr
    runs = httpx.post(f"{server.url}/flow_runs/filter", json={"flows": {"name": {"any_": ["rapporteur"]}}}).json()
    mine = [one for one in runs if one["parameters"]["raw"] == str(raw)]
    assert [one["state"]["type"] for one in mine] == ["COMPLETED"]


def test_a_configured_server_that_does_not_answer_is_told_in_one_line(raw: Path) -> None:
    done = run(raw, PREFECT_API_URL="http://127.0.0.1:9/api", PREFECT_CLIENT_MAX_RETRIES="0")
    assert done.returncode == 1
    assert "PREFECT_API_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (raw.parent / "dataset" / "releases.json").exists()
