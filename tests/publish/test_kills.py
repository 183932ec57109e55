"""A run that is killed leaves the old release or the new one, whole, and the next run cleans up behind it."""

import multiprocessing
import signal
from pathlib import Path

import pytest

from flows.publish import nothing_new, unchanged
from flows.publish.builds import read_builds
from flows.publish.duckdb_file import is_current
from flows.publish.publication import refuse_touched
from flows.publish.releases import latest, listed
from flows.records import Stock
from tests.publish.inputs import CHANGED, FINGERPRINT, publish_texts, source
from tests.publish.killed_run import killed_run

# step -> the call that the run is killed at, and the release that a reader sees then
STEPS = {
    "written but only half synced": ("before", "fsync", 9, "0.1.0"),
    "before the rename": ("before", "rename", 1, "0.1.0"),
    "after the rename": ("after", "rename", 1, "0.1.0"),
    "after it is listed": ("after", "replace", 2, "0.2.0"),
    "before the build is recorded": ("before", "replace", 3, "0.2.0"),
    "before the DuckDB file is replaced": ("before", "replace", 4, "0.2.0"),
    "after the DuckDB file is replaced": ("after", "replace", 4, "0.2.0"),
}
STOCK = Stock(tuple(source(name, text) for name, text in sorted(CHANGED.items())), ())


def kill_at(step: str, dataset: Path) -> str:
    """Publish `CHANGED` and be killed at a step; the version that a reader is to see then."""
    when, name, number, seen = STEPS[step]
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.publish.killed_run"])
    run = processes.Process(target=killed_run, args=(dataset, when, name, number))
    run.start()
    run.join()
    assert run.exitcode == -signal.SIGKILL
    return seen


@pytest.mark.parametrize("step", [step for step, (*_, seen) in STEPS.items() if seen == "0.2.0"])
def test_a_run_that_finds_nothing_new_cleans_up_too(step: str, dataset: Path) -> None:
    kill_at(step, dataset)
    assert nothing_new(dataset, STOCK, FINGERPRINT)
    assert list(dataset.glob(".staging-*"))
    unchanged(dataset)
    assert not list(dataset.glob(".staging-*"))
    assert is_current(dataset, listed(dataset)[-1])


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_run_leaves_a_whole_release_and_the_next_cleans_up(step: str, dataset: Path) -> None:
    seen = kill_at(step, dataset)
    standing = latest(dataset)
    assert standing is not None
    assert standing.version == seen
    refuse_touched(standing)
    assert list(dataset.glob(".staging-*"))

    after = publish_texts(dataset, CHANGED)

    assert after.version == "0.2.0"
    assert after.status == ("published" if seen == "0.1.0" else "identical")
    assert [build.release for build in read_builds(dataset)] == ["0.1.0", "0.2.0"]
    for release in listed(dataset):
        refuse_touched(release)
    assert not list(dataset.glob(".staging-*"))
    assert {path.name for path in dataset.iterdir() if path.is_dir()} == {"0.1.0", "0.2.0", "attestations"}
    for version in ("0.1.0", "0.2.0"):
        said = {path.name for path in (dataset / "attestations" / version).iterdir()}
        assert said == {"provenance.json", "sbom.cdx.json"}
