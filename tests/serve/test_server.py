"""Serving with a Prefect server that runs by itself: runs, retries and artifacts stand in it."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from filelock import FileLock
from prefect.flows import load_flow_from_entrypoint
from prefect.runner import Runner
from prefect.settings import PREFECT_API_URL, temporary_settings
from slugify import slugify

from flows.publish.releases import listed
from flows.publish.staging import LOCK
from flows.serve.arrivals import ask_for_run
from flows.serve.deployment import SERVED, publish_arrivals, publish_served
from flows.serve.retries import RETRY_SECONDS
from tests.prefect_server import PROGRAMS, Server, wait_for

pytestmark = pytest.mark.xdist_group("prefect")


def asked(server: Server, what: str, **filters: Any) -> list[dict[str, Any]]:
    """What the server says of its flow_runs, artifacts …, oldest first."""
    found: list[dict[str, Any]] = httpx.post(f"{server.url}/{what}/filter", json=filters).raise_for_status().json()
    return sorted(found, key=lambda one: str(one["created"]))


def quarantined(server: Server, dataset: Path) -> list[dict[str, Any]]:
    """The events of releases of that dataset with something in quarantine."""
    wanted = {"filter": {"event": {"name": ["rapporteur.quarantined"]}}}
    found = httpx.post(f"{server.url}/events/filter", json=wanted).raise_for_status().json()["events"]
    return [event for event in found if event["resource"]["dataset"] == str(dataset)]


@contextmanager
def serving(server: Server, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [PROGRAMS / "rapporteur", "serve", *map(str, arguments)]
    with subprocess.Popen(command, env=dict(server.environment), stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)


@pytest.fixture
def raw(tmp_path: Path, raw_folder: Path) -> Path:
    shutil.copytree(raw_folder, tmp_path / "raw")
    return tmp_path / "raw"


def test_a_failed_run_is_tried_again_later_and_the_next_one_does_not_wait(
    server: Server, raw: Path, tmp_path: Path
) -> None:
    dataset = tmp_path / "dataset"
    dataset.mkdir()

    def runs() -> list[dict[str, Any]]:
        named = {"name": {"any_": [slugify(f"{raw} {dataset}")]}}
        return asked(server, "flow_runs", deployments=named, sort="EXPECTED_START_TIME_ASC")

    with serving(server, "--watch", "--raw", raw, "--dataset", dataset) as process:
        with FileLock(dataset / LOCK):  # as if another run were at work
            wait_for(lambda: len(runs()) == 2, process)
        failed, later = runs()
        assert failed["state"]["name"] == "Failed"
        assert failed["state"]["message"].startswith(f"{dataset}: another run is at work here")
        assert later["state"]["type"] == "SCHEDULED"
        assert later["parameters"] == {"attempt": 2}  # the folders are the serving process's alone
        assert later["estimated_start_time_delta"] + RETRY_SECONDS[0] > 0

        (raw / "third.txt").write_text("Several delegations called for restraint.\n")
        (raw / "paper.odt").write_bytes(b"%PDF")
        wait_for(lambda: len(listed(dataset)) == 1, process)
        said = "published 0.1.0 (3 documents"
        wait_for(lambda: any(str(run["state"]["message"]).startswith(said) for run in runs()), process)
        names = {run["state"]["name"] for run in runs() if run["state"]["type"] == "COMPLETED"}
        assert "published with 1 quarantined" in names
        wait_for(lambda: bool(quarantined(server, dataset)), process)
    assert process.returncode == 0

    where = "-".join(part for part in str(dataset).lower().replace("_", "-").split("/") if part)
    tables = {
        artifact["key"].removesuffix(f"-{where}"): json.loads(artifact["data"])
        for artifact in asked(server, "artifacts")
        if artifact["key"].endswith(where)
    }
    assert {"table": "documents", "rows": 3} in tables["published"]
    assert tables["changes"] == []
    assert [(row["source_path"], row["code"]) for row in tables["quarantine"]] == [("paper.odt", "unknown_suffix")]


def test_what_would_fail_every_time_is_not_tried_again(server: Server, raw: Path, tmp_path: Path) -> None:
    (raw / "third.txt").write_text("Many agreed.\n")
    (raw / "third.corrections.toml").write_text("this is no TOML")
    for path in raw.iterdir():
        os.utime(path, (0, 0))  # settled
    with temporary_settings({PREFECT_API_URL: server.url}):
        state = publish_arrivals(raw, tmp_path / "dataset", return_state=True)
    assert state.name == "Refused"
    assert "third.corrections.toml: is not TOML" in str(state.message)


def test_whoever_asks_the_server_for_a_run_cannot_name_other_folders(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SERVED, raising=False)  # other tests serve, and tell their runs by it
    assert not set(publish_served.parameters.properties) & {"raw", "dataset", "gold"}
    with temporary_settings({PREFECT_API_URL: server.url}):
        state = publish_served(return_state=True)  # in a process that serves nothing
    assert state.name == "Refused"


def test_arrivals_while_a_run_waits_join_it(server: Server, tmp_path: Path) -> None:
    with temporary_settings({PREFECT_API_URL: server.url}):
        deployment = Runner(name="test").add_flow(publish_arrivals, name="waits", parameters={"raw": "", "dataset": ""})
        for _ in range(3):
            ask_for_run(deployment)
    assert len(asked(server, "flow_runs", deployments={"id": {"any_": [str(deployment)]}})) == 1


def test_the_work_pool_configuration_deploys_and_a_worker_publishes(
    server: Server, raw: Path, project: Path, tmp_path: Path
) -> None:
    shutil.copy(project / "prefect.yaml", tmp_path)

    def prefect(*arguments: str) -> None:
        command = [PROGRAMS / "prefect", "--no-prompt", *arguments]
        environment = {**server.environment, "PWD": str(tmp_path)}
        subprocess.run(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, check=True)

    for line in (tmp_path / "prefect.yaml").read_text().splitlines():
        if line.startswith("#   prefect ") and "worker" not in line:  # the commands that its head shows
            prefect(*line.split()[2:])
    prefect("deployment", "run", "rapporteur-serve/daily")
    prefect("worker", "start", "--pool", "rapporteur", "--run-once")
    assert [release.version for release in listed(tmp_path / "dataset")] == ["0.1.0"]


def test_the_work_pool_configuration_names_the_flow_and_parameters_that_it_takes(project: Path) -> None:
    (deployment,) = yaml.safe_load((project / "prefect.yaml").read_text())["deployments"]
    flow = load_flow_from_entrypoint(deployment["entrypoint"])
    assert flow.name == publish_arrivals.name
    assert flow.validate_parameters(deployment["parameters"]).keys() <= flow.parameters.properties.keys()


def test_a_server_that_does_not_answer_is_one_line_and_a_failure(server: Server, raw: Path, tmp_path: Path) -> None:
    environment = {**server.environment, "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    done = subprocess.run(
        [PROGRAMS / "rapporteur", "serve", "--watch", "--raw", raw, "--dataset", tmp_path / "dataset"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "PREFECT_API_URL=http://127.0.0.1:9/api" in done.stderr
    assert "Traceback" not in done.stderr
