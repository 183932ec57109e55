"""A few of the kills of `make kill`; tests/publish/test_kills.py has the steps by name."""

import subprocess
import sys
from pathlib import Path

from flows.publish.releases import find
from tests.kill.jobs import Job
from tests.kill.trial import found_after_the_next_run, found_by_a_reader
from tests.publish.forging import flip
from tests.publish.inputs import CHANGED, TEXTS, publish_texts, write_raw

KILLS = 4


def test_a_run_killed_at_any_time_is_never_noticed(project: Path) -> None:
    command = [sys.executable, "-m", "tests.kill", str(KILLS), "1", "publishing"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{KILLS} of {KILLS} kills, 0 failed" in done.stdout


def test_what_a_trial_looks_for_it_finds(tmp_path: Path) -> None:
    dataset, raw = tmp_path / "dataset", {"0.1.0": tmp_path / "raw-1", "0.2.0": tmp_path / "raw-2"}
    for version, texts in (("0.1.0", TEXTS), ("0.2.0", CHANGED)):
        write_raw(raw[version], texts)
        publish_texts(dataset, texts)
    job = Job("no run", print, dataset, raw, find(dataset).sha256, 0, print)
    assert [*found_by_a_reader(job, dataset), *found_after_the_next_run(job, dataset)] == []
    (dataset / ".staging-left").mkdir()
    flip(dataset / "0.2.0" / "claims.parquet", 0.5)
    assert [line.split(":")[2].strip() for line in found_by_a_reader(job, dataset)] == ["claims.parquet"]
    left, changed, *_ = found_after_the_next_run(job._replace(sha256="0" * 64), dataset)
    assert left.endswith("['.staging-left']")
    assert changed.endswith("not the release that an undisturbed run makes")
