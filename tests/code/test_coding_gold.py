"""On the reference annotation's own spans, coding reaches these shares. They are in-sample: floors that only rise."""

import pytest

from flows.records import Claim
from tests.code.parts import Part, claims_of, gold_claims

DOCUMENTS = ("gccs-2012-budapest-chair-closing", "oewg-2021-session1-chair-closing")
# Cues that are a bare modal: what they do is for coding to say, not for the cue's own rule.
MODALS = frozenset({"must", "need to", "have to", "need", "will", "should"})
FLOORS = {"holder": 0.98, "agreement": 0.98, "act": 0.98, "modality": 0.98, "negated": 0.98}


@pytest.fixture(scope="module")
def coded() -> list[tuple[dict[str, object], Claim]]:
    pairs: list[tuple[dict[str, object], Claim]] = []
    for name in DOCUMENTS:
        gold = gold_claims(name)
        parts = [
            Part(
                str(claim["text"]),
                *(str(claim[role]) if claim[role] else None for role in ("source", "cue", "content")),
                act=str(claim["act"]) if claim["cue"] and claim["cue"] not in MODALS else "",
            )
            for claim in gold
        ]
        pairs += zip(gold, claims_of(*parts), strict=True)
    return pairs


@pytest.mark.parametrize("label", FLOORS)
def test_labels_agree_with_the_readers(coded: list[tuple[dict[str, object], Claim]], label: str) -> None:
    agreeing = sum(getattr(claim, label) == gold[label] for gold, claim in coded)
    assert agreeing / len(coded) >= FLOORS[label]


def test_topics_agree_with_the_readers(coded: list[tuple[dict[str, object], Claim]]) -> None:
    hits = misses = 0
    for gold, claim in coded:
        theirs, ours = set(gold["topics"]), set(claim.topics)  # type: ignore[call-overload]
        hits += len(theirs & ours)
        misses += len(theirs ^ ours)
    assert 2 * hits / (2 * hits + misses) >= 0.8
