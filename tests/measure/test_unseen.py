"""Figures on unseen text, and how often decisions of a claim's kind were right."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from flows.confidence import LEAST, TABLE, KindRow, confidence_of, kind_of, shares
from flows.measure.unseen import unseen_rows
from flows.publish.trust import trust
from flows.records import Claim, Correction, Span
from flows.rules import RuleError
from schemas.arrow import arrow_schema


def claim(**fields: object) -> Claim:
    plain = {
        **dict.fromkeys(Claim._fields),
        "span": Span(0, 1),
        "source_inherited": False,
        "cue_inherited": False,
        "act": "state",
        "holder": "speaker",
        "rules": (),
    }
    return Claim(**{**plain, **fields})


def test_the_figures_are_of_the_annotation_in_the_repository(project: Path) -> None:
    rows = list(unseen_rows())
    lines = [path.read_text().splitlines() for path in (project / "tests/annotation/reading-gold").glob("*.jsonl")]
    assert {(row["n_documents"], row["n_reference"]) for row in rows} == {(len(lines), sum(map(len, lines)))}
    assert {row["in_sample"] for row in rows} == {False}
    assert set(arrow_schema("quality").names) <= rows[0].keys()


def test_every_interval_holds_its_figure_or_nearly() -> None:
    whole = [row for row in unseen_rows() if row["value"] is None and row["f1"] is not None]
    assert len(whole) > 10
    for row in whole:
        assert row["f1_low"] < row["f1"] < row["f1_high"], row["field"]


def test_the_card_says_who_read_and_each_field_with_its_interval() -> None:
    text = "\n".join(trust(unseen_rows()))
    full = next(row for row in unseen_rows() if row["field"] == "full")
    shown = f"{full['f1']:.2f} | {full['f1_low']:.2f} to {full['f1_high']:.2f} | {full['n']} |"
    assert f"| holder, agreement and act together | – | – | {shown}" in text
    assert "Unseen: documents that nobody who wrote rules had seen: 274 claims of 15 documents" in text
    assert "two language models" in text
    assert "No sentiment is coded." in text
    assert "| act | `call` |" in text


def test_a_release_without_any_figure_says_so_too() -> None:
    assert "| act | – | – | – | – | – |" in trust([])


def test_the_kinds_tell_how_a_claim_was_found_its_act_and_whose_it_is() -> None:
    assert kind_of(claim()) == "plain.state.own"
    assert kind_of(claim(cue=Span(0, 1), act="call", holder="collective")) == "worded.call.reported"
    assert kind_of(claim(cue=Span(0, 1), act="welcome", holder="we", cue_inherited=True)) == "taken_over.other.own"


def test_confidence_is_the_share_that_was_right_and_null_below_twenty() -> None:
    rows = [KindRow("a", str(LEAST), "15"), KindRow("b", str(LEAST - 1), "1")]
    assert shares(rows) == {"a": 0.75}


@pytest.mark.parametrize(("n", "right"), [("5", "6"), ("x", "1"), ("5", "-1")])
def test_counts_that_cannot_be_are_refused(n: str, right: str) -> None:
    with pytest.raises(RuleError, match=r"confidence.csv: a: .* are no counts"):
        shares([KindRow("a", n, right)])


def test_a_corrected_claim_has_no_confidence() -> None:
    correction = Correction(1, "c", "because", "A. Reader", (), ())
    assert confidence_of(claim()) is not None
    assert confidence_of(claim(correction=correction)) is None


def test_the_kinds_cover_the_annotated_claims() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        counted = Counter({row["id"]: int(row["n"]) for row in csv.DictReader(file)})
    assert counted.total() > 500
    assert sum(n for n in counted.values() if n >= LEAST) / counted.total() > 0.8
