"""What several tests need: the project's own folders, and a raw folder to try things on."""

from pathlib import Path

import pytest

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
