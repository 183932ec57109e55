"""The examples of docs/how-to/ work: each is applied to a copy of the project, and its commands are run there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).parent.parent
PAGES = sorted(path.stem for path in (PROJECT / "docs" / "how-to").glob("*.md") if path.stem != "README")
COMMAND = f'#!/bin/sh\nexec {sys.executable} -P -c "from flows.command import main; main()" "$@"\n'


class Block(NamedTuple):
    """A fenced block of a page: its language, the file that it makes, and its lines."""

    language: str
    file: str | None
    text: str


def blocks(page: str) -> list[Block]:
    text = (PROJECT / "docs" / "how-to" / f"{page}.md").read_text(encoding="utf-8")
    found = re.findall(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [Block(language, file or None, body) for language, file, body in found]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the code, and a command that runs it."""
    for name in ("flows", "schemas", "rapporteur", "sources", "docs"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    program = tmp_path / "bin" / "rapporteur"
    program.parent.mkdir()
    program.write_text(COMMAND, encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def apply(difference: str, folder: Path) -> None:
    """Make the changes of a `diff` block; the lines that a hunk keeps or drops stand in the file once."""
    for name, hunks in re.findall(r"^\+\+\+ b/(.+)\n((?:(?!--- ).*\n)+)", difference, re.MULTILINE):
        text = (folder / name).read_text(encoding="utf-8")
        for hunk in re.split(r"^@@\n", hunks, flags=re.MULTILINE)[1:]:
            lines = hunk.splitlines(keepends=True)
            before = "".join(line[1:] for line in lines if line[0] in " -")
            after = "".join(line[1:] for line in lines if line[0] in " +")
            assert text.count(before) == 1, f"{name}: {before}"
            text = text.replace(before, after)
        (folder / name).write_text(text, encoding="utf-8")


def run(command: list[str], folder: Path) -> str:
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(folder / "bin"), os.environ["PATH"]]),
        "PYTHONPATH": str(folder),
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_an_example_works_as_its_page_says(page: str, copy: Path) -> None:
    printed = ""
    for block in blocks(page):
        if block.file:
            (copy / block.file).parent.mkdir(parents=True, exist_ok=True)
            (copy / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "diff":
            apply(block.text, copy)
        elif block.language == "sh":
            printed = run(["bash", "-e", "-o", "pipefail", "-c", block.text], copy)
        elif block.language == "text":
            assert printed == block.text


def test_every_page_is_listed() -> None:
    listed = (PROJECT / "docs" / "how-to" / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\]\((\w[\w-]*)\.md\)", listed)) == PAGES
