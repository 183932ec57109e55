"""Time the main job: seconds, MB/s and peak memory; first with a fresh Prefect home, then with a warm one.

    python benchmarks/main_job.py [RAW_FOLDER]

Prints what the whole command takes, what the steps alone take in one process without Prefect, and what a run takes
that finds nothing new. Everything is written to a temporary folder.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parent.parent
STEPS = """
import sys, time
from pathlib import Path
begin = time.perf_counter()
from flows.pipeline import build_release
imported = time.perf_counter()
build_release(Path(sys.argv[1]), Path(sys.argv[2]), True)
print(imported - begin, time.perf_counter() - imported)
"""


def timed(arguments: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """Wall seconds, peak memory of the largest process so far in MiB, and standard output."""
    begin = time.perf_counter()
    done = subprocess.run(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    seconds = time.perf_counter() - begin
    if done.returncode not in (0, 4):
        raise SystemExit(f"{arguments[0]} ended with {done.returncode}")
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, done.stdout


def main() -> None:
    raw = Path(sys.argv[1] if len(sys.argv) > 1 else PROJECT / "raw")
    size = sum(path.stat().st_size for path in raw.rglob("*.txt")) / 1e6
    rapporteur = str(Path(sys.executable).parent / "rapporteur")
    print(f"{raw.name}: {size:.3f} MB of text\n")
    print(f"{'what':<44}{'seconds':>9}{'MB/s':>9}{'peak MiB':>10}")
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PREFECT_HOME"}

        def row(what: str, seconds: float, peak: float) -> None:
            print(f"{what:<44}{seconds:>9.2f}{size / seconds:>9.3f}{peak:>10.0f}")

        # least memory first: the peak that the system tells is that of the largest child so far
        _, peak, out = timed([sys.executable, "-c", STEPS, str(raw), f"{folder}/steps"], environment)
        imports, steps = map(float, out.splitlines()[-1].split())
        row("the steps alone, without Prefect's server", steps, peak)
        row("... and their imports, Prefect's among them", imports, peak)
        job = [rapporteur, "run", "--raw", str(raw), "--dataset", f"{folder}/dataset"]
        row("whole job, fresh Prefect home", *timed(job, environment)[:2])
        row("whole job again in full, warm Prefect home", *timed([*job, "--full"], environment)[:2])
        row("a run that finds nothing new", *timed(job, environment)[:2])


if __name__ == "__main__":
    main()
