"""A statement's page has all of its words, each claim marked in its place, and nothing that the words could break."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.export.colours import AGREEMENT_COLOURS, contrast, ink_on
from flows.export.web_page import export_web_pages, pieces
from flows.sql import open_tables
from schemas.vocabulary import AGREEMENT
from tests.publish.inputs import publish_texts

HOSTILE = {"hostile": '<script>alert("1")</script> & </p> so on.\nMany agreed </mark> it\'s.'}


@pytest.fixture(scope="module")
def folder(tables: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    export_web_pages(tables, folder)
    return folder


def page(folder: Path, statement_id: str) -> Element:
    return ElementTree.parse(folder / f"{statement_id}.html").getroot()


def words(element: Element) -> str:
    """The text of an element but for what the page itself says there: labels, level and act."""

    def texts(element: Element) -> Iterator[str]:
        if element.get("class") not in {"code", "label"}:
            yield element.text or ""
            for child in element:
                yield from texts(child)
                yield child.tail or ""

    return "".join(texts(element))


def test_each_statement_has_a_page_that_the_index_leads_to(folder: Path, rows: dict[str, list[dict]]) -> None:
    names = {f"{row['statement_id']}.html" for row in rows["statements"]}
    assert {path.name for path in folder.iterdir()} == {*names, "index.html"}
    assert {link.get("href") for link in page(folder, "index").iter("a")} == names


def test_every_paragraph_stands_there_word_for_word(folder: Path, rows: dict[str, list[dict]]) -> None:
    for row in rows["paragraphs"]:
        found = page(folder, row["statement_id"]).find(f".//*[@id='{row['paragraph_id']}']")
        assert words(found) == row["text"]


def test_every_claim_is_an_anchor_around_its_words_and_leads_to_its_coding(
    folder: Path, rows: dict[str, list[dict]]
) -> None:
    for claim in rows["claims"]:
        root = page(folder, claim["statement_id"])
        mark = root.find(f".//mark[@id='{claim['claim_id']}']")
        assert (words(mark), mark.get("class")) == (claim["text"], claim["agreement"])
        assert claim["act"] in "".join(mark.find("a").itertext())
        coding = root.find(f".//tr[@id='{mark.find('a').get('href')[1:]}']")
        assert {claim["holder"], claim["agreement"], claim["act"]} <= set("|".join(coding.itertext()).split("|"))


def test_the_legend_counts_the_claims_of_each_level(folder: Path, rows: dict[str, list[dict]]) -> None:
    for statement in rows["statements"]:
        levels = Counter(row["agreement"] for row in rows["claims"] if row["document_id"] == statement["document_id"])
        legend = page(folder, statement["statement_id"]).find(".//ul[@class='legend']")
        assert [item.text for item in legend.iter("span")] == [
            f"{level} {levels[level]}" for level in AGREEMENT if levels[level]
        ]


def test_a_page_needs_nothing_beside_itself(folder: Path) -> None:
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not any(sign in text for sign in ("<script", "<link", "src=", "url(", "@import", "http"))


def test_words_that_look_like_markup_are_words(tmp_path: Path) -> None:
    publish_texts(tmp_path / "dataset", HOSTILE)
    with open_tables(tmp_path / "dataset", None) as tables:
        export_web_pages(tables, tmp_path)
    root = page(tmp_path, "hostile.s1")
    assert [words(p) for p in root.find(".//main") if p.get("id")] == HOSTILE["hostile"].split("\n")
    assert root.find(".//script") is None


def test_where_words_are_withheld_the_page_says_so_and_has_the_coding_alone(dataset: Path, tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        for path in (dataset / "0.1.0").glob("*.parquet"):
            withheld = [name for name in pq.read_schema(path).names if name.endswith("text") or name == "section"]
            hidden = f"REPLACE ({', '.join(f'NULL AS {name}' for name in withheld)})" if withheld else ""
            connection.execute(f"CREATE TABLE {path.stem} AS SELECT * {hidden} FROM '{path}'")
        export_web_pages(connection, tmp_path)
    root = page(tmp_path, "gamma.s1")
    assert "not published" in "".join(root.find("body/main").itertext())
    assert len(root.findall(".//tr[@id]")) == 1
    assert "agree, they" not in "".join(root.itertext())


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair), pair))),
)
def test_pieces_are_all_of_the_text_whatever_the_spans(text: str, spans: list[tuple[int, int, object]]) -> None:
    within = [span for span in spans if span[1] <= len(text)]
    found = list(pieces(text, within))
    assert "".join(piece.text for piece in found) == text
    assert sorted(piece.of for piece in found if piece.of) == sorted(what for _, _, what in within)


def test_every_level_has_a_colour_of_its_own_on_which_it_can_be_read() -> None:
    assert list(AGREEMENT_COLOURS) == list(AGREEMENT)
    assert len(set(AGREEMENT_COLOURS.values())) == len(AGREEMENT)
    for colour in AGREEMENT_COLOURS.values():
        assert contrast(colour, ink_on(colour)) >= 4.5
    assert contrast("#000000", "#ffffff") == 21
