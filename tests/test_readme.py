"""What the README claims is run: its commands, its SQL, its Python, and the figures it shows."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.publish.releases import latest

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
RAPPORTEUR = str(Path(sys.executable).parent / "rapporteur")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands(program: str) -> list[list[str]]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith(f"{program} ")]


# `explore` serves until it is stopped: tests/explore has it.
TO_LOOK = [a for a in commands("rapporteur") if not {"my-statements", "my-dataset"} & {*a} and a != ["explore"]]
TO_WORK = [a for a in commands("rapporteur") if {"my-statements", "my-dataset"} & {*a}]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's files in another folder, with the environment of this one."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("raw", "dataset", "docs", "tests/gold"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns(".*", "rapporteur.duckdb"))
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "dataset.toml"):
        shutil.copy(PROJECT / name, folder / name)
        os.utime(folder / name, (0, 0))  # older than the environment, which make must not set up anew
    (folder / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def made(clone: Path) -> subprocess.CompletedProcess[str]:
    """What the README's first command says, in that folder."""
    environment = {name: value for name, value in os.environ.items() if name != "MAKEFLAGS"}
    return subprocess.run(
        ["make", "--no-print-directory", "dataset"],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def ask(clone: Path, made: object) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([RAPPORTEUR, *arguments], cwd=clone, capture_output=True, text=True, check=False)

    return run


@pytest.mark.xdist_group("readme")
class TestReadme:
    def test_the_two_commands_stand_at_the_top_and_ci_runs_the_second(self) -> None:
        assert README.index("make dataset") < README.index("make test") < README.index("## Ask it")
        assert "make test" in (PROJECT / ".ci" / "run").read_text()

    def test_the_first_command_finds_the_release_in_the_repository_identical(
        self, made: subprocess.CompletedProcess[str]
    ) -> None:
        assert made.returncode == 0, made.stderr
        release = latest(PROJECT / "dataset")
        assert release is not None
        assert made.stdout.startswith(f"identical to {release.version}"), made.stdout

    def test_the_first_command_ends_with_the_answer_that_the_readme_shows(
        self, made: subprocess.CompletedProcess[str]
    ) -> None:
        (shown,) = blocks("text")
        assert shown.strip() in made.stdout

    def test_the_question_in_the_readme_is_the_one_that_the_command_asks(self) -> None:
        asked = (PROJECT / "docs" / "agreement.sql").read_text(encoding="utf-8")
        assert blocks("sql")[0].strip() in asked

    @pytest.mark.parametrize("sql", blocks("sql"))
    def test_every_query_has_an_answer(self, ask: Callable, sql: str, tmp_path: Path) -> None:
        (tmp_path / "query.sql").write_text(sql, encoding="utf-8")
        answer = ask("query", "--json", "--file", str(tmp_path / "query.sql"))
        assert answer.returncode == 0, answer.stderr
        assert json.loads(answer.stdout)

    @pytest.mark.parametrize("arguments", TO_LOOK)
    def test_every_command_that_asks_works(self, ask: Callable, arguments: list[str]) -> None:
        answer = ask(*arguments)
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout

    @pytest.mark.parametrize("arguments", TO_WORK)
    def test_every_command_that_works_has_the_options_that_it_shows(self, ask: Callable, arguments: list[str]) -> None:
        help_text = ask(arguments[0], "--help").stdout
        assert all(argument in help_text for argument in arguments if argument.startswith("--"))

    @pytest.mark.parametrize("code", blocks("python"))
    def test_the_python_runs(self, clone: Path, made: object, code: str) -> None:
        done = subprocess.run([sys.executable, "-c", code], cwd=clone, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "claims" in done.stdout

    @pytest.mark.parametrize("code", blocks("r"))
    def test_the_sql_in_the_r_runs(self, ask: Callable, code: str) -> None:
        (sql,) = re.findall(r'dbGetQuery\(db, "(.*?)"\)', code)
        assert json.loads(ask("query", "--json", sql).stdout)

    def test_the_figures_are_those_of_the_release(self, ask: Callable) -> None:
        header, _, release, baseline = re.search(r"^\| F1 .*\n(?:\|.*\n){3}", README, re.MULTILINE)[0].splitlines()
        fields = [name.strip() for name in header.split("|")[2:-1]]
        sql = "SELECT field, f1, baseline FROM quality WHERE value IS NULL AND in_sample AND match <> 'overlap'"
        measured = {row["field"]: row for row in json.loads(ask("query", "--json", sql).stdout)}
        for row, figure in ((release, "f1"), (baseline, "baseline")):
            for name, shown in zip(fields, row.split("|")[2:-1], strict=True):
                found = measured["full" if " and " in name else name][figure]
                assert shown.strip() == ("–" if found is None else f"{found:.2f}"), (name, figure)

    def test_the_dataset_toml_and_the_sidecar_that_it_shows_are_such(self) -> None:
        from flows.intake.dataset_toml import parse_dataset_toml
        from flows.intake.sidecar import read_sidecar

        dataset, sidecar = blocks("toml")
        assert parse_dataset_toml(dataset.encode()).redistribute
        assert read_sidecar(sidecar.encode())[1].country_iso3 == "HUN"

    def test_the_pages_that_it_links_are_there(self) -> None:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
            assert (PROJECT / target).exists(), target
