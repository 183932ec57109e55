"""What several tests need: the project's own folders, a raw folder to try things on, and buckets."""

import logging
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.prefect_server import Server, prefect_server

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def raw_folder() -> Path:
    return PROJECT / "raw"


@pytest.fixture(scope="session")
def gold_folder() -> Path:
    return PROJECT / "tests" / "gold"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Prefect server; tests that use it are in the group "prefect", whose process starts it once."""
    with prefect_server(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of a server on loopback that speaks S3, which the environment names to every client from now on."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", address)
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield address
    server.stop()


_numbers = count(1)


@pytest.fixture
def bucket(s3_server: str) -> Path:
    """A new, empty bucket."""
    from flows.storage import place

    folder = place(f"s3://bucket-{next(_numbers)}")
    folder.mkdir()
    return folder
