"""Polls of each channel over loopback: what is held after the first, the second, and one that finds something new."""

import io
import tarfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from flows.fetch.messages import Polled
from flows.fetch.record import FETCHES, read_lines
from flows.fetch.tables import fetch_tables
from tests.fetch.conftest import declaration
from tests.fetch.portal import Answer, Portal, oai_error, oai_page, rss

Poll = Callable[..., Polled]


def held(raw: Path) -> dict[str, str]:
    """Path below the source's folder -> content, of what is held."""
    files = (raw / "portal").rglob("*")
    return {
        path.relative_to(raw / "portal").as_posix(): path.read_text()
        for path in files
        if path.is_file() and path.name != FETCHES and path.suffix != ".toml"
    }


def rows(raw: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fetch_tables(raw)["fetches"].to_pylist()
    return found


def archive(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:xz") as target:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            target.addfile(info, io.BytesIO(text.encode()))
    return content.getvalue()


def test_an_archive_is_unpacked_once_and_pinned(portal: Portal, raw: Path, polled: Poll) -> None:
    portal.put(
        "/corpus.tar.xz", archive({"c/a.txt": "Many agreed.\n", "c/b.txt": "Some did not.\n"}), "application/x-xz"
    )
    toml = declaration("archive", f"{portal.url}/corpus.tar.xz", item='files = ["*.txt"]')
    assert polled(toml).counts == {"new": 2}
    assert held(raw) == {"c/a.txt": "Many agreed.\n", "c/b.txt": "Some did not.\n"}
    assert polled(toml).outcome == "not_modified"
    portal.put("/corpus.tar.xz", archive({"c/a.txt": "All agreed.\n"}), "application/x-xz")
    found = polled(toml)
    assert found.failed and "the first fetch pinned" in str(found.message)
    assert held(raw)["c/a.txt"] == "Many agreed.\n"


def test_an_archive_that_is_known_by_its_hash_is_not_asked_for_again(portal: Portal, raw: Path, polled: Poll) -> None:
    import hashlib

    content = archive({"a.txt": "Many agreed.\n"})
    portal.put("/corpus.tar.xz", content, "application/x-xz")
    right = f'sha256 = "{hashlib.sha256(content).hexdigest()}"'
    toml = declaration("archive", f"{portal.url}/corpus.tar.xz", top=right)
    assert polled(toml).counts == {"new": 1}
    portal.asked.clear()
    assert polled(toml).outcome == "not_modified"
    assert portal.asked == []


def test_an_archive_with_another_hash_than_declared_is_refused(portal: Portal, raw: Path, polled: Poll) -> None:
    portal.put("/corpus.tar.xz", archive({"a.txt": "Many agreed.\n"}), "application/x-xz")
    toml = declaration("archive", f"{portal.url}/corpus.tar.xz", top=f'sha256 = "{"0" * 64}"')
    assert polled(toml).failed
    assert held(raw) == {}


@pytest.mark.parametrize("limit", ["max_files = 2", "max_unpacked_bytes = 20"])
def test_an_archive_over_its_limits_is_refused_whole(portal: Portal, raw: Path, polled: Poll, limit: str) -> None:
    portal.put("/corpus.tar.xz", archive({f"{n}.txt": "Many agreed.\n" for n in range(3)}), "application/x-xz")
    toml = declaration("archive", f"{portal.url}/corpus.tar.xz", pace=f"min_interval_s = 0\n{limit}")
    assert polled(toml).outcome == "too_large"
    assert held(raw) == {}


def test_an_archive_bomb_is_refused(portal: Portal, raw: Path, polled: Poll) -> None:
    portal.put("/corpus.tar.xz", archive({f"{n}.txt": "\0" * (20 << 20) for n in range(3)}), "application/x-xz")
    assert polled(declaration("archive", f"{portal.url}/corpus.tar.xz")).outcome == "too_large"


def test_a_folder_gives_what_is_new_changed_and_gone(raw: Path, polled: Poll, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "sub").mkdir(parents=True)
    (inbox / "a.txt").write_text("Many agreed.\n")
    (inbox / "sub" / "b.txt").write_text("Some did not.\n")
    (inbox / "c.txt").symlink_to("/etc/passwd")
    toml = declaration("folder", f"file://{inbox}")
    assert polled(toml).counts == {"new": 2}
    assert polled(toml).outcome == "not_modified"
    (inbox / "a.txt").write_text("All agreed.\n")
    (inbox / "sub" / "b.txt").unlink()
    assert polled(toml).counts == {"revised": 1, "gone": 1}
    assert held(raw) == {"a.txt": "Many agreed.\n", "a.r2.txt": "All agreed.\n", "sub/b.txt": "Some did not.\n"}


def test_a_sitemap_leads_on_and_only_what_it_says_has_changed_is_asked_for(
    portal: Portal, raw: Path, polled: Poll
) -> None:
    def pages(changed: str) -> str:
        return f"<urlset><url><loc>{portal.url}/a.txt</loc><lastmod>{changed}</lastmod></url></urlset>"

    portal.put(
        "/sitemap.xml", f"<sitemapindex><sitemap><loc>{portal.url}/1.xml</loc></sitemap></sitemapindex>", "text/xml"
    )
    portal.put("/1.xml", pages("2026-09-01"), "text/xml")
    portal.put("/a.txt", "Many agreed.\n")
    toml = declaration("sitemap", f"{portal.url}/sitemap.xml")
    assert polled(toml).counts == {"new": 1}
    portal.asked.clear()
    assert polled(toml).counts == {}
    assert portal.paths() == ["/sitemap.xml", "/1.xml"]
    portal.put("/1.xml", pages("2026-09-02"), "text/xml")
    portal.put("/a.txt", "All agreed.\n")
    assert polled(toml).counts == {"revised": 1}


def test_oai_is_asked_for_what_changed_since_and_says_what_was_deleted(portal: Portal, raw: Path, polled: Poll) -> None:
    first = "/oai?verb=ListRecords&metadataPrefix=oai_dc"
    portal.put(first, oai_page(portal.url, [1]), "text/xml")
    portal.put("/1.txt", "Many agreed.\n")
    toml = declaration("oai", f"{portal.url}/oai")
    day = datetime(2026, 9, 1, tzinfo=UTC)
    assert polled(toml, clock=lambda: day).counts == {"new": 1}
    portal.put(f"{first}&from=2026-09-01", oai_error("noRecordsMatch"), "text/xml")
    assert polled(toml, clock=lambda: day + timedelta(days=1)).counts == {}
    gone = oai_page(portal.url, [1]).replace("<header>", '<header status="deleted">')
    portal.put(f"{first}&from=2026-09-02", gone, "text/xml")
    assert polled(toml).counts == {"gone": 1}
    assert [row["outcome"] for row in rows(raw)] == ["gone"]


def test_symbols_that_are_not_published_yet_are_asked_for_again(portal: Portal, raw: Path, polled: Poll) -> None:
    portal.put("/doc?s=A%2F80%2FPV.1", "The President spoke.\n")
    portal.put("/doc?s=A%2F80%2FPV.2", "")
    toml = declaration("symbols", f"{portal.url}/doc?s={{symbol}}", item='symbols = ["A/80/PV.{1..2}"]')
    assert polled(toml).counts == {"new": 1, "empty_body": 1}
    portal.put("/doc?s=A%2F80%2FPV.2", "Many spoke.\n")
    assert polled(toml).counts == {"not_modified": 1, "new": 1}
    assert {row["item"]: row["outcome"] for row in rows(raw)} == {"A/80/PV.1": "new", "A/80/PV.2": "new"}


def test_a_page_that_leads_to_a_file_is_not_the_item_but_its_file_is(portal: Portal, raw: Path, polled: Poll) -> None:
    portal.put("/list.html", '<ul><li><a href="/meeting/1">One</a></li></ul>', "text/html")
    portal.put("/meeting/1", '<p><a class="paper" href="/papers/1.txt">Text</a></p>', "text/html")
    portal.put("/papers/1.txt", "Many agreed.\n")
    toml = declaration("list", f"{portal.url}/list.html", item='link = "li a"\nfile = { select = "a.paper" }')
    assert polled(toml).counts == {"new": 1}
    assert list(held(raw).values()) == ["Many agreed.\n"]
    portal.asked.clear()
    assert polled(toml).counts == {"not_modified": 1}
    assert portal.paths() == ["/list.html", "/papers/1.txt"]


def test_a_page_is_taken_whole_and_its_sidecar_names_the_text(portal: Portal, raw: Path, polled: Poll) -> None:
    from flows.intake.sidecar import read_sidecar

    page = "<!DOCTYPE html><html><nav>Home</nav><article><p>Many agreed.</p></article></html>"
    portal.put("/feed.xml", rss(("One", "/one"), base=portal.url), "application/rss+xml")
    portal.put("/one", page, "text/html")
    toml = declaration("feed", f"{portal.url}/feed.xml", item='text = { select = "article" }')
    assert polled(toml).counts == {"new": 1}
    path = raw / rows(raw)[0]["source_path"]
    assert path.suffix == ".html" and path.read_text() == page
    assert read_sidecar(path.with_suffix(".toml").read_bytes())[1].text == "article"
    portal.put("/one", "<!DOCTYPE html><html><p>Moved.</p></html>", "text/html")
    assert polled(toml).counts == {"wrong_type": 1}


def test_since_leaves_out_what_is_dated_before(portal: Portal, raw: Path, polled: Poll) -> None:
    old, new = datetime(2025, 1, 1, tzinfo=UTC).timestamp(), datetime(2026, 9, 1, tzinfo=UTC).timestamp()
    feed = rss(("Old", "/old.txt"), base=portal.url, date=old).replace("</channel></rss>", "")
    feed += rss(("New", "/new.txt"), base=portal.url, date=new).partition("</title>")[2]
    portal.put("/feed.xml", feed, "application/rss+xml")
    portal.put("/old.txt", "Some agreed.\n")
    portal.put("/new.txt", "Many agreed.\n")
    facts = '[facts]\ndate_start = { from = "published", as = "date" }'
    toml = declaration("feed", f"{portal.url}/feed.xml", facts)
    assert polled(toml, since=date(2026, 1, 1)).counts == {"new": 1}
    assert polled(toml).counts == {"not_modified": 1, "new": 1}


def test_a_source_that_brings_nothing_new_for_long_is_silent(portal: Portal, raw: Path, polled: Poll) -> None:
    portal.put("/feed.xml", rss(("One", "/one.txt"), base=portal.url), "application/rss+xml")
    portal.put("/one.txt", "Many agreed.\n")
    toml = declaration("feed", f"{portal.url}/feed.xml", "[expect]\nmax_silence_days = 14")
    assert polled(toml).silent_days is None
    later = datetime.now(UTC) + timedelta(days=15)
    assert polled(toml, clock=lambda: later).silent_days in (14, 15)


def test_recheck_days_keeps_from_asking_for_what_was_asked_for_of_late(portal: Portal, raw: Path, polled: Poll) -> None:
    portal.put("/feed.xml", rss(("One", "/one.txt"), base=portal.url), "application/rss+xml")
    portal.put("/one.txt", "Many agreed.\n")
    toml = declaration("feed", f"{portal.url}/feed.xml", pace="min_interval_s = 0\nrecheck_days = 7")
    polled(toml)
    assert polled(toml).counts == {}
    later = datetime.now(UTC) + timedelta(days=8)
    assert polled(toml, clock=lambda: later).counts == {"not_modified": 1}


class Repository(NamedTuple):
    url: str
    folder: Path
    commit: Callable[[], None]


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    from dulwich import porcelain
    from dulwich.repo import Repo
    from dulwich.server import DictBackend
    from dulwich.web import make_wsgi_chain

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    folder = tmp_path / "repository"
    repo = Repo.init(str(folder), mkdir=True)

    def commit() -> None:
        porcelain.add(repo, [str(path) for path in folder.rglob("*.txt")])
        for path in porcelain.status(repo).unstaged:
            if not (folder / path.decode()).exists():
                porcelain.remove(repo, [str(folder / path.decode())])
        porcelain.commit(repo, message=b"-", author=b"A <a@example.org>", committer=b"A <a@example.org>")

    server = make_server("127.0.0.1", 0, make_wsgi_chain(DictBackend({"/texts.git": repo})), handler_class=Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield Repository(f"http://127.0.0.1:{server.server_address[1]}/texts.git", folder, commit)
    server.shutdown()
    server.server_close()
    repo.close()


def test_a_repository_gives_the_files_of_its_newest_commit(repository: Repository, raw: Path, polled: Poll) -> None:
    (repository.folder / "en").mkdir()
    (repository.folder / "en" / "a.txt").write_text("Many agreed.\n")
    (repository.folder / "en" / "b.txt").write_text("Some did not.\n")
    repository.commit()
    toml = declaration("git", repository.url, item='files = ["en/*.txt"]')
    assert polled(toml).counts == {"new": 2}
    assert polled(toml).outcome == "not_modified"
    (repository.folder / "en" / "a.txt").write_text("All agreed.\n")
    (repository.folder / "en" / "b.txt").unlink()
    repository.commit()
    assert polled(toml).counts == {"revised": 1, "gone": 1}
    assert held(raw) == {"en/a.txt": "Many agreed.\n", "en/a.r2.txt": "All agreed.\n", "en/b.txt": "Some did not.\n"}
    requests = [line for line in read_lines(raw / "portal" / FETCHES) if line["kind"] == "request"]
    assert [line["for"] for line in requests].count("git") == 5  # each request of git is in the record


def test_what_was_published_of_an_item_is_its_newest_revision(portal: Portal, raw: Path, polled: Poll) -> None:
    from flows.intake import take_stock

    portal.put("/feed.xml", rss(("One", "/one.txt"), base=portal.url), "application/rss+xml")
    portal.put("/one.txt", "Many agreed.\n")
    toml = declaration("feed", f"{portal.url}/feed.xml")
    polled(toml)
    (first,) = take_stock(raw).sources
    portal.put("/one.txt", "All agreed.\n")
    polled(toml)
    stock = take_stock(raw)
    assert [source.document_id for source in stock.sources] == [first.document_id]
    assert stock.sources[0].source_path != first.source_path
    assert stock.refusals == ()
    (raw / "portal" / FETCHES).unlink()  # the sidecars say it, too
    assert [source.source_path for source in take_stock(raw).sources] == [stock.sources[0].source_path]


def test_an_item_that_answers_with_an_error_page_does_not_replace_what_is_held(
    portal: Portal, raw: Path, polled: Poll
) -> None:
    portal.put("/feed.xml", rss(("One", "/one.txt"), base=portal.url), "application/rss+xml")
    portal.put("/one.txt", "Many agreed.\n")
    toml = declaration("feed", f"{portal.url}/feed.xml")
    polled(toml)
    portal.answers["/one.txt"] = Answer(b"<!DOCTYPE html><html>Sorry</html>", "text/html")
    assert polled(toml).counts == {"challenge": 1}
    assert list(held(raw).values()) == ["Many agreed.\n"]
