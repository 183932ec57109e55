"""The container image and compose.yaml, without an engine: what they copy, install and start is there."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.command import answer

PROJECT = Path(__file__).parent.parent
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
COPIED = [name for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]]
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (PROJECT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def test_every_base_is_named_by_digest() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert bases
    assert all(re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", base) for base in bases)
    assert len(set(bases)) == 1


def test_the_image_runs_as_a_user_who_is_not_root() -> None:
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["rapporteur"]


def test_what_is_copied_is_there_and_not_ignored() -> None:
    kept = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert all((PROJECT / name).exists() for name in COPIED)
    assert {f"!{name}" for name in COPIED} <= {*kept}


def test_the_package_can_be_built_from_what_is_copied(tmp_path: Path) -> None:
    for name in COPIED:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, tmp_path / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", "out", "."]
    subprocess.run(build, cwd=tmp_path, check=True)
    (wheel,) = (tmp_path / "out").glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "flows", "schemas"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert {*tracked} <= names


def test_the_image_has_the_same_versions_as_the_tests() -> None:
    image, tested = pins("requirements-image.lock"), pins("requirements.lock")
    assert image
    assert image == {name: tested.get(name) for name in image}


@pytest.mark.parametrize("name", SERVICES)
def test_the_command_of_each_service_is_one_that_the_package_has(name: str) -> None:
    service = SERVICES[name]
    program, *given = [*service.get("entrypoint", ["rapporteur"]), *service["command"]]
    path = Path(sys.executable).parent / program
    environment = {**os.environ, "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    done = subprocess.run([path, *given, "--help"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for option in (one for one in given if one.startswith("--")):
        assert option in done.stdout


def test_every_mounted_folder_is_where_the_commands_look() -> None:
    mounted = {line.split(":")[1] for line in SERVICES["watcher"]["volumes"]}
    named = {
        f"/data/{value}" for name, value in SERVICES["watcher"]["environment"].items() if name[-3:] in {"RAW", "SET"}
    }
    assert named <= mounted


def test_an_option_can_be_given_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("RAPPORTEUR_RAW", str(tmp_path / "nowhere"))
    assert answer(["run", "--dry-run", "--dataset", str(tmp_path)]) == 2
    assert f"{tmp_path / 'nowhere'}: is not there" in capsys.readouterr().err


def test_the_command_line_wins_over_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("RAPPORTEUR_RAW", str(tmp_path / "nowhere"))
    assert answer(["run", "--dry-run", "--raw", str(tmp_path / "here"), "--dataset", str(tmp_path)]) == 2
    assert f"{tmp_path / 'here'}: is not there" in capsys.readouterr().err
