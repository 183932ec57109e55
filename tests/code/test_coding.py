"""Coding says who holds a claim, how widely, what is done with it, in which mood and about what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.code.coding.main_verb import telling_words
from flows.code.coding.modality import verb_under
from tests.code.parts import Part, claim_of, claims_of


@pytest.mark.parametrize(
    ("source", "cue", "holder", "agreement"),
    [
        ("I", "think", "speaker", "not_reported"),
        ("my delegation", "believes", "speaker", "not_reported"),
        ("We", "are aware of", "we", "not_reported"),
        ("We all", "agree", "we", "all"),
        ("Delegates", "stressed", "collective", "collective"),
        (
            "members of the OSCE and ASEAN Regional Forum",
            "There has been increasing agreement",
            "collective",
            "collective",
        ),
        ("Everyone", "agreed to", "collective", "all"),
        ("Nearly all delegations", "supported", "collective", "near_all"),
        ("Most delegations", "supported", "collective", "most"),
        ("more than 80 delegations", "supported", "collective", "many"),
        ("Many", "expressed support for", "collective", "many"),
        ("A number of delegates", "have called to", "collective", "several"),
        ("Others", "preferred", "collective", "some"),
        ("A few delegations", "preferred", "collective", "few"),
        ("One delegation", "preferred", "collective", "one"),
        ("Delegates", "generally agreed", "collective", "near_all"),
        ("Delegates", "unanimously supported", "collective", "all"),
        ("African States", "called for", "collective", "collective"),
        ("the United States", "noted", "named", "one"),
        ("Australia and Mexico", "proposed", "named", "one"),
        ("The European Commission", "proposed", "named", "one"),
        ("the Chair", "noted", "named", "one"),
        ("our colleague from Australia", "mentioned", "named", "one"),
        ("The host of the London Cyber Conference", "suggested to", "named", "one"),
        ("The Conference", "agreed", "named", "collective"),
        ("The Working Group", "agreed by consensus", "named", "consensus"),
        ("technologists", "said", "collective", "collective"),
    ],
)
def test_holder_and_agreement_come_from_source_and_cue(source: str, cue: str, holder: str, agreement: str) -> None:
    claim = claim_of(f"{source} {cue} that trust grows", source, cue, "trust grows", "state")
    assert (claim.holder, claim.agreement) == (holder, agreement)


@pytest.mark.parametrize(
    ("cue", "holder", "agreement"),
    [
        ("There was support for", "impersonal", "unstated"),
        ("There was overwhelming support for", "impersonal", "near_all"),
        ("There is a clear consensus on", "impersonal", "consensus"),
        ("Views differed on", "impersonal", "divided"),
        ("It is quite clear", "speaker", "not_reported"),
    ],
)
def test_without_a_source_the_cue_says_who_holds(cue: str, holder: str, agreement: str) -> None:
    claim = claim_of(f"{cue} trust", None, cue, "trust", "state")
    assert (claim.holder, claim.agreement) == (holder, agreement)


def test_a_plain_assertion_is_the_speakers() -> None:
    claim = claim_of("The Internet is for everyone")
    assert (claim.holder, claim.agreement, claim.act) == ("speaker", "not_reported", "state")


def test_a_marker_in_the_content_says_nothing_of_agreement() -> None:
    claim = claim_of("Delegates noted that all States agree", "Delegates", "noted", "all States agree", "state")
    assert claim.agreement == "collective"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("All governments must conduct themselves well", "call"),
        ("Government actions need to be proportionate", "call"),
        ("There is a need for humility", "call"),
        ("Transparency is needed in our handling of privacy", "call"),
        ("It is therefore important to adopt a longer view", "call"),
        ("Do sign up for a marathon", "call"),
        ("We will circulate the paper", "commit"),
        ("This will in turn develop new services", "state"),
        ("The meeting is adjourned", "procedure"),
        ("I now give the floor to the representative of Kenya", "procedure"),
        ("Participants discussed the work ahead", "procedure"),
        ("The Committee held two informal meetings in May", "procedure"),
        ("Merry Christmas to those who celebrate", "thank"),
        ("Have a safe journey home", "thank"),
        ("This is very good, and very much needed", "welcome"),
        ("This is a matter of grave concern", "concern"),
        ("The Internet creates jobs", "state"),
    ],
)
def test_the_act_of_a_plain_assertion_comes_from_its_words(text: str, act: str) -> None:
    assert claim_of(text).act == act


@pytest.mark.parametrize(
    ("source", "cue", "content", "named", "act", "negated"),
    [
        ("Delegates", "did not agree", "norms apply", "agree", "differ", False),
        ("No delegation", "objected to", "the text", "differ", "agree", False),
        ("Turkey", "said", "it will submit its targets", "state", "commit", False),
        ("Indonesia", "said", "it is in the process", "state", "state", False),
        ("I", "do not want to", "summarise the week", "procedure", "procedure", True),
    ],
)
def test_a_negated_cue_and_an_own_undertaking_turn_the_act(
    source: str, cue: str, content: str, named: str, act: str, negated: bool
) -> None:
    claim = claim_of(f"{source} {cue} {content}", source, cue, content, named)
    assert (claim.act, claim.negated) == (act, negated)


def test_nobody_objecting_is_the_agreement_of_all() -> None:
    assert claim_of("No delegation objected", "No delegation", "objected", None, "differ").agreement == "all"


@pytest.mark.parametrize(
    ("cue", "content", "modality", "negated"),
    [
        ("must", "not forget the victims", "must", True),
        ("have to", "find the balance", "must", False),
        ("expressed the need to", "continue our dialogue", "need", False),
        ("stressed", "the need for mechanisms that must hold", "need", False),
        ("will", "go through all the statements", "will", False),
        ("would like to thank", "all who must travel", "none", False),
        ("noted", "freedom and security are not incompatible", "none", True),
        ("noted", "problems we did not solve offline will not be solved online", "will", True),
        ("am confident", "given the political will that I sense, we can show early results", "can", False),
        ("do not want to", "summarise what should be said", "none", True),
        ("spoke to", "the importance of countries that must act", "none", False),
    ],
)
def test_modality_and_negation_are_the_main_verbs(cue: str, content: str, modality: str, negated: bool) -> None:
    claim = claim_of(f"I {cue} {content}", "I", cue, content, "state")
    assert (claim.modality, claim.negated) == (modality, negated)


TELLING = ("must", "will", "_should_", "need", "needed", "cannot", "ought", "not", "no", "never", "nothing", "isn't")
OTHERS = (
    "states",
    "have",
    "had",
    "to",
    "(to",
    "is",
    "are",
    "that",
    "which",
    "if",
    "they",
    "also",
    "only",
    "trust,",
    "'",
)


@given(st.lists(st.sampled_from(TELLING + OTHERS), max_size=12).map(" ".join))
def test_without_a_telling_word_no_content_is_modal_or_negated(content: str) -> None:
    verb = verb_under("", content)
    assert telling_words(content) or (verb.modality, verb.negated) == ("none", False)


def test_not_only_is_no_negation() -> None:
    assert not claim_of("The OEWG is not only useful but necessary").negated


def test_topics_are_what_the_content_is_about() -> None:
    claim = claim_of(
        "Delegates agreed that norms of behaviour protect human rights", "Delegates", "agreed", None, "agree"
    )
    assert claim.topics == ("human_rights", "norms")


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("The Minister opened this roundtable", ("meeting",)),
        ("This was foreseen at the Millennium Summit", ()),
        ("It is for our next substantive session", ("institutional_dialogue",)),
        ("We must build resilience to a changing climate", ()),
        ("Network resilience matters", ("security",)),
        ("There is demand for small companies", ("economy",)),
        ("The Human Rights Council met", ()),
    ],
)
def test_words_next_to_a_word_tell_what_it_is_about(text: str, topics: tuple[str, ...]) -> None:
    assert claim_of(text).topics == topics


@pytest.mark.parametrize(
    ("claim", "addressee"),
    [
        (
            Part(
                "Many called on governments to have clear rules",
                "Many",
                "called on",
                "governments to have clear rules",
                "call",
            ),
            "governments",
        ),
        (Part("We need to go together", "We", "need to", "go together", "call"), "We"),
        (Part("All governments must conduct themselves well"), "All governments"),
        (
            Part(
                "Some called for wider participation by States",
                "Some",
                "called for",
                "wider participation by States",
                "call",
            ),
            "States",
        ),
        (Part("Transparency is needed"), None),
        (Part("The Internet is for all States"), None),
    ],
)
def test_a_demand_names_whom_it_addresses(claim: Part, addressee: str | None) -> None:
    coded = claims_of(claim)[0]
    assert (claim.text[slice(*coded.addressee)] if coded.addressee else None) == addressee


def test_groups_that_are_set_against_each_other_are_linked() -> None:
    claims = claims_of(
        Part("Some delegates called for a treaty", "Some delegates", "called for", "a treaty", "call"),
        Part("Others, however, preferred norms", "Others", "preferred", "norms", "support"),
        Part("Many stressed the need for time", "Many", "stressed", "the need for time", "stress"),
    )
    assert [claim.opposes for claim in claims] == [None, 0, None]


def test_groups_that_add_to_each_other_are_not_linked() -> None:
    claims = claims_of(
        Part("Some delegates called for a treaty", "Some delegates", "called for", "a treaty", "call"),
        Part("Others supported this", "Others", "supported", "this", "support"),
    )
    assert [claim.opposes for claim in claims] == [None, None]


def test_every_code_names_the_rule_that_gave_it() -> None:
    rules = claim_of("Many called on governments", "Many", "called on", "governments", "call").rules
    assert {"holder.quantity", "agreement.many"} <= set(rules)
    assert "verb.must" in claim_of("States must act").rules
    assert "act.adjourned" in claim_of("The meeting is adjourned").rules
