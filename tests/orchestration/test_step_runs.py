"""What each step did: summed over batches, logged, and shown by Prefect as task runs with their own times."""

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.batch import Job, work_on
from flows.intake import take_stock
from flows.orchestration.step_runs import StepRun, summed
from flows.records import StepCount
from tests.prefect_server import PROGRAMS, Server

STEPS = ["intake", "clean", "segment", "code", "correct", "link", "validate"]


def test_counts_of_batches_are_summed_and_their_times_span_all_of_them() -> None:
    counts = [
        StepCount("clean", 10.0, 2.0, 5, 4, 1),
        StepCount("code", 12.0, 3.0, 4, 4, 0),
        StepCount("clean", 9.0, 1.5, 3, 3, 0),
    ]
    assert summed(counts) == [StepRun("clean", 9.0, 12.0, 3.5, 8, 7, 1), StepRun("code", 12.0, 15.0, 3.0, 4, 4, 0)]


def test_a_batch_says_what_each_step_took_and_gave(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("Delegates agreed that help is needed.", encoding="utf-8")
    (raw / "b.txt").write_bytes(b"\xff\xfe\x00")  # refused by intake
    part = work_on(Job(raw, take_stock(raw).sources, tmp_path / "parts" / "0"))
    assert [count.step for count in part.steps] == STEPS
    assert part.steps[0].given == part.steps[0].done + part.steps[0].refused
    assert all(count.given == 1 for count in part.steps[1:])
    assert part.steps[-1].done > 1  # rows of tables


@pytest.mark.xdist_group("prefect")
def test_prefect_shows_each_step_with_its_duration_and_counts(server: Server, raw_folder: Path, tmp_path: Path) -> None:
    dataset = tmp_path / "shown"
    command = [PROGRAMS / "rapporteur", "run", "--raw", raw_folder, "--dataset", dataset]
    done = subprocess.run(command, env=dict(server.environment), capture_output=True, text=True)
    assert done.returncode in (0, 4), done.stderr
    assert "metrics: intake: " in done.stderr

    def asked(what: str, **filters: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.post(f"{server.url}/{what}/filter", json=filters).raise_for_status().json()
        return found

    (run,) = asked("flow_runs", flow_runs={"tags": {"all_": ["shown"]}})
    assert run["name"] == "publish shown 0.1.0"
    tasks = {one["task_key"]: one for one in asked("task_runs", flow_runs={"id": {"any_": [run["id"]]}})}
    shown = [tasks[f"rapporteur.{step}"] for step in STEPS]
    assert all(one["name"].startswith(f"{step}: ") for step, one in zip(STEPS, shown, strict=True))
    assert all(one["state_type"] == "COMPLETED" and one["total_run_time"] > 0 for one in shown)
    assert len(tasks) < 24
    (table,) = asked("artifacts/latest", artifacts={"key": {"like_": "steps-%shown"}})
    assert [row["step"] for row in json.loads(table["data"])] == STEPS
