# ruff: noqa: T201 what it prints is what it is for
"""Kill runs with SIGKILL at random times, and prove that a reader and the next run never notice; `make kill` runs it.

    python -m tests.kill [KILLS] [SEED] [publishing|run|two|full|nothing|command-full|command-nothing]

So many kills of each job of jobs.py that is named (if none is, of all that need not start anything first), each at a
time drawn uniformly over how long the job takes. After each the reader sees the old release or the new one, whole; the
next run ends well; no file and no process is left behind.
The exit code is 1 where one of that fails.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.kill.jobs import JOBS, Job
from tests.kill.trial import trial

KILLS = 200
USUAL = ("publishing", "run", "full", "nothing")
MOST_DRAWS = 10  # for each kill that is wanted: a run may end before it


def main(kills: int = KILLS, seed: int | None = None, *names: str) -> int:
    seed = time.time_ns() % 1_000_000 if seed is None else seed
    os.environ["SOURCE_DATE_EPOCH"] = "1349395200"
    print(f"seed {seed}", flush=True)
    failed = 0
    for name in names or USUAL:
        with tempfile.TemporaryDirectory() as folder:
            failed += killed(JOBS[name](Path(folder)), kills, Random(f"{seed} {name}"), Path(folder))
    return 1 if failed else 0


def killed(job: Job, kills: int, random: Random, folder: Path) -> int:
    """Kill a job so many times; how many trials failed, at least 1 where the kills came to be too few."""
    places: Counter[str] = Counter()
    failed = 0
    for number in range(kills * MOST_DRAWS):
        if places.total() - places["ended"] == kills:
            break
        seconds = random.uniform(0, job.seconds)
        place, sound = trial(job, folder / "dataset", seconds)
        places[place] += 1
        if not sound:
            failed += 1
            print(f"trial {number} failed: killed after {seconds:.3f} s, {place}", flush=True)
    done = places.total() - places["ended"]
    print(f"{job.name} ({job.seconds:.2f} s): {done} of {kills} kills, {failed} failed")
    for place, count in places.most_common():
        print(f"{count:>6}  {place}", flush=True)
    return failed or kills - done


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3]), *sys.argv[3:]))
