"""docs/quality.md and its figure are those of the release in the repository, and what it shows works."""

import re
import runpy
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest

from flows.intake.corrections import read_corrections
from flows.publish.releases import latest
from schemas.arrow import arrow_schema


@pytest.fixture(scope="module")
def page(project: Path) -> str:
    return (project / "docs" / "quality.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def drawing(project: Path) -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(project / "docs" / "figures.py")))


@pytest.fixture(scope="module")
def release(project: Path) -> Path:
    found = latest(project / "dataset")
    if found is None or pq.read_schema(found.folder / "quality.parquet").names != arrow_schema("quality").names:
        pytest.skip("no release has this table yet")
    return found.folder


def test_the_table_is_that_of_the_release(page: str, drawing: SimpleNamespace, release: Path) -> None:
    rows = pq.read_table(release / "quality.parquet").to_pylist()
    assert drawing.TABLE.search(page)[0] == drawing.table(rows), "run `make figures`"


def test_the_figure_is_that_of_the_release(
    project: Path, drawing: SimpleNamespace, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    drawing.draw(drawing.compared(release), tmp_path / "confusion.svg")
    assert (tmp_path / "confusion.svg").read_bytes() == (project / "docs" / "confusion.svg").read_bytes(), (
        "make figures"
    )


def test_the_corrections_that_it_shows_are_some(page: str) -> None:
    (toml,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert read_corrections(toml.encode(), "x")[0].by == "A. Reader"
