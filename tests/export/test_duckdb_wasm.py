"""A copy of DuckDB-Wasm beside the pages is the one that was tested, or none."""

import subprocess
from pathlib import Path

import pytest

from flows.command import answer
from flows.export import duckdb_wasm
from flows.export.duckdb_wasm import WASM, WORKER


def test_other_files_than_those_that_were_tested_are_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "package"
    package.mkdir()
    for file in (WORKER, WASM):
        (package / file.name).write_bytes(b"another")
    command = ["export", "--site", str(tmp_path / "site"), "--vendor-sql-from", str(package)]
    assert answer([*command, "--dataset", str(project / "dataset")]) == 2
    assert "is not that of" in capsys.readouterr().err


def test_a_folder_without_them_is_told(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["export", "--site", str(tmp_path / "site"), "--vendor-sql-from", str(tmp_path / "none")]
    assert answer([*command, "--dataset", str(project / "dataset")]) == 2
    assert "give a folder with" in capsys.readouterr().err


def test_without_npm_a_folder_is_asked_for(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(duckdb_wasm.shutil, "which", lambda _: None)
    command = ["export", "--site", str(tmp_path / "site"), "--vendor-sql"]
    assert answer([*command, "--dataset", str(project / "dataset")]) == 2
    assert "--vendor-sql-from" in capsys.readouterr().err


def test_what_npm_says_is_passed_on(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "npm error network unreachable\n")
    monkeypatch.setattr(duckdb_wasm.shutil, "which", lambda _: "npm")
    monkeypatch.setattr(duckdb_wasm.subprocess, "run", lambda *_, **__: failed)
    command = ["export", "--site", str(tmp_path / "site"), "--vendor-sql"]
    assert answer([*command, "--dataset", str(project / "dataset")]) == 2
    assert "network unreachable" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--vendor-sql", "--vendor-sql-from=package"])
def test_it_goes_with_the_site_only(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["export", "--csv", str(tmp_path / "csv"), option]) == 2
    assert "go with --site" in capsys.readouterr().err
