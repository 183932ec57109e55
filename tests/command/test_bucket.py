"""Every command takes a bucket where it takes a folder, and says the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.storage import list_files


def upload(folder: Path, bucket: Path) -> Path:
    """The files of a folder of the disk, in a bucket."""
    for path in folder.rglob("*"):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            (bucket / path.relative_to(folder).as_posix()).write_bytes(path.read_bytes())
    return bucket


@pytest.mark.xdist_group("prefect")
def test_a_run_from_a_bucket_into_a_bucket_publishes_what_a_run_on_the_disk_does(
    rapporteur: Callable, bucket: Path, raw_folder: Path, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(raw_folder, bucket / "raw")
    monkeypatch.chdir(tmp_path)
    places = ("--raw", bucket / "raw", "--dataset", bucket / "data")
    assert rapporteur("run", *places).out.startswith("published 0.1.0")
    for path in (dataset / "0.1.0").glob("claims*.parquet"):
        assert (bucket / "data" / "0.1.0" / path.name).read_bytes() == path.read_bytes()
    before = list_files(bucket / "data")
    again = rapporteur("run", *places)
    assert (again.code, again.out[:25]) == (0, "nothing new since 0.1.0 (")
    assert list_files(bucket / "data") == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "SELECT act, count(*) FROM claims GROUP BY act ORDER BY act", "--csv"),
        ("query", "SELECT min(claim_id) FROM claims", "--json", "--release", "0.1.0"),
        ("show", "gccs-2012-budapest-chair-closing.c-0fe961be22"),
        ("cite", "--json"),
        ("query", "SELECT nothing FROM claims"),
        ("query", "FROM claims", "--release", "7.0.0"),
    ],
)
def test_a_command_answers_from_a_bucket_as_from_the_disk(
    rapporteur: Callable, bucket: Path, dataset: Path, raw_folder: Path, arguments: tuple[str, ...]
) -> None:
    raw = ("--raw", raw_folder) if arguments[0] == "show" else ()
    here = rapporteur(*arguments, *raw, "--dataset", dataset)
    there = rapporteur(*arguments, *raw, "--dataset", upload(dataset, bucket / "data"))
    assert (there.code, there.out) == (here.code, here.out)
    assert there.err == here.err.replace(str(dataset), str(bucket / "data"))


def test_a_release_in_a_bucket_is_verified_compared_and_exported(
    rapporteur: Callable, bucket: Path, dataset: Path, raw_folder: Path, tmp_path: Path
) -> None:
    there = upload(dataset, bucket / "data")
    verified = rapporteur("verify", "--dataset", there, "--raw", upload(raw_folder, bucket / "raw"))
    assert verified.code == 0
    assert "read as their raw text" in verified.out
    assert rapporteur("diff", "0.1.0", dataset / "0.1.0", "--dataset", there).code == 0
    assert rapporteur("diff", there / "0.1.0", dataset / "0.1.0").code == 0
    assert rapporteur("export", tmp_path / "csv", "--csv", "--dataset", there).code == 0
    assert rapporteur("export", tmp_path / "here", "--csv", "--dataset", dataset).code == 0
    for path in (tmp_path / "here").iterdir():
        assert (tmp_path / "csv" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.xdist_group("prefect")
def test_a_bucket_that_is_not_there_is_one_line_and_wrong_usage(
    rapporteur: Callable, s3_server: str, raw_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for places in (
        ("--raw", "s3://no-such-bucket/raw", "--dataset", tmp_path / "data"),
        ("--raw", raw_folder, "--dataset", "s3://no-such-bucket/data"),
    ):
        answer = rapporteur("run", *places)
        assert answer.code == 2
        assert "bucket does not exist" in answer.err.splitlines()[-1]
        assert "Traceback" not in answer.err


def test_a_bucket_without_a_release_is_wrong_usage(rapporteur: Callable, bucket: Path) -> None:
    answer = rapporteur("cite", "--dataset", bucket / "data")
    assert answer.code == 2
    assert answer.err == f"rapporteur: {bucket / 'data'}: holds no release; `rapporteur run` makes one\n"
