"""Models code the claims that rules cut, attribute what no rule reaches, and report nothing of their own making."""

import pytest

from flows.code import claims_by_kind
from flows.records import Claim, Statement
from tests.code.claims.test_claims import statements_of

OPENING = "Some words stand here first. "  # a paragraph's first sentence might be taken for its label

REACHED = [  # what stands in no table of cues as it is said here
    ("For that reason we appeal to all donors to increase their assistance.", "we", "appeal to", "we", "call"),
    ("It is in this context that we urge a new commitment to the talks.", "we", "urge", "we", "call"),
    ("The study called on the industry to adopt standards.", "The study", "called on", "named", "call"),
    ("The review also concluded that the post should be kept.", "The review", "concluded", "named", "state"),
    ("Recent studies confirm that the sea has warmed.", "Recent studies", "confirm", "collective", "state"),
    ("Most members viewed it as a landmark.", "Most members", "viewed", "collective", "state"),
    ("Upon enquiry, the Board was informed that posts were vacant.", None, "was informed", "impersonal", "state"),
    ("San Marino considers growth to be a priority.", "San Marino", "considers", "named", "state"),
]
PLAIN = [  # what a model would take for a cue, and is none
    ("We cannot afford further delay.", "state"),
    ("The members observed a minute of silence.", "procedure"),
    ("Does any other delegation wish to take the floor?", "procedure"),
    ("It is unfair that markets are closed.", "concern"),
]


def last_of(sentence: str) -> tuple[Statement, Claim]:
    (statement,) = statements_of(OPENING + sentence)
    (claims,) = claims_by_kind([statement])
    return statement, claims[-1]


@pytest.mark.parametrize(("sentence", "source", "cue", "holder", "act"), REACHED)
def test_a_cue_that_no_rule_finds_is_found(sentence: str, source: str, cue: str, holder: str, act: str) -> None:
    statement, claim = last_of(sentence)
    parts = [statement.text[slice(*part)] if part else None for part in (claim.source, claim.cue)]
    assert (*parts, claim.holder, claim.act) == (source, cue, holder, act)


@pytest.mark.parametrize(("sentence", "act"), PLAIN)
def test_what_reports_nothing_is_the_speakers_own(sentence: str, act: str) -> None:
    _, claim = last_of(sentence)
    assert (claim.source, claim.cue, claim.holder, claim.agreement) == (None, None, "speaker", "not_reported")
    assert claim.act == act


@pytest.mark.parametrize(
    ("sentence", "third"),
    [
        ("I assure you of my full support.", False),
        ("My delegation cannot accept the text.", False),
        ("The study called on the industry to adopt standards.", True),
        ("As reported by the Secretary-General, the costs have fallen.", True),
    ],
)
def test_the_holder_is_the_person_that_the_source_names(sentence: str, third: bool) -> None:
    _, claim = last_of(sentence)
    assert claim.source is not None
    assert (claim.holder in ("named", "collective")) == third


@pytest.mark.parametrize(
    ("sentence", "act", "negated"),
    [
        ("No delegation opposed the plan.", "agree", False),
        ("Two delegations could not support the text.", "differ", False),
        ("Not everyone agreed with the timetable.", "differ", False),
        ("My delegation cannot accept the text.", "differ", False),
        ("We call on those that have not joined the treaty to do so.", "call", False),
        ("Delegates never suggested a vote.", "propose", True),
    ],
)
def test_no_negation_turns_the_meaning_round(sentence: str, act: str, negated: bool) -> None:
    _, claim = last_of(sentence)
    assert (claim.act, claim.negated) == (act, negated)


def test_the_rules_that_cut_a_claim_are_named_beside_the_models() -> None:
    (statement,) = statements_of(OPENING + "Some States welcomed the plan, while others called for more time.")
    (claims,) = claims_by_kind([statement])
    rules = [set(claim.rules) for claim in claims if claim.cue is not None]
    assert len(rules) == 2
    assert all(any(rule.startswith("cue.") for rule in named) and "model:held" in named for named in rules)
    assert any(rule.startswith("split.") for rule in rules[1])
