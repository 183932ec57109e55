"""A correction puts right what it names, leaves the rest, and fails as soon as it does not fit any more."""

from collections.abc import Mapping

import pytest

from flows.claim_ids import claim_ids
from flows.clean import clean
from flows.code import code
from flows.correct import correct
from flows.intake.corrections import CorrectionError
from flows.records import Claim, CodedDocument, Correction, RawDocument, Sidecar
from flows.segment import segment
from flows.validate import validate

TEXT = "Several delegates noted the need for trust. They also stressed the risk.\n\nThe week was long and rich.\n"


def document(*corrections: Correction, redistribute: bool = True) -> CodedDocument:
    known = Sidecar(language="en", redistribute=redistribute)
    raw = RawDocument("a", "sub/a.txt", "0" * 64, len(TEXT), "utf-8", TEXT, known, corrections)
    return code([segment(clean(raw))])[0]


def claim_of(words: str) -> str:
    """The id of the claim that begins so."""
    coded = document()
    (statement,) = coded.segmented.statements
    (found,) = [
        name
        for name, claim in zip(claim_ids(coded)[0], coded.statements[0].claims, strict=True)
        if statement.text.startswith(words, claim.span.start)
    ]
    return found


def correction(words: str, expect: Mapping[str, object], put: Mapping[str, object], number: int = 1) -> Correction:
    return Correction(number, claim_of(words), "the text says so", "A. Reader", (*expect.items(),), (*put.items(),))  # type: ignore[arg-type]


def words_of(coded: CodedDocument, part: str, claim: int = 0) -> str:
    span = getattr(coded.statements[0].claims[claim], part)
    return coded.segmented.statements[0].text[slice(*span)]


def test_codes_are_replaced_and_all_else_stays() -> None:
    made = correction("Several", {"act": "state", "agreement": "several"}, {"act": "call", "agreement": "some"})
    before, after = document(), correct(document(made))
    first: Claim = before.statements[0].claims[0]
    assert after.statements[0].claims == (
        first._replace(act="call", agreement="some", correction=made),
        *before.statements[0].claims[1:],
    )


def test_the_tables_show_it_and_the_rank_follows_the_agreement() -> None:
    made = correction("Several", {"agreement": "several"}, {"agreement": "most"})
    tables, refused = validate([correct(document(made))])
    assert not refused
    claims = tables["claims"].to_pylist()
    assert [claim["corrected"] for claim in claims] == [True, False, False]
    assert (claims[0]["agreement"], claims[0]["agreement_rank"]) == ("most", 6)
    (fact,) = [fact for fact in tables["document_facts"].to_pylist() if fact["field"].startswith("correction:")]
    assert fact["field"] == f"correction:{claims[0]['claim_id']}"
    assert fact["value"] == "agreement: most, by the rules several"
    assert fact["basis"] == "the text says so (A. Reader)"


def test_a_claim_of_other_words_has_the_id_of_those_words_and_its_content_follows() -> None:
    whole = {"text": "The week was long and rich"}
    made = correction("The week", whole | {"content": whole["text"]}, {"text": "The week was long"})
    after = correct(document(made))
    assert words_of(after, "span", 2) == words_of(after, "content", 2) == "The week was long"
    assert claim_ids(after)[0][2] != made.claim
    facts = validate([after])[0]["document_facts"].to_pylist()
    assert (f"correction:{claim_ids(after)[0][2]}", "text") in {(fact["field"], fact["value"]) for fact in facts}


def test_parts_are_found_by_their_words_in_the_sentence() -> None:
    made = correction("Several", {"source": "Several delegates", "cue": "noted"}, {"source": "delegates", "cue": ""})
    after = correct(document(made))
    assert words_of(after, "source") == "delegates"
    claim = after.statements[0].claims[0]
    assert (claim.cue, claim.cue_lemma, claim.cue_inherited, claim.source_inherited) == (None, None, False, False)


def test_a_part_that_stands_before_the_claim_is_inherited() -> None:
    put = {"text": "the need for trust", "content": "the need for trust"}
    whole = "Several delegates noted the need for trust"
    made = correction("Several", {"text": whole, "content": "the need for trust"}, put)
    claim = correct(document(made)).statements[0].claims[0]
    assert (claim.source_inherited, claim.cue_inherited) == (True, True)


def test_no_words_of_a_text_that_may_not_be_redistributed_are_published() -> None:
    made = correction("Several", {"source": "Several delegates"}, {"source": "delegates"})
    tables, _ = validate([correct(document(made, redistribute=False))])
    (fact,) = tables["document_facts"].to_pylist()
    assert fact["value"] == "source"


@pytest.mark.parametrize(
    ("expect", "put", "reason"),
    [
        ({"act": "stress"}, {"act": "call"}, "act is 'state', not 'stress' as it expects"),
        ({"negated": True}, {"negated": False}, "negated is false, not true"),
        ({"source": "Several"}, {"source": "delegates"}, "source is 'Several delegates', not 'Several'"),
        ({"source": "Several delegates"}, {"source": "Most delegates"}, "'Most delegates' does not stand in"),
        ({"source": "Several delegates"}, {"source": "The week"}, "'The week' does not stand in the claim's sentence"),
        ({"text": "Several delegates noted the need for trust"}, {"text": "Several delegates"}, "set both"),
    ],
)
def test_what_does_not_fit_is_told_with_file_number_and_reason(
    expect: Mapping[str, object], put: Mapping[str, object], reason: str
) -> None:
    sound = correction("They", {"act": "stress"}, {"act": "call"})
    with pytest.raises(CorrectionError) as error:
        correct(document(sound, correction("Several", expect, put, number=2)))
    assert str(error.value).startswith("sub/a.corrections.toml: correction 2: ")
    assert reason in str(error.value)


def test_a_claim_that_is_not_there_is_told() -> None:
    gone = correction("Several", {"act": "state"}, {"act": "call"})._replace(claim="a.c-0000000000")
    with pytest.raises(CorrectionError, match=r"correction 1: a\.c-0000000000 is not there"):
        correct(document(gone))
