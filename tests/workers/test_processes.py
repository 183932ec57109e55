"""Two processes make the same parts as one; one that dies is told, and nobody works on when the work is stopped."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.errors import RapporteurError
from flows.intake.corrections import CorrectionError
from flows.records import Part
from flows.workers import Workers, work_by
from flows.workers.processes import work_in_processes
from tests.workers.folders import WORDS, jobs_for, made


def test_the_parts_do_not_depend_on_how_many_processes_make_them(raw: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    here = list(work_by(Workers(1), jobs_for(raw, one)))
    shared = sorted(work_by(Workers(2), jobs_for(raw, two)))
    assert made(shared, two) == made(here, one)
    assert [refusal.code for part in here for refusal in part.refusals] == ["binary"]


def test_workers_import_neither_prefect_nor_pandas() -> None:
    script = (
        "import sys, flows.ready, pyarrow; pyarrow.array(['a']); assert not {'prefect', 'pandas'} & sys.modules.keys()"
    )
    assert os.spawnv(os.P_WAIT, os.sys.executable, [os.sys.executable, "-c", script]) == 0


def test_arrow_takes_memory_from_the_system_and_gives_it_back() -> None:
    script = "import flows.ready, pyarrow; assert pyarrow.default_memory_pool().backend_name == 'system'"
    assert os.spawnv(os.P_WAIT, os.sys.executable, [os.sys.executable, "-c", script]) == 0


def nobody_works() -> bool:
    """Whether the processes that worked have ended, or do so soon."""
    for process in multiprocessing.active_children():
        process.join(10)
    return not multiprocessing.active_children()


def killing_one(parts: Iterator[Part]) -> None:
    """Take the first part, kill one process that works, and take the others."""
    next(parts)
    worker = multiprocessing.active_children()[0]
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    list(parts)


def test_a_worker_that_dies_ends_the_work_with_one_line(raw: Path, tmp_path: Path) -> None:
    for number in range(40):
        (raw / f"more-{number}.txt").write_text(WORDS * 100)
    with pytest.raises(RapporteurError, match=r"^a worker process died.*--workers$") as failure:
        killing_one(work_in_processes(jobs_for(raw, tmp_path), 2))
    assert failure.value.exit_code == 1
    assert nobody_works()


def test_when_the_work_is_stopped_nobody_works_on(raw: Path, tmp_path: Path) -> None:
    parts = work_in_processes(jobs_for(raw, tmp_path), 2)
    next(parts)
    with pytest.raises(KeyboardInterrupt):
        parts.throw(KeyboardInterrupt)
    assert nobody_works()


def test_what_stops_a_run_stops_it_from_a_worker_too(raw: Path, tmp_path: Path) -> None:
    correction = 'claim = "0.c-0000000000"\nreason = "r"\nby = "b"\nexpect = {act = "call"}\nset = {act = "state"}'
    (raw / "0.corrections.toml").write_text(f"[[correction]]\n{correction}")
    with pytest.raises(CorrectionError, match=r"0\.corrections\.toml: correction 1"):
        list(work_in_processes(jobs_for(raw, tmp_path), 2))
