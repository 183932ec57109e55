"""What holds for the command line as a whole."""

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

RAPPORTEUR = str(Path(sys.executable).parent / "rapporteur")


@pytest.mark.parametrize("command", ["run", "query", "show", "verify", "serve"])
def test_every_command_has_help_with_its_options(rapporteur: Callable, command: str) -> None:
    answer = rapporteur(command, "--help")
    assert answer.code == 0
    assert "--dataset" in answer.out


def test_the_version_is_that_of_the_distribution(rapporteur: Callable) -> None:
    assert rapporteur("--version").out.strip() == version("rapporteur")


@pytest.mark.parametrize("arguments", [["nonsense"], ["run", "--nonsense"], ["show"], ["run", "--raw"]])
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(rapporteur: Callable, arguments: list[str]) -> None:
    answer = rapporteur(*arguments)
    assert answer.code == 2
    assert answer.err
    assert "Traceback" not in answer.err


def test_a_reader_that_has_seen_enough_is_no_failure(dataset: Path) -> None:
    command = f"{RAPPORTEUR} query --json --dataset {dataset} 'FROM claims' | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[\n", "")


def test_colour_is_left_out_where_the_user_says_so(monkeypatch: pytest.MonkeyPatch, rapporteur: Callable) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in rapporteur("--help").out
