"""The exported explorer works by double-click: from the disk, without network, in a real browser."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from flows.command import answer
from flows.sql import open_tables
from tests.explore.web_server import served
from tests.publish.inputs import publish_texts

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST_PAINT = ("index.html", "explorer.css", "explorer.js", "data/release.js")
VIEWS = ("claims", "read", "pictures", "compare", "about")
ADDRESSES = {"sql": "sql.html", "topic": "#topic=cooperation", "claim": "#act=call"}


@pytest.fixture
def tables(project: Path) -> "duckdb.DuckDBPyConnection":
    with open_tables(project / "dataset", None) as tables:
        yield tables


def opened(page: "Page", site: Path, address: str = "") -> None:
    if address.startswith("sql.html"):
        page.goto((site / address).as_uri())
        page.wait_for_selector("button.main")
        return
    page.goto(f"{(site / 'index.html').as_uri()}{address}")
    page.reload()  # a change behind # alone loads nothing
    page.wait_for_function("performance.getEntriesByName('explorer-complete').length")


def count(page: "Page") -> str:
    return page.inner_text(".count").splitlines()[0]


def test_all_claims_of_the_release_are_there(page: "Page", site: Path, tables: duckdb.DuckDBPyConnection) -> None:
    opened(page, site)
    (claims,) = tables.execute("SELECT count(*) FROM claims").fetchone() or (0,)
    assert count(page) == f"{claims} of {claims} claims"


def test_nothing_is_asked_of_the_network(page: "Page", site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for view in VIEWS:
        opened(page, site, f"#view={view}")
    assert asked
    assert not [url for url in asked if not url.startswith((site.as_uri(), "data:"))]


def test_served_it_reads_the_parquet_files_themselves(page: "Page", site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with served(site) as address:
        page.goto(address)
        page.wait_for_selector("fieldset >> text=Named in the claim")
        names = {url.removeprefix(f"{address}data/") for url in asked if "/data/" in url}
    assert names == {"release.js", *(path.name for path in (site / "data").glob("*.parquet"))}


def test_facets_count_as_sql_does(page: "Page", site: Path, tables: duckdb.DuckDBPyConnection) -> None:
    opened(page, site, "#act=call&topic=cooperation")
    (found,) = tables.execute(
        "SELECT count(*) FROM claims WHERE act = 'call' AND list_contains(topics, 'cooperation')"
    ).fetchone() or (0,)
    assert count(page).startswith(f"{found} of ")
    # a value of another facet: how many claims it would leave
    (we,) = tables.execute(
        "SELECT count(*) FROM claims WHERE act = 'call' AND list_contains(topics, 'cooperation') AND holder = 'we'"
    ).fetchone() or (0,)
    row = page.locator("fieldset", has=page.locator("legend", has_text="Holder")).locator(
        ".choice", has_text=re.compile("^we")
    )
    assert int(row.locator(".n").inner_text() if row.count() else 0) == we


def test_search_finds_claims_in_which_every_word_begins_a_word(
    page: "Page", site: Path, tables: duckdb.DuckDBPyConnection
) -> None:
    opened(page, site)
    page.fill("#query", "econom growth")
    (found,) = tables.execute(
        r"""
        SELECT count(*) FROM claims
        WHERE regexp_matches(text, '(?i)\beconom') AND regexp_matches(text, '(?i)\bgrowth')
        """
    ).fetchone() or (0,)
    assert found
    assert count(page).startswith(f"{found} of ")
    assert page.locator("ol.claims mark").count() >= 2 * found
    assert "q=econom+growth" in page.url


def test_search_knows_no_accents_nor_typographic_marks(page: "Page", tmp_path: Path) -> None:
    publish_texts(tmp_path / "dataset", {"marks": "Côte d’Ivoire’s non–aligned “partners” call on all States to act."})
    assert answer(["export", "--site", str(tmp_path / "site"), "--dataset", str(tmp_path / "dataset")]) == 0
    opened(page, tmp_path / "site")
    for query in ("cote d'ivoire's", "Côte d’Ivoire", '"non-aligned"'):
        page.fill("#query", query)
        assert not count(page).startswith("0 "), query
    page.fill("#query", "voire")  # begins no word
    assert count(page).startswith("0 ")


def test_what_is_chosen_is_named_and_can_be_taken_away(page: "Page", site: Path) -> None:
    opened(page, site, "#act=call&topic=cooperation&q=states")
    assert page.locator(".chosen button").count() == 3
    page.locator(".chosen button", has_text="Act: call").click()
    assert "act=" not in page.url
    assert page.locator(".chosen button").count() == 2


def test_sessions_can_be_compared(page: "Page", site: Path, tables: duckdb.DuckDBPyConnection) -> None:
    opened(page, site, "#view=compare")
    sessions = page.locator("#one optgroup[label=Sessions] option").all_inner_texts()
    (known,) = tables.execute("SELECT count(DISTINCT session) FROM documents").fetchone() or (0,)
    assert len(sessions) == known > 1
    page.select_option("#one", label=sessions[0])
    page.select_option("#other", label=sessions[1])
    shown = [int(words.split()[0]) for words in page.locator(".compare .pair:first-of-type .n").all_inner_texts()[:2]]
    counts = tables.execute("SELECT count(*) FROM claims GROUP BY document_id").fetchall()
    assert sorted(shown) == sorted(n for (n,) in counts)


@pytest.mark.parametrize("act", ["call", "state"])
def test_who_calls_on_whom_counts_what_the_view_of_demands_has(
    page: "Page", site: Path, tables: duckdb.DuckDBPyConnection, act: str
) -> None:
    opened(page, site, f"#view=pictures&act={act}")
    page.wait_for_selector('svg[aria-label="Who calls on whom"]')
    titles = page.locator('svg[aria-label="Who calls on whom"] path > title').all_text_contents()
    (wanted,) = tables.execute(
        """
        WITH said AS (SELECT source_text FROM claims WHERE holder IN ('speaker', 'we') AND source_text IS NOT NULL)
        SELECT count(*) FROM demands
        WHERE act = ? AND addressee_text IS NOT NULL AND NOT (
            holder IN ('speaker', 'we')
            AND lower(addressee_text) IN (SELECT lower(source_text) FROM said)
        )
        """,
        [act],
    ).fetchone() or (0,)
    assert sum(int(title.rsplit(": ", 1)[1]) for title in titles) == wanted > 0


def test_the_page_of_a_claim_can_be_left_by_keyboard(page: "Page", site: Path) -> None:
    opened(page, site, "#act=call")
    page.locator("ol.claims a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".detail")
    page.locator(".detail .close").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".detail", state="detached")


def test_the_address_brings_back_what_was_shown(page: "Page", site: Path) -> None:
    opened(page, site)
    page.check("text=consensus >> nth=0")
    page.locator("ol.claims a").first.click()
    page.wait_for_selector(".detail")
    shown, address = page.inner_text("main"), page.evaluate("location.hash")
    opened(page, site, address)
    assert page.inner_text("main") == shown
    page.go_back()


def test_a_claim_is_marked_where_it_is_in_its_statement(
    page: "Page", site: Path, tables: duckdb.DuckDBPyConnection
) -> None:
    rows = tables.execute("SELECT claim_id, statement_id, text FROM claims USING SAMPLE 8 (reservoir, 3)").fetchall()
    for claim_id, statement_id, text in rows:
        opened(page, site, f"#view=read&statement={statement_id}&claim={claim_id}")
        marked = page.locator(f'[id="{claim_id}"]').inner_text()
        assert " ".join(marked.split()) == " ".join(text.split())
        assert claim_id in page.inner_text(".detail .cite")


def test_words_of_a_statement_never_run_as_code(page: "Page", tmp_path: Path) -> None:
    wicked = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
    publish_texts(tmp_path / "dataset", {"wicked": f"We call on all to act, {wicked}, and we thank you."})
    assert answer(["export", "--site", str(tmp_path / "site"), "--dataset", str(tmp_path / "dataset")]) == 0
    for view in ("claims", "read", "compare"):
        opened(page, tmp_path / "site", f"#view={view}")
    assert page.title() != "taken"
    assert page.locator("img, main script").count() == 0


def test_what_is_selected_can_be_downloaded(page: "Page", site: Path, tmp_path: Path) -> None:
    opened(page, site, "#act=agree")
    with page.expect_download() as download:
        page.click("text=Download as JSON")
    download.value.save_as(tmp_path / "claims.json")
    content = json.loads((tmp_path / "claims.json").read_text(encoding="utf-8"))
    assert count(page).startswith(f"{len(content['claims'])} of ")
    assert {claim["act"] for claim in content["claims"]} == {"agree"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_view_has_a_barrier_that_axe_finds(
    page: "Page", site: Path, node_project: Path, scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    axe = (node_project / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    for view in (*VIEWS, "sql", "topic", "claim"):
        opened(page, site, ADDRESSES.get(view, f"#view={view}"))
        if view == "claim":
            page.locator("ol.claims a").first.click()
            page.wait_for_selector(".detail")
        if view == "pictures":
            page.wait_for_selector(".plot svg")
        page.evaluate(axe)
        found = page.evaluate(
            "axe.run({ preload: false }).then(result => result.violations.map(one => [one.id, one.nodes[0].html]))"
        )
        assert found == [], view


def test_no_view_is_wider_than_a_phone(page: "Page", site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for view in (*VIEWS, "sql", "topic"):
        opened(page, site, ADDRESSES.get(view, f"#view={view}"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, view


def test_the_first_paint_takes_less_than_300_kb(site: Path) -> None:
    parts = [*(site / name for name in FIRST_PAINT), *(site / "data").glob("*.parquet.js")]
    assert sum(len(gzip.compress(part.read_bytes(), 9)) for part in parts) < 300_000


def test_the_committed_scripts_are_those_whose_hashes_are_listed(project: Path) -> None:
    for line in (project / "explorer" / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        expected, name = line.split()
        assert hashlib.sha256((project / "flows" / "export" / "site" / name).read_bytes()).hexdigest() == expected


def test_the_committed_scripts_are_what_npm_builds(project: Path, node_project: Path, tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node is not None
    subprocess.run([node, "build.mjs", str(tmp_path)], cwd=node_project, check=True, capture_output=True)
    for built in tmp_path.iterdir():
        assert built.read_bytes() == (project / "flows" / "export" / "site" / built.name).read_bytes()


def test_the_lock_names_no_registry(project: Path) -> None:
    lock = json.loads((project / "explorer" / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
