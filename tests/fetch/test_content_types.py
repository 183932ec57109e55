"""What a portal serves in any format becomes claims: fetched, kept as received, read, published."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.fetch.messages import Polled
from flows.pipeline import build_release
from flows.publish.releases import find
from flows.verify import verify
from tests.fetch.conftest import declaration
from tests.fetch.portal import Portal, rss
from tests.readers.made import akoma, docx, paragraph
from tests.readers.pdf_files import Line, make_pdf

SAID = "Delegations agreed that the tides call for more trust."
NAV = "<nav>Home and away</nav><div class='ad'>Buy a boat and see the tides for yourself, today and tomorrow.</div>"
PAGE = f"<!DOCTYPE html><html><body>{NAV}<article class='said'><p>{SAID}</p></article></body></html>"
CLAUSE = f"<paragraph><num>1.</num><content><p>{SAID}</p></content></paragraph>"
BODIES = {
    "text/html; charset=utf-8": PAGE.encode(),
    "application/xhtml+xml": f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>{PAGE[21:]}".encode(),
    "application/pdf": make_pdf([[Line(72, 100, SAID)]]),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx(paragraph(SAID)),
    "application/xml": akoma(CLAUSE),
    "text/plain; charset=utf-8": SAID.encode(),
}
FORMATS = ["html", "html", "pdf", "docx", "xml", "text"]

Poll = Callable[..., Polled]


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1349395200")


def rows(dataset: Path, table: str) -> list[dict[str, object]]:
    release = find(dataset)
    assert release is not None
    paths = sorted(release.folder.glob(f"{table}*.parquet"))
    return [dict(row) for path in paths for row in pq.read_table(path).to_pylist()]


@pytest.mark.parametrize(("kind", "file_format"), list(zip(BODIES, FORMATS, strict=True)))
def test_an_item_of_each_content_type_becomes_a_claim(
    kind: str, file_format: str, portal: Portal, raw: Path, polled: Poll, tmp_path: Path
) -> None:
    portal.put("/feed.xml", rss(("One", "/one"), base=portal.url), "application/rss+xml")
    portal.put("/one", BODIES[kind], kind)
    facts = '[facts]\ntitle = "title"\n'
    assert polled(declaration("feed", f"{portal.url}/feed.xml", facts)).counts == {"new": 1}
    dataset = tmp_path / "dataset"
    build_release(raw, dataset, workers=1)
    document = rows(dataset, "documents")[0]
    assert (document["source_format"], document["title"]) == (file_format, "One")
    assert (raw / str(document["source_path"])).read_bytes() == BODIES[kind]
    assert SAID.rstrip(".") in [row["text"] for row in rows(dataset, "claims")]
    assert rows(dataset, "quarantine") == []
    assert [row["outcome"] for row in rows(dataset, "fetches")] == ["new"]
    assert verify(dataset, None, raw).problems == ()


def test_the_part_of_a_page_that_the_source_selects_is_its_text_and_a_revision_takes_its_place(
    portal: Portal, raw: Path, polled: Poll, tmp_path: Path
) -> None:
    portal.put("/feed.xml", rss(("One", "/one"), base=portal.url), "application/rss+xml")
    portal.put("/one", PAGE, "text/html")
    toml = declaration("feed", f"{portal.url}/feed.xml", item='text = { select = ".ad" }')
    assert polled(toml).counts == {"new": 1}
    dataset = tmp_path / "dataset"
    build_release(raw, dataset, workers=1)
    assert [row["text"] for row in rows(dataset, "statements")] == [
        "Buy a boat and see the tides for yourself, today and tomorrow."
    ]
    assert any(SAID in str(row["text"]) for row in rows(dataset, "furniture"))
    portal.put("/one", PAGE.replace("Buy a boat", "Rent a boat"), "text/html")
    assert polled(toml).counts == {"revised": 1}
    build_release(raw, dataset, workers=1)
    assert [str(row["text"])[:11] for row in rows(dataset, "statements")] == ["Rent a boat"]
    assert len({row["document_id"] for row in rows(dataset, "documents")}) == 1
