"""Progress says how many files of all are done, how fast, how long it takes yet, and how many are in quarantine."""

import logging
from pathlib import Path

import pytest

from flows.command.progress import progress
from flows.records import Part, Refusal
from flows.workers.progress import Progress, following
from tests.workers.folders import jobs_for


def test_a_line_of_progress() -> None:
    half = Progress(files=50, of_files=1_000, size=5_000_000, of_size=65_000_000, quarantined=3, seconds=2.0)
    assert str(half) == "50 of 1,000 files, 2.50 MB/s, 0:24 left, 3 in quarantine"
    assert str(half._replace(quarantined=0, seconds=20.0)) == "50 of 1,000 files, 0.25 MB/s, 4:00 left"


def test_what_a_step_failed_on_is_counted(raw: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rapporteur")
    jobs = jobs_for(raw, tmp_path)
    failed = Refusal("0.txt", None, "segment", "step_failed", "ValueError: why (turns.py, line 7)")
    parts = [Part(job.folder, (failed,) if job is jobs[0] else ()) for job in jobs]
    assert list(following(jobs, parts)) == parts
    said = [record.getMessage() for record in caplog.records]
    assert [line.split(" files")[0] for line in said] == [f"{number} of 7" for number in range(1, 8)]
    assert said[-1].endswith("0:00 left, 1 in quarantine")


def test_without_a_terminal_lines_of_progress_are_few_and_warnings_are_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = logging.getLogger("rapporteur")
    with progress():
        for number in range(1, 101):
            log.info("%s", Progress(number, 100, number, 100, 0, 1.0))
            log.warning("%s: look at this", number)
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if "look" in line] == [f"rapporteur: {n}: look at this" for n in range(1, 101)]
    assert [line.split(" files")[0] for line in lines if "look" not in line] == [
        "rapporteur: 1 of 100",
        "rapporteur: 100 of 100",
    ]
