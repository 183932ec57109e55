"""What docs/ shows is so: its commands, outputs, programs, queries and pictures."""

import json
import os
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from flows.command import answer
from flows.intake.dataset_toml import parse_dataset_toml
from flows.publish.releases import find, latest, listed
from flows.publish.versions import METADATA
from flows.sql import open_tables
from tests.compare.conftest import EDITED
from tests.publish.inputs import publish_texts

DOCS = Path(__file__).parent.parent / "docs"
PAGES = [path for name in ("diff", "export", "quarantine", "releases", "pictures") for path in [DOCS / f"{name}.md"]]
PAGES.append(DOCS.parent / "SECURITY.md")


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose `dataset` has the two releases that docs/diff.md compares."""
    folder = tmp_path_factory.mktemp("pages")
    publish_texts(folder / "dataset")
    publish_texts(folder / "dataset", EDITED, acts={"We": "welcome"})
    return folder


@pytest.fixture
def call(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[str], str]:
    """Give a command of a page to the command line, in that folder; what it prints."""

    def run(line: str) -> str:
        monkeypatch.chdir(folder)
        program, *arguments = shlex.split(line)
        assert program == "rapporteur"
        assert answer(arguments) in (0, 1)
        return capsys.readouterr().out

    return run


def run_python(code: str, folder: Path) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class TestDiff:
    def test_the_output_is_what_the_command_prints(self, call: Callable[[str], str]) -> None:
        (line, _), (shown,) = blocks("diff", "sh"), blocks("diff", "text")
        assert call(line) == shown

    def test_a_folder_and_json_work_too(self, call: Callable[[str], str]) -> None:
        _, line = blocks("diff", "sh")
        assert not json.loads(call(line))["same"]

    def test_the_program_prints_what_was_coded_otherwise(self, folder: Path) -> None:
        (code,) = blocks("diff", "python")
        assert run_python(code, folder).splitlines() == [
            "alpha.c-bceb9502d0 act state -> welcome",
            "gamma.c-864f1ba6ec act state -> welcome",
        ]

    def test_the_query_follows_claims(self, folder: Path) -> None:
        (sql,) = blocks("diff", "sql")
        with open_tables(folder / "dataset", None) as tables:
            assert len(tables.execute(sql).fetchall()) == 3


class TestExport:
    @pytest.fixture(scope="class")
    @staticmethod
    def exported(folder: Path) -> Path:
        for line in blocks("export", "sh")[0].splitlines():
            arguments = shlex.split(line)[1:]
            assert answer([*arguments[:-1], str(folder / arguments[-1]), "--dataset", str(folder / "dataset")]) == 0
        return folder

    def test_every_option_is_there_and_leads_to_the_files_that_the_table_names(self, exported: Path) -> None:
        text = (DOCS / "export.md").read_text(encoding="utf-8")
        told = dict(re.findall(r"^\| `--(\w+)` \| `(?:TABLE|STATEMENT|index)\.(\w+)`", text, re.MULTILINE))
        folders = dict(line.split()[2:] for line in blocks("export", "sh")[0].splitlines())
        assert {f"--{option}" for option in told} == folders.keys()
        for option, suffix in told.items():
            assert list((exported / folders[f"--{option}"]).glob(f"*.{suffix}"))

    @pytest.mark.parametrize("code", blocks("export", "python"))
    def test_the_programs_run(self, exported: Path, code: str) -> None:
        run_python(code, exported)


class TestReleases:
    def test_its_commands_have_the_options_that_it_shows(self, call: Callable[[str], str]) -> None:
        lines = [line.split("#")[0].strip() for block in blocks("releases", "sh") for line in block.splitlines()]
        for line in (one for one in lines if one.startswith("rapporteur ")):
            words = shlex.split(line)[1:]
            name = words[:2] if words[0] == "releases" else words[:1]
            help_text = call(f"rapporteur {shlex.join(name)} --help")
            assert all(word in help_text for word in words if word.startswith("--")), line

    def test_the_dataset_toml_that_it_shows_is_one(self) -> None:
        (toml,) = blocks("releases", "toml")
        known = parse_dataset_toml(toml.encode())
        assert (known.doi, known.contact) == ("10.5281/zenodo.1234567", "data@example.org")

    def test_its_targets_of_make_are_there(self, project: Path) -> None:
        makefile = (project / "Makefile").read_text(encoding="utf-8")
        targets = re.findall(r"^make (\S+)", "\n".join(blocks("releases", "sh")), re.MULTILINE)
        assert targets
        assert [target for target in targets if f"\n{target}:" not in makefile] == []

    def test_the_tables_that_are_no_data_are_named(self) -> None:
        text = (DOCS / "releases.md").read_text(encoding="utf-8")
        (named,) = re.findall(r"Data are all tables but six, which .*?: (.*?)\.", text, re.DOTALL)
        assert tuple(re.findall(r"`(\w+)`", named)) == METADATA

    def test_the_list_with_a_withdrawn_release_is_read_as_one(self, tmp_path: Path) -> None:
        (tmp_path / "releases.json").write_text(blocks("releases", "json")[0], encoding="utf-8")
        assert [release.withdrawn for release in sorted(listed(tmp_path))] == [None, "a court order of 3 February 2027"]
        (tmp_path / "1.0.0").mkdir()
        assert find(tmp_path).version == "1.0.0"


def test_the_quarantine_can_be_asked_for(folder: Path) -> None:
    (sql,) = blocks("quarantine", "sql")
    with open_tables(folder / "dataset", None) as tables:
        names = [column[0] for column in tables.execute(sql).description or ()]
        assert names[0] == "source_path"


@pytest.mark.parametrize("picture", ["by_topic", "by_statement"])
def test_the_pictures_are_those_of_the_release(
    picture: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    release = latest(project / "dataset")
    assert release is not None
    drawing = SimpleNamespace(**runpy.run_path(str(DOCS / "agreement_figures.py")))
    getattr(drawing, picture)(drawing.counted(release.folder), tmp_path / "picture.svg")
    kept = DOCS / f"agreement-{picture.replace('_', '-')}.svg"
    assert (tmp_path / "picture.svg").read_bytes() == kept.read_bytes(), "run `make figures`"


def test_the_pictures_count_every_claim(project: Path) -> None:
    release = latest(project / "dataset")
    assert release is not None
    drawing = SimpleNamespace(**runpy.run_path(str(DOCS / "agreement_figures.py")))
    statements = drawing.counted(release.folder)
    with duckdb.connect() as connection:
        sql = f"SELECT count(*), sum(len(topics)) FROM '{release.folder}/claims*.parquet'"
        n_claims, n_topics = connection.execute(sql).fetchall()[0]
    assert sum(one.levels.total() for one in statements) == n_claims
    assert sum(counts.total() for one in statements for counts in one.topics.values()) == n_topics


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
