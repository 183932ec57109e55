"""The site's page in SQL: DuckDB-Wasm from a copy beside it or from a CDN, on the disk and served."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import duckdb
import pytest

from flows.command import answer
from flows.export.duckdb_wasm import CDN, WASM, WORKER
from flows.export.site import examples
from flows.sql import open_tables
from tests.explore.web_server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

MILLISECONDS = 240_000  # compiling 34 MB of WebAssembly on a busy machine
PAGE = "sql.html"


@pytest.fixture(scope="module")
def engine(node_project: Path) -> Path:
    return node_project / "node_modules" / "@duckdb" / "duckdb-wasm" / "dist"


@pytest.fixture(scope="module")
def whole_site(project: Path, engine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site with DuckDB-Wasm beside its pages."""
    folder = tmp_path_factory.mktemp("whole") / "site"
    command = ["export", "--site", str(folder), "--vendor-sql-from", str(engine.parent)]
    assert answer([*command, "--dataset", str(project / "dataset")]) == 0
    return folder


@pytest.fixture(scope="module")
def asking(browser: "Browser", whole_site: Path) -> Iterator["Page"]:
    """Return one page for all questions, opened from the disk; it reaches nothing but the site."""
    page = browser.new_page()
    errors: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto((whole_site / PAGE).as_uri())
    page.wait_for_selector("#example")
    yield page
    page.close()
    assert not errors
    assert requests
    assert not [url for url in requests if not url.startswith((whole_site.as_uri(), "blob:null", "data:"))]


def asked(page: "Page", sql: str) -> str:
    """Return what the page answers to a question."""
    page.fill("#sql", sql)
    page.click("button.main")
    page.wait_for_selector("button.main:not([disabled])", timeout=MILLISECONDS)
    shown: str = page.inner_text("[aria-live=polite]")
    return shown


def about(site: Path) -> dict[str, Any]:
    script = (site / "data" / "release.js").read_text(encoding="ascii")
    return dict(json.loads(script.removeprefix("rapporteurRelease = ")))


def policy(folder: Path, page: str) -> str:
    text = (folder / page).read_text(encoding="utf-8")
    return re.findall(r'Content-Security-Policy" content="([^"]+)"', text)[0]


def test_every_example_is_answered_as_by_duckdb(asking: "Page", project: Path) -> None:
    offered = asking.locator("#example option").count()
    assert offered > 4
    with open_tables(project / "dataset", None) as tables:
        for k in range(offered):
            asking.select_option("#example", index=k)
            sql = asking.input_value("#sql")
            rows = len(tables.execute(sql).fetchall())
            assert rows
            assert re.match(rf"{rows:,} rows?\b", asked(asking, sql)), sql


def test_wrong_sql_is_told_and_the_next_question_answered(asking: "Page") -> None:
    assert "nothing_here" in asked(asking, "FROM nothing_here")
    assert "42" in asked(asking, "SELECT 6 * 7 AS answer")


def test_days_lists_and_large_counts_read_as_in_duckdb(asking: "Page") -> None:
    asked(
        asking, "SELECT DATE '2012-10-04', ['a', 'b'], sum(x), NULL, TIMESTAMP '2021-12-01 10:00:00' FROM range(3) r(x)"
    )
    cells = asking.locator("tbody td").all_inner_texts()
    assert cells == ["2012-10-04", "a, b", "3", "NULL", "2021-12-01 10:00:00"]


def test_the_release_cannot_be_changed(asking: "Page") -> None:
    assert "read-only" in asked(asking, "DELETE FROM claims")


def test_an_answer_never_runs_as_code(asking: "Page") -> None:
    assert "onerror" in asked(asking, "SELECT '<img src=x onerror=alert(1)><script>alert(1)</script>' AS text")
    assert asking.locator("main img, main script").count() == 0


def test_a_question_in_the_address_is_shown_but_not_asked(page: "Page", whole_site: Path) -> None:
    page.goto(f"{(whole_site / PAGE).as_uri()}#sql={quote('FROM claims LIMIT 1')}")
    page.wait_for_selector("button.main")
    assert page.input_value("#sql") == "FROM claims LIMIT 1"
    assert page.locator("tbody").count() == 0


def test_a_claim_leads_to_its_statement(page: "Page", whole_site: Path, project: Path, asking: "Page") -> None:
    asked(asking, "SELECT claim_id FROM claims ORDER BY ALL LIMIT 1")
    claim, address = asking.inner_text("tbody a"), asking.get_attribute("tbody a", "href")
    page.goto(f"{whole_site.as_uri()}/{address}")
    page.wait_for_selector(".detail")
    assert claim in page.inner_text(".detail")


@pytest.mark.parametrize("intact", [True, False])
def test_duckdb_comes_from_the_cdn_only_if_it_is_the_very_file(
    page: "Page", site: Path, engine: Path, intact: bool
) -> None:
    sent: list[str] = []

    def deliver(route: "Route") -> None:
        sent.append(route.request.url)
        body = (engine / route.request.url.rsplit("/", 1)[1]).read_bytes() if intact else b"another file"
        route.fulfill(body=body, headers={"access-control-allow-origin": "*"})

    page.route(f"{CDN}/**", deliver)
    with served(site) as address:
        page.goto(f"{address}{PAGE}")
        page.wait_for_selector("button.main")
        assert not sent  # nothing before somebody asks
        shown = asked(page, "SELECT count(*) AS n FROM claims")
    assert set(sent) == {WORKER.url, WASM.url}
    assert ("1 row" in shown) == intact


def test_only_the_page_for_sql_may_run_webassembly(whole_site: Path, site: Path) -> None:
    assert "wasm-unsafe-eval" not in policy(site, "index.html")
    for folder in (site, whole_site):
        assert "script-src 'self' 'wasm-unsafe-eval';" in policy(folder, PAGE)
        assert "'unsafe-eval'" not in policy(folder, PAGE)
    assert CDN in policy(site, PAGE)
    assert "http" not in policy(whole_site, PAGE)


def test_what_an_early_release_cannot_answer_is_not_offered(project: Path, tmp_path: Path) -> None:
    command = ["export", "--site", str(tmp_path / "site"), "--dataset", str(project / "dataset")]
    assert answer([*command, "--release", "1.0.0"]) == 0
    offered = about(tmp_path / "site")["examples"]
    assert 0 < len(offered) < len(examples())
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{tmp_path / 'site' / 'data' / 'rapporteur.duckdb'}' AS release (READ_ONLY)")
        connection.execute("USE release")
        for example in offered:
            assert connection.execute(example["sql"]).fetchall(), example["title"]


def test_the_description_says_where_duckdb_is(site: Path, whole_site: Path) -> None:
    assert about(site)["duckdb"]["vendored"] is False
    assert about(whole_site)["duckdb"]["vendored"] is True
    assert about(site)["duckdb"]["wasm"]["integrity"] == WASM.integrity
