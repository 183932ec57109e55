"""`changes` tells what became of each claim since the release before."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.changes import changes_since, coding_columns
from tests.publish.inputs import TEXTS, publish_texts, validated


def since(
    published: Path, texts: Mapping[str, str], acts: Mapping[str, str] = {}, split: bool = False
) -> tuple[list[dict[str, Any]], dict[tuple[str, str], str]]:
    """The changes from the release of `TEXTS`, and the claims of both: (document, first word) -> claim_id."""
    tables = validated(tuple(sorted(texts.items())), tuple(acts.items()), split)
    before = pq.read_table(published / "0.1.0" / "claims.parquet").to_pylist()
    claims = [*before, *tables["claims"].to_pylist()]
    names = {(claim["document_id"], claim["text"].split()[0]): claim["claim_id"] for claim in claims}
    return changes_since(published / "0.1.0", tables).to_pylist(), names


def test_claims_of_new_and_dropped_documents_are_added_and_removed(published: Path) -> None:
    found, _ = since(published, {"alpha": TEXTS["alpha"], "beta": TEXTS["beta"], "delta": "They left."})
    assert [(row["change"], row["document_id"], row["superseded_by"]) for row in found] == [
        ("added", "delta", None),
        ("removed", "gamma", None),
    ]


def test_another_coding_is_a_change_of_the_columns_that_differ(published: Path) -> None:
    found, ids = since(published, TEXTS, acts={"We": "welcome"})
    assert [row["claim_id"] for row in found] == [ids["alpha", "We"], ids["gamma", "We"]]
    assert {(row["change"], *row["columns_changed"]) for row in found} == {("changed", "act")}


def test_a_claim_that_only_moved_is_no_change(published: Path) -> None:
    found, ids = since(published, {**TEXTS, "beta": "One more line.\n" + TEXTS["beta"]})
    assert [(row["change"], row["claim_id"]) for row in found] == [("added", ids["beta", "One"])]


def test_in_an_unchanged_raw_file_a_removed_claim_leads_to_what_took_its_place(published: Path) -> None:
    """As where a better step reads the same characters as other claims."""
    found, ids = since(published, TEXTS, split=True)
    successors = [ids["gamma", "We"], ids["gamma", "they"]]
    assert sorted((row["change"], row["superseded_by"]) for row in found if row["change"] == "added") == [
        ("added", None),
        ("added", None),
    ]
    (removed,) = (row for row in found if row["change"] == "removed")
    assert removed["superseded_by"] == successors
    assert removed["claim_id"] not in successors


def test_in_an_edited_raw_file_a_removed_claim_leads_to_the_claim_in_its_place(published: Path) -> None:
    edited = "One more line.\n" + TEXTS["beta"].replace("objected", "disagreed")
    found, ids = since(published, {**TEXTS, "beta": edited})
    (removed,) = (row for row in found if row["change"] == "removed")
    assert removed["superseded_by"] == [ids["beta", "Few"]]
    assert sorted(row["claim_id"] for row in found if row["change"] == "added") == sorted(
        [ids["beta", "One"], ids["beta", "Few"]]
    )


def test_a_claim_whose_words_were_dropped_leads_nowhere(published: Path) -> None:
    """Though the document gained a claim elsewhere."""
    found, _ = since(published, {**TEXTS, "beta": 'One more line.\nMany noted "progress".'})
    assert sorted((row["change"], row["superseded_by"]) for row in found) == [("added", None), ("removed", None)]


def test_where_words_are_withheld_nothing_is_aligned(published: Path) -> None:
    texts = {**TEXTS, "beta": TEXTS["beta"].replace("objected", "disagreed")}
    tables = dict(validated(tuple(sorted(texts.items())), (), False))
    words = tables["statements"].schema.get_field_index("text")
    tables["statements"] = tables["statements"].set_column(words, "text", pa.nulls(3, pa.string()))
    assert changes_since(published / "0.1.0", tables)["superseded_by"].to_pylist() == [None, None]


def test_an_identical_run_keeps_the_changes_of_its_release(dataset: Path) -> None:
    publish_texts(dataset, acts={"We": "welcome"})
    before = pq.read_table(dataset / "0.2.0" / "changes.parquet")
    assert before.num_rows == 2
    assert publish_texts(dataset, acts={"We": "welcome"}).status == "identical"
    assert pq.read_table(dataset / "0.2.0" / "changes.parquet").equals(before)


def test_places_are_no_coding() -> None:
    assert {"act", "holder", "topics", "source_text", "rules"} <= set(coding_columns())
    assert not {"claim_id", "raw_start", "cue_end", "claim_index", "sentence_id"} & set(coding_columns())
