"""`rapporteur diff`: what it prints, and its exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.publish.inputs import CHANGED, publish_texts


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two") / "dataset"
    publish_texts(folder)
    publish_texts(folder, CHANGED)
    return folder


@pytest.fixture
def diff(rapporteur: Callable, two: Path) -> Callable:
    return lambda *arguments: rapporteur("diff", *arguments, "--dataset", two)


def test_the_same_release_is_exit_code_0(diff: Callable, two: Path) -> None:
    answer = diff("0.1.0", two / "0.1.0")
    assert answer.code == 0
    assert "same rows" in answer.out


def test_counts_come_first_and_then_the_rows_with_exit_code_1(diff: Callable) -> None:
    answer = diff("0.1.0", "0.2.0")
    assert answer.code == 1
    counts, rows = answer.out.split("\n\n")
    assert counts.splitlines()[0].split() == ["0.1.0", "->", "0.2.0", "added", "removed", "changed", "moved"]
    assert ["documents", "0", "1", "1", "0"] in [line.split() for line in counts.splitlines()]
    assert "removed  documents  gamma" in rows.splitlines()


@pytest.mark.parametrize("releases", [("0.1.0", "0.2.0"), ("0.2.0", "0.2.0")])
def test_json_is_as_its_schema_says(diff: Callable, project: Path, releases: tuple[str, str]) -> None:
    schema = json.loads((project / "docs" / "schemas" / "diff.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    told = json.loads(diff(*releases, "--json").out)
    Draft202012Validator(schema).validate(told)
    assert told["same"] == (releases[0] == releases[1])
    assert bool(told["rows"]) != told["same"]


@pytest.mark.parametrize("arguments", [("0.1.0", "9.9.9"), ("0.1.0", "no-such-folder"), ("0.1.0",), ()])
def test_what_cannot_be_compared_is_exit_code_2(diff: Callable, arguments: tuple[str, ...]) -> None:
    answer = diff(*arguments)
    assert answer.code == 2
    assert answer.err.strip()
    assert "Traceback" not in answer.err
    assert not answer.out


def test_a_damaged_file_is_an_error_not_a_difference(diff: Callable, two: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / "claims.parquet").write_bytes(b"none")
    answer = diff("0.1.0", tmp_path)
    assert answer.code == 2
    assert "claims.parquet" in answer.err
