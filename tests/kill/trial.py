"""One kill, and all that has to hold after it."""

import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flows.publish.publication import refuse_touched
from flows.publish.releases import find
from flows.publish.staging import INTENT, STAGING
from flows.verify import verify
from tests.kill.jobs import Job
from tests.kill.processes import forked, left_behind

# what a dataset folder holds in the end
STANDING = {
    *(".lock", "0.1.0", "0.2.0", "attestations", "builds.jsonl", "changes.parquet", "rapporteur.duckdb"),
    *("releases.atom", "releases.json", "releases.sql"),
}


class Trial(NamedTuple):
    """What became of a run that was killed."""

    place: str  # how far it had come; "ended" where it was faster than the kill
    sound: bool  # whether all that has to hold does; what does not stands on standard output


def trial(job: Job, folder: Path, seconds: float) -> Trial:
    """Kill the job after so many seconds, look at what a reader finds, and run it again; `folder` comes and goes."""
    dataset = job.copy(folder)
    run = forked(lambda: job.run(dataset))
    time.sleep(seconds)
    killed = run.kill() == -signal.SIGKILL
    place = where(dataset) if killed else "ended"
    sound = forked(lambda: check(job, dataset)).wait() == 0
    left = left_behind(run.pid)
    for command in left:
        sys.stdout.write(f"after the next run: a process of the killed one goes on: {command}\n")
    shutil.rmtree(dataset)
    return Trial(place, sound and not left)


def where(dataset: Path) -> str:
    """How far a run had come that was killed."""
    staging = list(dataset.glob(f"{STAGING}*"))
    if find(dataset).version == "0.2.0":
        return "listed, the DuckDB file not yet" if staging else "about to end"
    if (dataset / "0.2.0").exists():
        return "in its place, not yet listed"
    if any((folder / INTENT).exists() for folder in staging):
        return "announced"
    return "preparing" if staging else "before anything was written"


def check(job: Job, dataset: Path) -> None:
    """Raise AssertionError, with every problem, where a reader or the next run finds one."""
    problems = [*found_by_a_reader(job, dataset)]
    run = forked(lambda: job.next_run(dataset))
    if code := run.wait():
        problems.append(f"the next run: ended with {code}")
    problems += (f"after the next run: a process of it goes on: {command}" for command in left_behind(run.pid))
    problems += found_after_the_next_run(job, dataset)
    assert not problems, "\n".join(problems)


def found_by_a_reader(job: Job, dataset: Path) -> Iterator[str]:
    """What is wrong with the release that is listed as the latest."""
    version = find(dataset).version
    yield from (f"after the kill: {version}: {line}" for line in verify(dataset, None, job.raw[version]).problems)


def found_after_the_next_run(job: Job, dataset: Path) -> Iterator[str]:
    """What is wrong, or left behind, once the next run has ended."""
    if (there := {path.name for path in dataset.iterdir()}) != STANDING:
        yield f"after the next run: other files than there should be: {sorted(there ^ STANDING)}"
    if find(dataset).sha256 != job.sha256:
        yield f"after the next run: {find(dataset).version} is not the release that an undisturbed run makes"
    refuse_touched(find(dataset, "0.1.0"))
    report = verify(dataset, None, job.raw["0.2.0"])
    yield from (f"after the next run: {line}" for line in (*report.problems, *report.unproved))
