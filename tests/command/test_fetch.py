"""`rapporteur fetch` and `rapporteur sources` on the command line: what they say, and how they end."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.command import answer
from tests.fetch.conftest import declaration
from tests.fetch.portal import Answer, Portal, rss


@pytest.fixture
def portal() -> Iterator[Portal]:
    server = Portal()
    yield server
    server.close()


@pytest.fixture
def folder(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `sources/portal.toml`, of a feed of one item."""
    portal.put("/feed.xml", rss(("One", "/one.txt"), base=portal.url), "application/rss+xml")
    portal.put("/one.txt", "Many delegations called for restraint.\n")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "portal.toml").write_text(declaration("feed", f"{portal.url}/feed.xml"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RAPPORTEUR_CONTACT", "data@example.org")
    return tmp_path


def test_what_is_new_is_told_and_so_is_that_nothing_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["fetch"]) == 0
    assert capsys.readouterr().out == "portal: 1 new\n"
    assert answer(["fetch", "portal", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {"not_modified": 1}


def test_a_source_that_fails_ends_with_4_and_one_that_may_not_be_asked_does_not(
    folder: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.answers["/feed.xml"] = Answer(status=403)
    assert answer(["fetch"]) == 4
    assert capsys.readouterr().out == "portal: failed: answered 403\n"
    declared = folder / "sources" / "portal.toml"
    declared.write_text(declared.read_text().replace('"allowed"', '"ask"'))
    portal.asked.clear()
    assert answer(["fetch"]) == 0
    assert capsys.readouterr().out.startswith('portal: terms: terms.automated is "ask": read them')
    assert portal.asked == []


def test_nothing_is_requested_without_a_contact(
    folder: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RAPPORTEUR_CONTACT")
    assert answer(["fetch"]) == 2
    assert "nothing is requested without a contact" in capsys.readouterr().err
    assert portal.asked == []
    (folder / "dataset.toml").write_text('contact = "data@example.org"\n')
    assert answer(["fetch"]) == 0


def test_a_wrong_declaration_stops_all_before_anything_is_requested(
    folder: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "sources" / "zero.toml").write_text("id = 0\n")
    assert answer(["fetch"]) == 2
    assert capsys.readouterr().err.startswith("rapporteur: sources/zero.toml: id: ")
    assert portal.asked == []


def test_a_dry_run_requests_nothing_and_says_what_it_would(
    folder: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["fetch", "--dry-run"]) == 0
    assert capsys.readouterr().out == f"portal: would ask {portal.url}/feed.xml\n"
    assert portal.asked == []


def test_sources_are_listed_and_checked(folder: Path, portal: Portal, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["sources", "check"]) == 0
    assert capsys.readouterr().out == "sources: 1 declarations, all as they should be\n"
    assert answer(["sources", "check", "portal"]) == 0
    assert capsys.readouterr().out.startswith(f"portal: 1 items\n{portal.url}/one.txt: ")
    assert portal.paths() == ["/feed.xml"]
    answer(["fetch"])
    capsys.readouterr()
    assert answer(["sources", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["source"], row["automated"], row["outcome"], row["items"], row["days_silent"]) == (
        *("portal", "allowed", "new", 1, 0),
    )


def test_what_is_held_is_written_as_warc(folder: Path, portal: Portal, capsys: pytest.CaptureFixture[str]) -> None:
    from warcio.archiveiterator import ArchiveIterator

    answer(["fetch"])
    assert answer(["sources", "warc", "held.warc.gz"]) == 0
    with (folder / "held.warc.gz").open("rb") as file:
        records = [
            (one.rec_type, one.rec_headers["WARC-Target-URI"], one.raw_stream.read()) for one in ArchiveIterator(file)
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response"]
    assert records[1][1] == f"{portal.url}/one.txt"
    assert records[1][2] == b"Many delegations called for restraint.\n"


def test_a_change_in_what_was_asked_for_alone_makes_no_release(
    folder: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    answer(["fetch"])
    project = Path(__file__).parents[2]
    shutil.copytree(project / "tests" / "gold", folder / "tests" / "gold")
    from flows.measure import GOLD
    from flows.pipeline import build_release

    build = getattr(build_release, "fn", build_release)
    first = build(folder / "raw", folder / "dataset", gold=GOLD, workers=1)
    assert first.status == "published" and first.rows["fetches"] == 1 and first.rows["sources"] == 1
    portal.put("/feed.xml", rss(("Two", "/two.txt"), ("One", "/one.txt"), base=portal.url), "application/rss+xml")
    assert answer(["fetch"]) == 0  # the second is not there: gone
    again = build(folder / "raw", folder / "dataset", gold=GOLD, workers=1)
    assert again.status == "unchanged"
    whole = build(folder / "raw", folder / "dataset", full=True, gold=GOLD, workers=1)
    assert (whole.status, whole.version) == ("identical", first.version)
