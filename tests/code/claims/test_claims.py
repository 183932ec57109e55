"""The claims step as a whole, on sentences of our own: siblings of the cases that it was mended by."""

import csv
from functools import cache
from pathlib import Path

import pytest

from flows.clean import clean
from flows.code import claims_by_kind
from flows.code.explain import explain
from flows.records import Claim, RawDocument, Sidecar, Statement
from flows.segment import segment

with (Path(__file__).parent / "siblings.csv").open(encoding="utf-8", newline="") as file:
    SIBLINGS = list(csv.DictReader(file))


def statements_of(text: str) -> list[Statement]:
    document = RawDocument("text", "text.txt", "", len(text.encode()), "utf-8", text, Sidecar(language="en"))
    return list(segment(clean(document)).statements)


@cache
def coded(text: str) -> list[tuple[str, Claim]]:
    statements = statements_of(text)
    found = zip(statements, claims_by_kind(statements), strict=True)
    return [(one.text[slice(*claim.span)], claim) for one, claims in found for claim in claims]


@pytest.mark.parametrize("row", SIBLINGS, ids=lambda row: f"{row['claim']}: {row['column']}")
def test_negation_quotations_and_resolutions_are_coded_by_the_codebook(row: dict[str, str]) -> None:
    found = [str(getattr(claim, row["column"])) for words, claim in coded(row["text"]) if row["claim"] in words]
    assert found == [row["expected"]]


def test_a_statements_claims_do_not_depend_on_the_statements_beside_it() -> None:
    statements = [statement for row in SIBLINGS for statement in statements_of(row["text"])]
    together = claims_by_kind(statements)
    assert together == [claims for statement in statements for claims in claims_by_kind([statement])]


def test_a_text_without_sentences_has_no_claims() -> None:
    assert claims_by_kind([]) == []
    assert [claims for one in statements_of("Dear colleagues,") for claims in claims_by_kind([one])] in ([], [()])


def test_every_claim_names_the_models_and_rules_that_decided() -> None:
    for _, claim in coded(SIBLINGS[0]["text"]):
        assert "model:held" in claim.rules
        assert "model:act" in claim.rules or any(rule.startswith("act.") for rule in claim.rules)


def test_explain_prints_every_layer_and_what_decided() -> None:
    (statement,) = statements_of("No delegation objected, and Fiji said that time was short.")
    lines = list(explain(statement))
    headings = ("tokens", "structure", "candidates", "constructions", "rules", "attributions", "claims")
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == list(headings)
    assert any("decided by" in line and "act.no-dissent" in line for line in lines)
