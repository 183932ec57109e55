"""Each claim is an annotation whose two selectors find the same words in the text beside it."""

import json
from pathlib import Path

import duckdb
import pytest

from flows.export.web_annotation import annotation_page, export_web_annotations


@pytest.fixture(scope="module")
def folder(tables: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("annotations")
    export_web_annotations(tables, folder)
    return folder


def test_there_is_a_page_and_a_text_for_each_statement(folder: Path, rows: dict[str, list[dict]]) -> None:
    names = {f"{row['statement_id']}.{suffix}" for row in rows["statements"] for suffix in ("txt", "jsonld")}
    assert {path.name for path in folder.iterdir()} == names
    for row in rows["statements"]:
        assert (folder / f"{row['statement_id']}.txt").read_bytes().decode() == row["text"]


def test_both_selectors_find_the_claims_words(folder: Path, rows: dict[str, list[dict]]) -> None:
    claims = {row["claim_id"]: row for row in rows["claims"]}
    for path in folder.glob("*.jsonld"):
        page = json.loads(path.read_text(encoding="utf-8"))
        assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
        for item in page["items"]:
            claim = claims.pop(item["id"].partition("#")[2])
            text = (folder / item["target"]["source"]).read_bytes().decode()
            position, quote = item["target"]["selector"]
            assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
            assert text[position["start"] : position["end"]] == quote["exact"] == claim["text"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
            assert f"act: {claim['act']}" in [body["value"] for body in item["body"]]
    assert not claims


def test_a_quotation_has_what_stands_around_it(rows: dict[str, list[dict]]) -> None:
    text = "".join(chr(0x4E00 + k) for k in range(100))
    claim = {**rows["claims"][0], "char_start": 40, "char_end": 90}
    (item,) = annotation_page("x.s1", text, "x.txt", [claim])["items"]
    quote = item["target"]["selector"][1]
    assert (quote["prefix"], quote["exact"], quote["suffix"]) == (text[8:40], text[40:90], text[90:])


def test_withheld_words_are_not_quoted_but_pointed_at_in_the_raw_file(rows: dict[str, list[dict]]) -> None:
    claim = {**rows["claims"][0], "text": None, "content_text": None}
    (item,) = annotation_page("alpha.s1", None, "alpha.txt", [claim])["items"]
    assert item["target"] == {
        "source": "alpha.txt",
        "selector": {"type": "TextPositionSelector", "start": claim["raw_start"], "end": claim["raw_end"]},
    }
    assert rows["claims"][0]["text"] not in json.dumps(item)
