"""Runs that make the next release in a dataset folder which has one already, to be killed on their way."""

import logging
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from flows.publish.releases import find
from tests.kill.processes import forked
from tests.publish.inputs import CHANGED, TEXTS, publish_texts, write_raw

STATEMENT = "The Chair thanked all delegations. Many delegations called for {}.\n"


class Job(NamedTuple):
    """A run, what it finds, and what it makes where nothing stops it."""

    name: str
    run: Callable[[Path], object]  # on a dataset folder
    before: Path  # a dataset folder with release 0.1.0; not to be written to
    raw: dict[str, Path]  # the raw files of each release, by version
    sha256: str  # of release 0.2.0
    seconds: float  # how long the run takes
    next_run: Callable[[Path], object]  # what comes after a killed one: the same run, without its imports

    def copy(self, folder: Path) -> Path:
        """A copy of the dataset folder that the run finds."""
        return Path(shutil.copytree(self.before, folder))


def publishing(folder: Path) -> Job:
    """The last step alone, so that every kill falls into it; `folder` is for what the job needs."""
    raw = {"0.1.0": folder / "raw-1", "0.2.0": folder / "raw-2"}
    write_raw(raw["0.1.0"], TEXTS)
    write_raw(raw["0.2.0"], CHANGED)
    publish_texts(folder / "before")
    publish_texts(folder / "once", CHANGED)  # what is worked out once for each process, forks find here
    return _measured("publishing alone", lambda dataset: publish_texts(dataset, CHANGED), folder, raw)


def whole_run(folder: Path) -> Job:
    """All steps over a tiny raw folder, without Prefect's server."""
    os.environ["PREFECT_HOME"] = str(folder / "prefect")
    from flows.pipeline import build_release

    logging.disable(logging.WARNING)  # that the files have no sidecars
    raw = {"0.1.0": folder / "raw-1", "0.2.0": folder / "raw-2"}
    write_raw(raw["0.1.0"], {"one": STATEMENT.format("peace")})
    write_raw(raw["0.2.0"], {"one": STATEMENT.format("restraint"), "two": STATEMENT.format("peace")})
    build_release(raw["0.1.0"], folder / "before")
    return _measured("the whole run", lambda data: build_release(raw["0.2.0"], data, workers=1), folder, raw)


def run_of_two(folder: Path) -> Job:
    """All steps, with the work shared between two processes, which have to end when the run is killed."""
    os.environ["PREFECT_HOME"] = str(folder / "prefect")
    from flows import pipeline

    logging.disable(logging.WARNING)
    pipeline.BYTES = 1  # a batch for each file
    raw = {"0.1.0": folder / "raw-1", "0.2.0": folder / "raw-2"}
    write_raw(raw["0.1.0"], {"one": STATEMENT.format("peace")})
    write_raw(raw["0.2.0"], {f"n{number}": STATEMENT.format("peace") * 40 for number in range(8)})
    pipeline.build_release(raw["0.1.0"], folder / "before", workers=1)
    return _measured("a run of two", lambda data: pipeline.build_release(raw["0.2.0"], data, workers=2), folder, raw)


def full_again(folder: Path) -> Job:
    """All steps over raw files whose release stands already: it is made again, and nothing is published."""
    return _again(folder, "the whole run, --full", full=True)


def nothing_new(folder: Path) -> Job:
    """A run that finds nothing new, in a dataset folder in which a killed run left its staging."""
    return _again(folder, "nothing new", full=False)


def command_full(folder: Path) -> Job:
    """The command as a user starts it, `rapporteur run --full`, over raw files whose release stands already."""
    return _by_command(folder, full_again(folder), "--full")


def command_nothing(folder: Path) -> Job:
    """The command as a user starts it, `rapporteur run`, which finds nothing new."""
    return _by_command(folder, nothing_new(folder))


def _by_command(folder: Path, job: Job, *options: str) -> Job:
    start = "from flows.command import main; main()"

    def become(dataset: Path) -> None:
        said = os.open(os.devnull, os.O_WRONLY)
        os.dup2(said, sys.stdout.fileno())
        os.dup2(said, sys.stderr.fileno())
        folders = ["--raw", str(job.raw["0.2.0"]), "--dataset", str(dataset)]
        os.execv(sys.executable, [sys.executable, "-c", start, "run", *folders, *options])

    name = " ".join(["the command: rapporteur run", *options])
    return _measured(name, become, folder / "command", job.raw, job.before, job.run)


def _again(folder: Path, name: str, full: bool) -> Job:
    first = whole_run(folder)
    from flows.pipeline import build_release

    build_release(first.raw["0.2.0"], first.before, workers=1)
    (first.before / ".staging-left" / "parts").mkdir(parents=True)
    raw = first.raw
    return _measured(
        name, lambda data: build_release(raw["0.2.0"], data, full, workers=1), folder / "again", raw, first.before
    )


JOBS = {
    "publishing": publishing,
    "run": whole_run,
    "two": run_of_two,
    "full": full_again,
    "nothing": nothing_new,
    "command-full": command_full,
    "command-nothing": command_nothing,
}


def _measured(
    name: str,
    run: Callable[[Path], object],
    folder: Path,
    raw: dict[str, Path],
    before: Path | None = None,
    next_run: Callable[[Path], object] | None = None,
) -> Job:
    folder.mkdir(exist_ok=True)
    job = Job(name, run, before or folder / "before", raw, "", 0.0, next_run or run)
    seconds = []
    for number in range(3):
        dataset = job.copy(folder / f"measured-{number}")
        begin = time.monotonic()
        assert forked(lambda dataset=dataset: run(dataset)).wait() == 0
        seconds.append(time.monotonic() - begin)
    return job._replace(sha256=find(dataset).sha256, seconds=median(seconds))
