"""Two processes make the same parts as one; one that dies is told, and nobody works on when the work is stopped."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.batch import Job
from flows.errors import RapporteurError
from flows.intake import take_stock
from flows.intake.corrections import CorrectionError
from flows.publish.parts import part_folder
from flows.records import Part
from flows.workers import Workers, work_by
from flows.workers.processes import work_in_processes

WORDS = "The Chair thanked all delegations. Many delegations called for peace; some opposed it.\n\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(WORDS * (number + 1))
    (folder / "no-text.txt").write_bytes(b"\xff\x00\x01" * 50)
    return folder


def jobs_for(raw: Path, staging: Path) -> list[Job]:
    """A job for each raw file."""
    sources = take_stock(raw).sources
    return [Job(raw, (source,), part_folder(staging, number)) for number, source in enumerate(sources)]


def made(parts: list[Part], staging: Path) -> dict[str, bytes]:
    """Path below the staging folder -> bytes, of all that the parts hold, and their refusals."""
    files = [path for part in parts for path in sorted(part.folder.iterdir())]
    held = {path.relative_to(staging).as_posix(): path.read_bytes() for path in files}
    return held | {part.folder.name: repr(part.refusals).encode() for part in parts}


def test_the_parts_do_not_depend_on_how_many_processes_make_them(raw: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    here = list(work_by(Workers(1), jobs_for(raw, one)))
    shared = sorted(work_by(Workers(2), jobs_for(raw, two)))
    assert made(shared, two) == made(here, one)
    assert [refusal.code for part in here for refusal in part.refusals] == ["binary"]


def test_workers_do_not_import_prefect() -> None:
    script = "import sys, flows.workers.ready; assert 'prefect' not in sys.modules"
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
