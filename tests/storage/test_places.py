"""Addresses: what is a folder, what a bucket, and what leads nowhere."""

import os
import pickle
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from flows.intake import RawFolderError, take_stock
from flows.storage import PlaceError, is_remote, place, reach, state_folder


@pytest.mark.parametrize(
    ("address", "text", "remote"),
    [
        ("raw", "raw", False),
        ("file:///srv/raw", "/srv/raw", False),
        ("s3://bucket/raw/", "s3://bucket/raw", True),
        ("memory://raw", "memory://raw", True),
    ],
)
def test_an_address_is_a_path_or_a_url(address: str, text: str, remote: bool) -> None:
    folder = place(address)
    assert str(folder) == text
    assert is_remote(folder) is remote


def test_a_folder_in_a_bucket_pickles_into_a_worker_process() -> None:
    folder = place("s3://bucket/raw")
    assert pickle.loads(pickle.dumps(folder)) == folder


def test_state_is_kept_in_the_working_folder_where_the_dataset_is_in_a_bucket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert state_folder(place("s3://bucket/data")) == tmp_path / ".rapporteur"
    assert state_folder(tmp_path / "there" / "data") == tmp_path / "there" / ".rapporteur"


def test_an_unknown_protocol_is_wrong_usage() -> None:
    with pytest.raises(PlaceError, match="gopher"):
        place("gopher://raw")


@pytest.mark.parametrize(
    ("address", "client", "told"),
    [
        ("gs://bucket/raw", "gcsfs", r"gcsfs.*; pip install 'rapporteur\[gs\]'$"),
        ("hf://datasets/user/name", "huggingface_hub", r"huggingface_hub.*; pip install 'rapporteur\[hf\]'$"),
        ("az://container/raw", "adlfs", "adlfs"),
    ],
)
def test_a_store_whose_client_is_not_installed_is_wrong_usage_and_told_what_to_install(
    address: str, client: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, client, None)
    with pytest.raises(PlaceError, match=told) as failure:
        reach(place(address))
    assert failure.value.exit_code == 2
    assert "\n" not in str(failure.value)


def test_a_bucket_that_is_not_there_is_wrong_usage(s3_server: str) -> None:
    with pytest.raises(RawFolderError, match="s3://no-such-bucket/raw: The specified bucket does not exist"):
        take_stock(place("s3://no-such-bucket/raw"))


def on_the_command_line(
    folder: Path, raw: str = "s3://bucket/raw", **environment: str
) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        [Path(sys.executable).parent / "rapporteur", "run", "--raw", raw],
        cwd=folder,
        env={**given, "AWS_EC2_METADATA_DISABLED": "true", "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(find_spec("gcsfs") is not None, reason="it is installed")
def test_a_client_that_is_not_installed_is_one_line_on_the_command_line(tmp_path: Path) -> None:
    done = on_the_command_line(tmp_path, "gs://bucket/raw")
    assert done.returncode == 2
    assert done.stderr == (
        "rapporteur: gs://bucket/raw: Please install gcsfs to access Google Storage; pip install 'rapporteur[gs]'\n"
    )


def test_missing_credentials_are_one_line_and_wrong_usage(tmp_path: Path, s3_server: str) -> None:
    done = on_the_command_line(tmp_path, AWS_ENDPOINT_URL=s3_server)
    assert done.returncode == 2
    assert done.stderr == (
        "rapporteur: s3://bucket/raw: Unable to locate credentials; give them as docs/storage.md says\n"
    )


def test_a_store_that_does_not_answer_is_one_line_and_a_failure(tmp_path: Path) -> None:
    environment = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    done = on_the_command_line(tmp_path, AWS_MAX_ATTEMPTS="1", **environment)
    assert done.returncode == 1
    assert "s3://bucket/raw: Could not connect" in done.stderr
    assert done.stderr.count("\n") == 1
