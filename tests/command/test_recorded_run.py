"""`rapporteur run` with a Prefect server: one that comes along (`--prefect`), or one that is configured."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

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
        steps = {name.split("-")[0] for (name,) in database.execute("SELECT name FROM task_run")}
        logged = " ".join(message for (message,) in database.execute("SELECT message FROM log"))
        artifacts = {key.split("-")[0] for (key,) in database.execute("SELECT key FROM artifact")}
    assert state == ("Completed", "COMPLETED")
    assert steps == {"work", "measure", "publish"}
    assert "1 of 1 files" in logged
    assert "Finished in state Completed" in logged  # the last line
    assert artifacts == {"published", "changes", "quarantine"}
    assert not [
        one for one in psutil.process_iter(["environ"]) if (one.info["environ"] or {}).get("PREFECT_HOME") == str(home)
    ]


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
