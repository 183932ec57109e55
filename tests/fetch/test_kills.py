"""A poll that is killed loses nothing and asks for nothing again that is in the record; `kills.py` kills 200."""

from pathlib import Path

import pytest

from flows.fetch.record import FETCHES, Record, read_lines
from tests.fetch.kills import trial


@pytest.mark.parametrize("seed", [1, 2])
def test_polls_killed_at_random_moments_lose_no_item_and_fetch_none_twice(seed: int, tmp_path: Path) -> None:
    assert trial(10, seed, tmp_path).kills == 10


def test_a_last_line_that_was_not_written_whole_is_dropped(tmp_path: Path) -> None:
    record = Record(tmp_path, "portal")
    record.append([{"kind": "request", "at": "one"}])
    record.close()
    path = tmp_path / "portal" / FETCHES
    with path.open("ab") as file:
        file.write(b'{"kind":"requ')
    assert [line["at"] for line in read_lines(path)] == ["one"]
    record = Record(tmp_path, "portal")
    record.append([{"kind": "request", "at": "two"}])
    record.close()
    assert [line["at"] for line in read_lines(path)] == ["one", "two"]
