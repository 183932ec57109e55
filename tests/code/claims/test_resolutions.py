"""Which statements are resolutions, and that in these alone models find the claims."""

from collections.abc import Sequence

import pytest

from flows.clean import clean
from flows.code import LANGUAGE, claims_by_kind
from flows.code.claims.resolutions import is_resolution, opening_of
from flows.code.pipeline import claims_of, claims_upon_rules
from flows.records import Claim, RawDocument, Sidecar, Statement
from flows.segment import segment

RESOLUTION = """The Council of Harbours,

Recalling its decision 4 of 3 May 2019,

Noting with concern that two lighthouses remain dark,

Having considered the report of the Harbour Master,

1. Welcomes the repair of the northern pier;

2. Calls upon all members to share their tide tables;

3. Also requests the Harbour Master to report at the next session.
"""
SPEECH = """Mr. President,

Recalling the storms of last year, my delegation thanks the Harbour Master.

We welcome the repair of the northern pier.

Noting that two lighthouses remain dark, we call upon all members to help.

My country supports the decision.
"""
SUMMARY = """Delegates discussed the northern pier.

Some delegations welcomed its repair; others called for more lighthouses.

The Chair thanked the Harbour Master, noting that the report was useful,

and closed the meeting.
"""


def statements_of(text: str) -> list[Statement]:
    document = RawDocument("text", "text.txt", "", len(text.encode()), "utf-8", text, Sidecar(language="en"))
    return list(segment(clean(document)).statements)


@pytest.mark.parametrize(
    ("text", "expected"), [(RESOLUTION, True), (SPEECH, False), (SUMMARY, False), ("We agree.", False)]
)
def test_a_resolution_is_known_by_its_clauses(text: str, expected: bool) -> None:
    assert [is_resolution(LANGUAGE, statement) for statement in statements_of(text)] == [expected]


def test_the_body_holds_every_clause_of_a_resolution() -> None:
    (claims,) = claims_by_kind(statements_of(RESOLUTION))
    acts = [claim.act for claim in claims if claim.cue is not None]
    assert acts == ["recognise", "concern", "procedure", "welcome", "call", "call"]
    assert {(claim.holder, claim.agreement) for claim in claims if claim.cue is not None} == {("named", "collective")}


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("having considered the report", 2),
        ("having also considered the report", 3),
        ("also recalling its decision", 2),
        ("taking note of the report", 3),
        ("considered the report", None),
    ],
)
def test_a_clause_opens_with_its_verb_and_the_adverbs_around_it(words: str, length: int | None) -> None:
    opening = opening_of(LANGUAGE, tuple(words.split()))
    assert (opening and opening.length) == length


def test_each_statement_is_coded_by_the_step_for_its_kind_whatever_stands_between() -> None:
    texts = (SPEECH, RESOLUTION, SUMMARY, RESOLUTION)
    steps = (claims_upon_rules, claims_of, claims_upon_rules, claims_of)
    together = claims_by_kind([one for text in texts for one in statements_of(text)])
    apart: list[Sequence[Claim]] = [
        claims for text, step in zip(texts, steps, strict=True) for claims in step(statements_of(text))
    ]
    assert together == apart
