"""A watched folder: what arrives is waited for until it is whole."""

import shutil
import threading
import time
from pathlib import Path

import pytest

from flows.serve import arrivals as module
from flows.serve.arrivals import arrivals


def test_what_is_there_at_the_start_counts_as_an_arrival(tmp_path: Path) -> None:
    next(arrivals(tmp_path))


def test_a_file_that_grows_is_waited_for_until_it_no_longer_does(tmp_path: Path) -> None:
    def write() -> None:
        time.sleep(1)
        with (tmp_path / "slow.txt").open("w") as file:
            for _ in range(6):
                file.write("Many agreed. ")
                file.flush()
                time.sleep(0.5)

    arrived = arrivals(tmp_path)
    next(arrived)
    writer = threading.Thread(target=write)
    writer.start()
    next(arrived)
    assert (tmp_path / "slow.txt").read_text() == "Many agreed. " * 6
    writer.join()


def test_a_folder_that_goes_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_MS", 200)
    raw = tmp_path / "raw"
    raw.mkdir()
    arrived = arrivals(raw)
    next(arrived)
    shutil.rmtree(raw)
    threading.Timer(1, raw.mkdir).start()
    next(arrived)
    assert raw.is_dir()
