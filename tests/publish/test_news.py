"""Beside `releases.json`: a feed of the releases, and all changes since any of them in one file."""

import shutil
from pathlib import Path

import duckdb
import feedparser
import pytest

from flows.measure import GOLD
from flows.pipeline import build_release
from flows.publish.news import side_by_side
from flows.publish.releases import latest, listed


def published(folder: Path, text: str) -> str:
    (folder / "raw").mkdir(exist_ok=True)
    (folder / "raw" / "one.txt").write_text(text)
    (folder / "raw" / "one.toml").write_text('redistribute = true\nlanguage = { value = "en", basis = "document" }\n')
    build = getattr(build_release, "fn", build_release)
    return str(build(folder / "raw", folder / "dataset", gold=GOLD, workers=1).version)


def test_a_feed_tells_of_each_release_and_a_file_of_every_change_since(tmp_path: Path) -> None:
    first = published(tmp_path, "Many delegations called for restraint.\n")
    second = published(tmp_path, "Many delegations called for restraint.\n\nSeveral proposed a register.\n")
    third = published(tmp_path, "Several proposed a register.\n")
    dataset = tmp_path / "dataset"
    feed = feedparser.parse((dataset / "releases.atom").read_bytes())
    assert feed.version == "atom10" and not feed.bozo
    assert [entry.title for entry in feed.entries] == [f"Release {version}" for version in (third, second, first)]
    release = latest(dataset)
    assert release is not None and feed.entries[0].id == f"urn:sha256:{release.sha256}"
    changes = f"FROM '{dataset}/changes.parquet'"
    told = duckdb.sql(f"SELECT version, change, count(*) {changes} GROUP BY ALL ORDER BY ALL").fetchall()
    assert told == [(second, "added", 1), (third, "removed", 1)]
    since = duckdb.sql(f"SELECT count(*) {changes} WHERE release_number > 2").fetchall()
    assert since == [(1,)]


def test_changes_of_releases_that_are_not_here_any_more_are_kept(tmp_path: Path) -> None:
    published(tmp_path, "Many delegations called for restraint.\n")
    second = published(tmp_path, "Several proposed a register.\n")
    shutil.rmtree(tmp_path / "dataset" / "0.1.0")
    shutil.move(tmp_path / "dataset" / second, tmp_path / "away")
    shutil.copytree(tmp_path / "away", tmp_path / "dataset" / second)
    published(tmp_path, "All proposed a register.\n")
    shutil.rmtree(tmp_path / "dataset" / second)
    fourth = published(tmp_path, "Some proposed a register.\n")
    file = tmp_path / "dataset" / "changes.parquet"
    versions = duckdb.sql(f"SELECT DISTINCT version FROM '{file}' ORDER BY ALL").fetchall()
    assert [version for (version,) in versions] == [second, "0.3.0", fourth]


def test_sql_opens_all_releases_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = published(tmp_path, "Many delegations called for restraint.\n")
    second = published(tmp_path, "Several proposed a register.\n")
    monkeypatch.chdir(tmp_path / "dataset")
    with duckdb.connect() as db:
        db.execute(Path("releases.sql").read_text())
        schemas = [f"v{version.replace('.', '_')}" for version in (first, second)]
        found = [db.execute(f"SELECT text FROM {schema}.claims").fetchall() for schema in schemas]
    assert found == [[("Many delegations called for restraint",)], [("Several proposed a register",)]]


def test_of_a_public_dataset_the_public_releases_are_opened(project: Path) -> None:
    text = side_by_side(listed(project / "dataset"))
    assert "v1_0_0.claims" in text and "v2_0_0.memberships" in text
    assert "v1_0_0.memberships" not in text and "v0_2_0" not in text


def test_what_is_missing_of_them_is_made_again_where_nothing_is_new(tmp_path: Path) -> None:
    published(tmp_path, "Many delegations called for restraint.\n")
    before = (tmp_path / "dataset" / "releases.atom").read_bytes()
    (tmp_path / "dataset" / "releases.atom").unlink()
    published(tmp_path, "Many delegations called for restraint.\n")
    assert (tmp_path / "dataset" / "releases.atom").read_bytes() == before
