"""A lost list of releases stops `run` at once, and `rapporteur releases repair` makes it anew."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def lost(dataset: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(dataset, tmp_path / "dataset"))
    (folder / "releases.json").unlink()
    return folder


@pytest.mark.parametrize("arguments", [("run",), ("query", "FROM claims"), ("verify",), ("cite",)])
def test_a_lost_list_is_told_with_what_to_do(
    rapporteur: Callable, lost: Path, raw_folder: Path, arguments: tuple[str, ...]
) -> None:
    where = ("--raw", raw_folder) if arguments[0] == "run" else ()
    answer = rapporteur(*arguments, "--dataset", lost, *where)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"rapporteur: {lost / 'releases.json'}: does not list 0.1.0, which stands beside it: ")
    assert "`rapporteur releases repair`" in answer.err
    assert sorted(path.name for path in lost.glob("[0-9]*")) == ["0.1.0"]


def test_it_is_made_anew(rapporteur: Callable, lost: Path, dataset: Path) -> None:
    answer = rapporteur("releases", "repair", "--dataset", lost)
    assert (answer.code, answer.out) == (0, "listed anew: 0.1.0; the list names 0.1.0\n")
    assert (lost / "releases.json").read_bytes() == (dataset / "releases.json").read_bytes()
    again = rapporteur("releases", "repair", "--dataset", lost, "--json")
    assert json.loads(again.out) == {"listed": ["0.1.0"], "added": [], "unknown": []}


def test_a_folder_without_releases_has_nothing_to_make_it_from(rapporteur: Callable, tmp_path: Path) -> None:
    (tmp_path / "releases.json").write_text("{")
    answer = rapporteur("releases", "repair", "--dataset", tmp_path)
    assert answer.code == 1
    assert "no folder of a release is there" in answer.err
