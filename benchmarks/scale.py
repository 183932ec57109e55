"""The whole pipeline against size, workers and what else there is: the tables of benchmarks/RESULTS.md, as Markdown.

    python benchmarks/scale.py RAW_FOLDER [--copies 4 15] [--others PYTHON] > figures.md

RAW_FOLDER is a corpus of some tens of MB, such as the UN General Debate Corpus (66.6 MB, 4,504 files). Each figure is
of a process of its own, with nothing in its caches; ratios are between runs of this one call. `--copies` gives the
further sizes to try, as multiples of the corpus (266 MB and 1 GB of it if not given, for which the folder of temporary
files needs 20 GB): each copy has other file names and a common word changed, since the sentence splitter remembers what
it decided. `--others` is the interpreter of an environment with spaCy and datatrove (`make bench-scale RAW=FOLDER`
makes one). All that is written goes to a temporary folder.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import duckdb
import psutil

HERE = Path(__file__).parent
STEPS = """
import sys, time, json
from pathlib import Path
import flows.ready  # as in a worker
from flows.batch import BYTES
from flows.clean import clean
from flows.code import code
from flows.intake import batches, read_batch, take_stock
from flows.segment import segment
from flows.validate import validate
raw = Path(sys.argv[1])
stock = take_stock(raw)
seconds = dict.fromkeys(("intake", "clean", "segment", "code", "validate"), 0.0)
def timed(step, work):
    begin = time.process_time()
    made = work()
    seconds[step] += time.process_time() - begin
    return made
for sources in batches(stock.sources, BYTES):
    documents = timed("intake", lambda: read_batch(raw, sources)).documents
    cleaned = timed("clean", lambda: [clean(one) for one in documents])
    segmented = timed("segment", lambda: [segment(one) for one in cleaned])
    coded = timed("code", lambda: code(segmented))
    timed("validate", lambda: validate(coded))
print(json.dumps(seconds))
"""
BUILD = """
import sys, time, json
from pathlib import Path
from flows.lean import without_pandas
with without_pandas():  # as the command does
    from flows import pipeline
publishing = [0.0]
publish_step = pipeline.publish_step
def timed(*arguments):
    begin = time.perf_counter()
    outcome = publish_step(*arguments)
    publishing[0] = time.perf_counter() - begin
    return outcome
pipeline.publish_step = timed
begin = time.perf_counter()
pipeline.build_release(Path(sys.argv[1]), Path(sys.argv[2]), full=True, workers=int(sys.argv[3]))
print(json.dumps({"all": time.perf_counter() - begin, "publishing": publishing[0]}))
"""
CUES = """
import json
from flows.code.units.cue_tables import lexicon
known = lexicon()
verbs = {f"{form} {particle}".strip() for lemma, particle in known.verbs
         for form, readings in known.forms.items() if any(verb == lemma for verb, _ in readings)}
print(json.dumps(sorted({*verbs, *known.nouns, *known.adjectives})))
"""
QUERIES = {
    "claims by act": "SELECT act, count(*) FROM claims GROUP BY act",
    "agreement by topic": "SELECT topic, agreement, count(*) FROM "
    "(SELECT unnest(topics) AS topic, agreement FROM claims) GROUP BY ALL",
    "one claim by its id": "SELECT text FROM claims WHERE claim_id = (SELECT max(claim_id) FROM claims)",
    "words in a statement's text": "SELECT count(*) FROM statements WHERE text ILIKE '%confidence-building%'",
    "claims with their statement": "SELECT s.date_start, count(*) FROM claims JOIN statements s USING (statement_id) "
    "GROUP BY ALL",
}


class Run(NamedTuple):
    """What a child process came to."""

    seconds: float  # wall, of the whole process
    memory: "Memory"  # the highest of the process and its children together
    told: str  # its last line of standard output


class Memory(NamedTuple):
    """MiB."""

    rss: float  # pages that processes share count for each of them
    pss: float  # and here once, in parts; 0 where the system does not tell


class Build(NamedTuple):
    """What a release took, without imports and Prefect's server."""

    seconds: float
    publishing: float  # of them
    memory: Memory


def measure(arguments: list[str], **environment: str) -> Run:
    begin = time.perf_counter()
    child = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    peaks = [0.0, 0.0]
    watcher = threading.Thread(target=_watch, args=(psutil.Process(child.pid), peaks), daemon=True)
    watcher.start()
    out, err = child.communicate()
    seconds = time.perf_counter() - begin
    watcher.join()
    if child.returncode not in (0, 4):
        raise SystemExit(f"{' '.join(arguments[:3])} ended with {child.returncode}:\n{err[-2000:]}")
    return Run(seconds, Memory(*(peak / 2**20 for peak in peaks)), out.splitlines()[-1] if out else "")


def _watch(process: psutil.Process, peaks: list[float]) -> None:
    """Keep the highest sums of resident memory, RSS and PSS."""
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        rss = pss = 0
        for one in [process, *_children(process)]:
            try:
                info = one.memory_full_info()
            except psutil.Error:
                continue
            rss += info.rss
            pss += getattr(info, "pss", 0)
        peaks[:] = max(peaks[0], rss), max(peaks[1], pss)
        time.sleep(0.3)


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def build(raw: Path, dataset: Path, workers: int, script: str = BUILD) -> Build:
    """A release of the texts in `raw`."""
    run = measure(
        [sys.executable, "-c", script, str(raw), str(dataset), str(workers)], PREFECT_HOME=f"{dataset}.prefect"
    )
    seconds = json.loads(run.told)
    return Build(seconds["all"], seconds["publishing"], run.memory)


def linked(raw: Path, folder: Path) -> Path:
    """A folder of links to the texts of the corpus, under their own names."""
    for path in raw.rglob("*.txt"):
        link = folder / path.relative_to(raw)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(path.resolve())
    return folder


def copies_of(raw: Path, folder: Path, count: int) -> Path:
    """A folder with the corpus `count` times: each time under another name, with a common word made another.

    The word is none by which a text is known to be English, so that copies ask for no more than the corpus does.
    """
    made = folder / f"raw-{count}"
    for number in range(count):
        below = made / f"{number:03}"
        below.mkdir(parents=True)
        for path in raw.rglob("*.txt"):
            content = path.read_bytes()
            (below / path.name).write_bytes(content.replace(b" of ", b" %s " % _word(number)) if number else content)
    return made


def _word(number: int) -> bytes:
    """A made-up word for each copy."""
    letters = b"bdfgklmnprstvz"
    return b"q" + bytes([letters[number % 14], 97, letters[number // 14 % 14], 111])


def megabytes(raw: Path) -> float:
    return sum(path.stat().st_size for path in raw.rglob("*.txt")) / 1e6


def queries(dataset: Path) -> Iterator[tuple[str, float, float]]:
    """Name, milliseconds in a fresh connection, milliseconds repeated in it."""
    for name, sql in QUERIES.items():
        with duckdb.connect(str(dataset / "rapporteur.duckdb"), read_only=True) as connection:
            times = []
            for _ in range(4):
                begin = time.perf_counter()
                connection.execute(sql).fetchall()
                times.append((time.perf_counter() - begin) * 1000)
        yield name, times[0], min(times[1:])


MEMORY = ("peak MiB, RSS", "peak MiB, PSS")


def told(memory: Memory) -> tuple[str, str]:
    return f"{memory.rss:.0f}", f"{memory.pss:.0f}"


def row(*cells: object) -> str:
    return "| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"


def head(*names: str) -> str:
    return f"\n{row(*names)}\n|{'---|' * len(names)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("raw", type=Path)
    parser.add_argument("--copies", type=int, nargs="*", default=[4, 15])
    parser.add_argument("--others", help="interpreter of the environment with spaCy and datatrove")
    arguments = parser.parse_args()
    raw: Path = arguments.raw
    size = megabytes(raw)
    with tempfile.TemporaryDirectory() as name:
        report(raw, size, arguments.copies, arguments.others, Path(name))


def report(raw: Path, size: float, copies: list[int], others: str | None, folder: Path) -> None:
    files = sum(1 for _ in raw.rglob("*.txt"))
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("prefect", "pyarrow", "duckdb", "nupunkt", "google-re2")
    )
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"{machine}, {psutil.virtual_memory().total >> 30} GiB of memory.")
    print(f"Python {platform.python_version()}, {libraries}. Corpus: {files:,} files, {size:.1f} MB.")

    print("\n## The steps, one core\n\nCPU seconds of one pass in a fresh process, made ready as a worker is.")
    seconds: dict[str, float] = json.loads(measure([sys.executable, "-c", STEPS, str(raw)]).told)
    total = sum(seconds.values())
    print(head("step", "seconds", "MB/s", "share"))
    for step, spent in seconds.items():
        print(row(step, spent, size / spent, f"{spent / total:.0%}"), flush=True)
    print(row("raw file to validated rows", total, size / total, "100%"), flush=True)

    print("\n## Workers\n\nFrom raw files to a published release, without Prefect's server.")
    print(head("workers", "seconds", "MB/s", "against one", "of that, publishing", *MEMORY))
    one = build(raw, folder / "one", 1)
    print(row(1, one.seconds, size / one.seconds, 1.0, one.publishing, *told(one.memory)), flush=True)
    two = build(raw, folder / "two", 2)
    against = one.seconds / two.seconds
    print(row(2, two.seconds, size / two.seconds, against, two.publishing, *told(two.memory)), flush=True)

    print("\n## Prefect\n\nThe command, two workers, warm Prefect home, against the same steps without a server.")
    command = [str(Path(sys.executable).parent / "rapporteur"), "run", "--full", "--raw"]
    small = folder / "small"
    small.mkdir()
    first = min(raw.rglob("*.txt"))
    (small / first.name).write_bytes(first.read_bytes())
    tiny = [*command, str(small), "--dataset", str(folder / "command")]
    measure(tiny)
    start_up = measure(tiny).seconds
    whole = measure([*command, str(raw), "--dataset", str(folder / "command")]).seconds
    print(head("what", "seconds"))
    print(row("a run of one file: start-up", start_up))
    print(row(f"a run of all {files:,} files", whole))
    print(row("beyond start-up, against the steps alone", f"{(whole - start_up) / two.seconds:.2f} times"), flush=True)

    print("\n## Adding one file\n\nTo the release of the whole corpus, two workers, without Prefect's server.")
    grown = linked(raw, folder / "grown")
    (grown / "one-more.txt").write_bytes(first.read_bytes().replace(b" the ", b" that "))
    script = BUILD.replace("full=True", "full=False")
    more = build(grown, folder / "two", 2, script).seconds
    print(head("what", "seconds", "of the full build"))
    print(row("full build", two.seconds, "100%"))
    print(row("one file more", more, f"{more / two.seconds:.1%}"), flush=True)

    print("\n## Queries\n\nOn `rapporteur.duckdb` of the corpus: in a fresh connection, and again in it.")
    print(head("query", "first, ms", "again, ms"))
    for cells in queries(folder / "two"):
        print(row(*cells), flush=True)

    if others:
        print("\n## What one would otherwise write")
        cues = folder / "cues.json"
        cues.write_text(measure([sys.executable, "-c", CUES]).told)
        found = json.loads(measure([others, str(HERE / "others.py"), str(raw), str(cues)]).told)
        spacy, driver = found["spacy"], found["datatrove"]
        print(head("what", "MB/s", "this pipeline, raw file to rows, one core"))
        name = f"spaCy {spacy['version']}, blank, sentencizer and Matcher on the same cues: no claims, no coding"
        print(row(name, spacy["mb"] / spacy["seconds"], f"{size / total / (spacy['mb'] / spacy['seconds']):.0f} times"))
        print(head("driver alone", "seconds", "files"))
        print(
            row(
                f"datatrove {driver['version']}, two tasks, reading and writing only",
                driver["seconds"],
                driver["files"],
            )
        )

    print("\n## Size\n\nTwo workers. Memory is the sum over all processes, against that of the corpus once.")
    print(head("MB", "seconds", "MB/s", "of that, publishing", *MEMORY, "against once"))
    print(row(f"{size:.0f}", two.seconds, size / two.seconds, two.publishing, *told(two.memory), 1.0), flush=True)
    for count in copies:
        repeated = copies_of(raw, folder / "sizes", count)
        much, made = megabytes(repeated), build(repeated, folder / f"dataset-{count}", 2)
        against = made.memory.rss / two.memory.rss
        print(row(f"{much:.0f}", made.seconds, much / made.seconds, made.publishing, *told(made.memory), against))
        sys.stdout.flush()
        shutil.rmtree(repeated)
        shutil.rmtree(folder / f"dataset-{count}")


if __name__ == "__main__":
    main()
