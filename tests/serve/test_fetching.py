"""Sources fetched on their own schedules: what appears in a feed is a claim in a release, and events say so."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import httpx
import pytest

from flows.publish.releases import latest
from tests.fetch.conftest import declaration
from tests.fetch.portal import Portal, rss
from tests.prefect_server import PROGRAMS, Server, wait_for

pytestmark = pytest.mark.xdist_group("prefect")


@pytest.fixture
def portal() -> Iterator[Portal]:
    server = Portal()
    server.put("/feed.xml", rss(("One", "/one.txt"), base=server.url), "application/rss+xml")
    server.put("/one.txt", "Many delegations called for restraint.\n")
    yield server
    server.close()


@contextmanager
def fetching(portal: Portal, folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    (folder / "sources").mkdir()
    pace = "min_interval_s = 0\npoll_every_s = 3"
    (folder / "sources" / "portal.toml").write_text(declaration("feed", f"{portal.url}/feed.xml", pace=pace))
    (folder / "dataset.toml").write_text('contact = "data@example.org"\n')
    command = [PROGRAMS / "rapporteur", "serve", "--fetch"]
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            print(process.communicate(timeout=120)[1][-3000:])  # noqa: T201


def texts(dataset: Path) -> set[str]:
    release = latest(dataset)
    if release is None:
        return set()
    return {row[0] for row in duckdb.sql(f"SELECT text FROM '{release.folder}/claims*.parquet'").fetchall()}


def appears(portal: Portal, process: subprocess.Popen[str], dataset: Path) -> None:
    """Wait for the first item, put another into the feed, and wait for its claim."""
    wait_for(lambda: bool(texts(dataset)), process)
    portal.put("/two.txt", "Several delegations proposed a register.\n")
    portal.put("/feed.xml", rss(("Two", "/two.txt"), ("One", "/one.txt"), base=portal.url), "application/rss+xml")
    portal.asked.clear()
    wait_for(lambda: any("register" in text for text in texts(dataset)), process)
    polled = next(asked.at for asked in portal.asked if asked.path == "/feed.xml")
    print(f"from the poll to the release: {time.monotonic() - polled:.1f} s")  # noqa: T201


def test_what_appears_in_a_feed_is_a_claim_in_a_release_with_a_server_of_its_own(
    portal: Portal, tmp_path: Path
) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_API")}
    with fetching(portal, tmp_path, environment) as process:
        appears(portal, process, tmp_path / "dataset")
    assert process.returncode == 0


def test_what_appears_in_a_feed_is_a_claim_in_a_release_and_an_event_on_a_server(
    portal: Portal, tmp_path: Path, server: Server
) -> None:
    def events(name: str) -> list[dict[str, object]]:
        wanted = {"filter": {"event": {"name": [name]}}, "limit": 50}
        answer = httpx.post(f"{server.url}/events/filter", json=wanted).raise_for_status()
        found: list[dict[str, object]] = answer.json()["events"]
        return found

    with fetching(portal, tmp_path, dict(server.environment)) as process:
        appears(portal, process, tmp_path / "dataset")
        wait_for(lambda: len(events("rapporteur.item.arrived")) == 2, process)
        wait_for(lambda: len(events("rapporteur.release.published")) >= 2, process)
        limits = httpx.post(f"{server.url}/v2/concurrency_limits/filter", json={}).raise_for_status().json()
        assert [limit["limit"] for limit in limits if limit["name"].startswith("rapporteur-host-127.0.0.1")] == [1]
        tasks = httpx.post(f"{server.url}/task_runs/filter", json={"limit": 50}).raise_for_status().json()
        assert any(task["name"].startswith("fetch portal") for task in tasks)
    paths = sorted(str(event["payload"]["path"]) for event in events("rapporteur.item.arrived"))  # type: ignore[index]
    assert [path.split("-")[0] for path in paths] == ["portal/127", "portal/127"]
