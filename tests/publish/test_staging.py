"""One run at a time, and nothing stays behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows.publish.releases import DatasetError
from flows.publish.staging import BusyError, announce, open_staging


def test_a_second_run_is_refused_at_once_and_the_first_goes_on(tmp_path: Path) -> None:
    with open_staging(tmp_path) as staging:
        with pytest.raises(BusyError, match="another run is at work"), open_staging(tmp_path):
            pass
        assert staging.is_dir()
    with open_staging(tmp_path):
        pass


def test_a_run_in_another_process_keeps_this_one_out_until_it_ends_even_by_a_kill(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from flows.publish import open_staging\n"
    script += "with open_staging(Path(sys.argv[1])): print('at work', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "at work\n"
        with pytest.raises(BusyError, match="another run is at work"), open_staging(tmp_path):
            pass
        assert list(tmp_path.glob(".staging-*"))
        other.kill()
        other.wait()
        with open_staging(tmp_path) as staging:
            assert list(tmp_path.glob(".staging-*")) == [staging]


@pytest.mark.parametrize("stopped", [None, KeyboardInterrupt, RuntimeError])
def test_the_staging_folder_goes_however_the_run_ends(tmp_path: Path, stopped: type[BaseException] | None) -> None:
    def work() -> None:
        with open_staging(tmp_path) as staging:
            (staging / "parts").mkdir()
            if stopped:
                raise stopped

    if stopped:
        with pytest.raises(stopped):
            work()
    else:
        work()
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_what_killed_runs_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / ".staging-left"
    left.mkdir()
    (left / "claims.parquet").write_bytes(b"half")
    with open_staging(tmp_path):
        assert not left.exists()


def test_a_listed_release_stays_though_a_killed_run_announced_it(dataset: Path) -> None:
    (dataset / ".staging-left").mkdir()
    announce(dataset / ".staging-left", "0.1.0")
    with open_staging(dataset):
        assert (dataset / "0.1.0").is_dir()


@pytest.mark.parametrize("nonsense", ["", "..", "0.1.0/..", "raw"])
def test_only_a_release_folder_is_ever_removed_for_an_announcement(tmp_path: Path, nonsense: str) -> None:
    for name in ("raw", "0.1.0", ".staging-left"):
        (tmp_path / name).mkdir()
    announce(tmp_path / ".staging-left", nonsense)
    with open_staging(tmp_path):
        assert {path.name for path in tmp_path.iterdir()} >= {"raw", "0.1.0"}


def test_a_file_in_place_of_the_dataset_folder_is_told_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "dataset").write_text("no folder")
    for dataset in (tmp_path / "dataset", tmp_path / "dataset" / "below"):
        with pytest.raises(DatasetError, match="cannot be written to"), open_staging(dataset):
            pytest.fail("there is nowhere to work")
