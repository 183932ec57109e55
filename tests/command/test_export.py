"""`rapporteur export`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.release import TABLES


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_every_table_is_a_file(rapporteur: Callable, dataset: Path, tmp_path: Path, form: str) -> None:
    answer = rapporteur("export", f"--{form}", tmp_path / "new" / "folder", "--dataset", dataset)
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == {f"{table}.{form}" for table in TABLES}


def test_claims_become_annotations(rapporteur: Callable, dataset: Path, tmp_path: Path) -> None:
    assert rapporteur("export", "--webanno", tmp_path, "--release", "0.1.0", "--dataset", dataset).code == 0
    assert len(list(tmp_path.glob("*.jsonld"))) == 2


@pytest.mark.parametrize("options", [[], ["--csv", "--dta"], ["--csv", "--release", "9.9.9"], ["--pdf"]])
def test_a_users_mistake_writes_nothing(
    rapporteur: Callable, dataset: Path, tmp_path: Path, options: list[str]
) -> None:
    answer = rapporteur("export", *options, tmp_path / "new", "--dataset", dataset)
    assert answer.code == 2
    assert "Traceback" not in answer.err
    assert not (tmp_path / "new").exists()


def test_a_folder_that_holds_something_is_left_alone(rapporteur: Callable, dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    answer = rapporteur("export", "--csv", tmp_path, "--dataset", dataset)
    assert answer.code == 2
    assert "not empty" in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
