"""A small raw folder."""

from pathlib import Path

import pytest

from tests.workers.folders import WORDS


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(WORDS * (number + 1))
    (folder / "no-text.txt").write_bytes(b"\xff\x00\x01" * 50)
    return folder
