"""A real Dask scheduler on loopback, with two workers: the parts of a cluster are those of one process."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from flows.batch import Job
from flows.command import answer
from flows.errors import RapporteurError, UsageError
from flows.fingerprint import fingerprint
from flows.workers import Workers, work_by
from flows.workers.cluster import work_as_here, work_on_cluster
from tests.workers.folders import WORDS, jobs_for, made

BIN = Path(sys.executable).parent
NOWHERE = "tcp://127.0.0.1:9"


class Cluster(NamedTuple):
    """A scheduler's address, and the processes of its workers."""

    address: str
    workers: list["subprocess.Popen[str]"]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    where = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
    scheduler = started("scheduler", *where, "--port", "0", cwd=tmp_path)
    address = said(scheduler, r"Scheduler at:\s+(tcp://\S+)")
    aside = ["--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path)]
    workers = [started("worker", address, *where, *aside, cwd=tmp_path) for _ in range(2)]
    for worker in workers:
        said(worker, r"(Registered) to")
    yield Cluster(address, workers)
    for process in (*workers, scheduler):
        process.kill()
        process.communicate()


def started(*command: str, cwd: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([BIN / "dask", *command], stderr=subprocess.PIPE, text=True, cwd=cwd)


def said(process: "subprocess.Popen[str]", pattern: str) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(pattern, line):
            return found[1]
    raise AssertionError(f"ended without {pattern}")


def test_a_cluster_makes_the_parts_of_one_process_also_where_a_worker_is_killed(
    raw: Path, tmp_path: Path, cluster: Cluster
) -> None:
    for number in range(12):
        (raw / f"more-{number}.txt").write_text(WORDS * 200)
    here, there = tmp_path / "here", tmp_path / "there"
    there.mkdir()
    parts = work_on_cluster(jobs_for(raw, there), cluster.address)
    first = next(parts)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    assert made(sorted([first, *parts]), there) == made(list(work_by(Workers(1), jobs_for(raw, here))), here)
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert cluster.workers[1].poll() is None


def test_folders_that_a_worker_does_not_see_are_told(raw: Path, tmp_path: Path, cluster: Cluster) -> None:
    with pytest.raises(UsageError, match="nowhere is not there: share it"):
        list(work_on_cluster(jobs_for(raw, tmp_path / "nowhere"), cluster.address))


def test_a_worker_with_other_code_is_told(raw: Path, tmp_path: Path) -> None:
    job: Job = jobs_for(raw, tmp_path)[0]
    made_by = fingerprint()
    assert work_as_here(job, made_by).folder == job.folder
    with pytest.raises(UsageError, match=r"worker on \S+: has other code, pyarrow than here"):
        work_as_here(job, made_by | {"code": "0" * 64, "pyarrow": "1.0.0"})


def test_an_address_where_no_scheduler_listens_is_told_in_one_line(raw: Path, tmp_path: Path) -> None:
    with pytest.raises(RapporteurError, match=rf"^--dask {NOWHERE}: no scheduler answers there") as failure:
        list(work_on_cluster(jobs_for(raw, tmp_path), NOWHERE))
    assert failure.value.exit_code == 1


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--dask", NOWHERE], 1, "no scheduler answers"),
        (["--dask", "nonsense://"], 2, "is no address"),
        (["--dask", NOWHERE, "--workers", "2"], 2, "not both"),
        (["--workers", "0"], 2, "workers"),
    ],
)
def test_the_command_says_so_before_it_starts_prefect(
    raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: int, words: str
) -> None:
    assert answer(["run", "--raw", str(raw), "--dataset", str(tmp_path / "dataset"), *options]) == code
    assert words in capsys.readouterr().err
    assert not (tmp_path / "dataset").exists()
