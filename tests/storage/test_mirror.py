"""Publishing in a bucket: readers see the old release or the new one, whole, whatever happens to the run."""

import json
import multiprocessing
import os
import signal
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from flows.publish import Outcome, refuse_unlisted
from flows.publish.builds import read_builds
from flows.publish.releases import RELEASES, DatasetError, ReleaseListError, latest, listed
from flows.publish.repair import repair
from flows.publish.staging import BusyError
from flows.storage import PlaceError, StoreError, list_files, place
from flows.storage.mirror import fetch, hand_over, mirrored
from flows.verify import verify
from tests.publish.inputs import CHANGED, FINGERPRINT, TEXTS, publish_texts
from tests.storage.stopped_run import stopped_run


def publish_in(dataset: Path, texts: dict[str, str]) -> Outcome:
    with mirrored(dataset) as folder:
        return publish_texts(folder, texts)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder: where a run keeps its copy of the dataset."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder on the disk with one release."""
    folder = tmp_path_factory.mktemp("published")
    publish_texts(folder, TEXTS)
    return folder


@pytest.fixture
def dataset(bucket: Path, machine: Path, published: Path) -> Path:
    """The same in a bucket."""
    for path in (published / RELEASES, published / "builds.jsonl", *(published / "0.1.0").iterdir()):
        (bucket / "data" / path.relative_to(published).as_posix()).write_bytes(path.read_bytes())
    return bucket / "data"


def start(dataset: Path, folder: Path, when: str, number: int, sent: signal.Signals = signal.SIGKILL) -> BaseProcess:
    folder.mkdir()
    aws = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.storage.stopped_run"])
    run = processes.Process(target=stopped_run, args=(folder, str(dataset), aws, when, number, sent))
    run.start()
    return run


def seen(dataset: Path) -> str:
    """The version that a reader sees, once everything that is listed is proved to be whole."""
    for release in listed(dataset):
        assert not verify(dataset, release.version).problems
    release = latest(dataset)
    assert release is not None
    return release.version


def folders(dataset: Path) -> set[str]:
    return {name.split("/")[0] for name in list_files(dataset)} - {RELEASES, "builds.jsonl", "attestations"}


def test_the_releases_in_a_bucket_are_those_of_the_same_runs_on_the_disk(dataset: Path, tmp_path: Path) -> None:
    publish_in(dataset, CHANGED)
    for texts in (TEXTS, CHANGED):
        publish_texts(tmp_path / "data", texts)
    assert (dataset / RELEASES).read_bytes() == (tmp_path / "data" / RELEASES).read_bytes()
    assert folders(dataset) == {"0.1.0", "0.2.0"}
    said = ("builds.jsonl", "attestations/0.2.0/provenance.json", "attestations/0.2.0/sbom.cdx.json")
    assert [(dataset / name).read_bytes() for name in said] == [(tmp_path / "data" / n).read_bytes() for n in said]
    assert seen(dataset) == "0.2.0"


def test_a_run_elsewhere_builds_on_the_release_that_it_finds(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert publish_in(dataset, TEXTS).status == "identical"
    assert publish_in(dataset, CHANGED).rows["changes"] > 0


# A run writes the list of releases, each file of the release, two about it, and the list again, which is ITS_LAST.
ITS_LAST = -1


def request_of(dataset: Path, number: int) -> int:
    return number if number > 0 else len(list_files(dataset / "0.1.0")) + 5 + number


@pytest.mark.parametrize(
    ("when", "number", "version"),
    [
        ("before", 1, "0.1.0"),
        ("after", 1, "0.1.0"),
        ("after", 9, "0.1.0"),
        ("before", ITS_LAST, "0.1.0"),
        ("after", ITS_LAST, "0.2.0"),
    ],
)
def test_a_killed_run_leaves_a_whole_release_and_the_next_cleans_up(
    dataset: Path, tmp_path: Path, when: str, number: int, version: str
) -> None:
    run = start(dataset, tmp_path / "elsewhere", when, request_of(dataset, number))
    run.join()
    assert run.exitcode == -signal.SIGKILL
    assert seen(dataset) == version

    assert publish_in(dataset, CHANGED).version == "0.2.0"
    assert seen(dataset) == "0.2.0"
    assert folders(dataset) == {"0.1.0", "0.2.0"}
    assert "publishing" not in json.loads((dataset / RELEASES).read_bytes())


def test_code_that_makes_the_same_rows_is_recorded_in_the_bucket_too(dataset: Path) -> None:
    before = (dataset / RELEASES).read_bytes()
    for _ in range(2):
        with mirrored(dataset) as folder:
            assert publish_texts(folder, TEXTS, fingerprint={**FINGERPRINT, "code": "1" * 64}).status == "identical"
    assert (dataset / RELEASES).read_bytes() == before
    assert [build.fingerprint["code"] for build in read_builds(dataset)] == ["0" * 64, "1" * 64]


def test_a_lost_list_in_a_bucket_is_made_anew(dataset: Path) -> None:
    publish_in(dataset, CHANGED)
    before = (dataset / RELEASES).read_bytes()
    (dataset / RELEASES).unlink()
    with pytest.raises(ReleaseListError, match=r"does not list 0\.1\.0, 0\.2\.0"):
        refuse_unlisted(dataset)
    assert repair(dataset).added == ("0.1.0", "0.2.0")
    assert (dataset / RELEASES).read_bytes() == before


def test_of_two_runs_at_once_the_slower_one_gives_way(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "slow").mkdir()
    standing = fetch(dataset, tmp_path / "slow")
    publish_texts(tmp_path / "slow", {"alpha": "Nobody agreed."})
    publish_in(dataset, CHANGED)
    with pytest.raises(DatasetError, match="another run was faster; nothing was published; run again"):
        hand_over(tmp_path / "slow", dataset, standing)
    assert seen(dataset) == "0.2.0"


@pytest.mark.parametrize("number", [2, 12, ITS_LAST])
def test_a_run_that_stalls_until_another_has_published_gives_way_and_spoils_nothing(
    dataset: Path, tmp_path: Path, number: int
) -> None:
    run = start(dataset, tmp_path / "elsewhere", "before", request_of(dataset, number), signal.SIGSTOP)
    while ") T " not in Path(f"/proc/{run.pid}/stat").read_text():
        time.sleep(0.05)
    assert publish_in(dataset, {"alpha": "Nobody agreed."}).version == "0.2.0"
    os.kill(run.pid or 0, signal.SIGCONT)
    run.join()
    assert run.exitcode == 1
    assert seen(dataset) == "0.2.0"
    assert [release.version for release in listed(dataset)] == ["0.1.0", "0.2.0"]


def test_a_second_run_in_the_same_folder_is_refused(dataset: Path) -> None:
    with mirrored(dataset), pytest.raises(BusyError), mirrored(dataset):
        pass


def test_a_run_that_fails_hands_nothing_over(dataset: Path) -> None:
    before = list_files(dataset)
    with pytest.raises(ZeroDivisionError), mirrored(dataset) as folder:
        publish_texts(folder, CHANGED)
        raise ZeroDivisionError
    assert list_files(dataset) == before


def test_a_folder_that_nobody_announced_is_not_touched(dataset: Path) -> None:
    (dataset / "0.2.0" / "notes.txt").write_bytes(b"mine")
    with pytest.raises(DatasetError, match=r"0\.2\.0: is there but not listed in releases\.json"):
        publish_in(dataset, CHANGED)
    assert (dataset / "0.2.0" / "notes.txt").read_bytes() == b"mine"
    assert seen(dataset) == "0.1.0"


def test_a_release_that_was_changed_in_the_bucket_is_not_built_on(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (dataset / "0.1.0" / "README.md").write_bytes(b"better")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    with pytest.raises(DatasetError, match=r"0\.1\.0: not as it was published: README\.md"):
        publish_in(dataset, CHANGED)
    assert [problem.split(":")[0] for problem in verify(dataset).problems] == ["README.md"]


def test_a_bucket_that_is_not_there_is_told_before_the_work(s3_server: str, machine: Path) -> None:
    with pytest.raises(PlaceError, match="bucket does not exist"), mirrored(place("s3://no-such-bucket/data")):
        pytest.fail("the work began")


def test_a_store_that_fails_while_a_release_is_sent_is_one_line_and_nothing_is_published(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from s3fs import S3FileSystem

    request = S3FileSystem._call_s3

    async def failing(self: S3FileSystem, method: str, *arguments: object, **named: object) -> object:
        if method == "put_object" and str(named["Key"]).endswith("claims.parquet"):
            raise OSError(5, "the store is on fire")
        return await request(self, method, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(S3FileSystem, "_call_s3", failing)
        with pytest.raises(StoreError, match="on fire") as error:
            publish_in(dataset, CHANGED)
    assert "\n" not in str(error.value)
    assert seen(dataset) == "0.1.0"
    assert publish_in(dataset, CHANGED).status == "published"
    assert seen(dataset) == "0.2.0"


def test_parts_of_an_object_whose_sending_was_killed_are_removed(dataset: Path, tmp_path: Path) -> None:
    run = start(dataset, tmp_path / "elsewhere", "after", 3)
    run.join()
    fs, name = dataset.fs, dataset.drive
    fs.call_s3("create_multipart_upload", Bucket=name, Key="data/0.2.0/claims.parquet")
    publish_in(dataset, CHANGED)
    assert not fs.call_s3("list_multipart_uploads", Bucket=name).get("Uploads")


def test_other_stores_are_published_in_as_far_as_fsspec_carries_them(machine: Path) -> None:
    dataset = place("memory://data")
    for texts in (TEXTS, CHANGED):
        publish_in(dataset, texts)
    assert seen(dataset) == "0.2.0"
