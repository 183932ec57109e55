"""What validation lets through, what it refuses, and what stops a release."""

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.claim_ids import fingerprints_of, numbered
from flows.records import Claim, CodedDocument, Furniture, Span
from flows.validate import ReleaseRefusedError, validate
from schemas.arrow import arrow_schema
from schemas.keys import word_columns

Build = Callable[..., CodedDocument]


def with_claim(document: CodedDocument, **changes: object) -> CodedDocument:
    """The document with its first claim changed."""
    statement = document.statements[0]
    first: Claim = statement.claims[0]._replace(**changes)
    return document._replace(statements=(statement._replace(claims=(first, *statement.claims[1:])),))


def with_furniture(document: CodedDocument, *furniture: Furniture) -> CodedDocument:
    segmented = document.segmented
    return document._replace(segmented=segmented._replace(clean=segmented.clean._replace(furniture=furniture)))


def test_a_sound_document_passes_with_exactly_the_schemas_types(coded: Build) -> None:
    tables, refused = validate([coded()])
    assert not refused
    assert all(table.schema.equals(arrow_schema(name), check_metadata=True) for name, table in tables.items())
    claim = tables["claims"].to_pylist()[1]
    assert claim["text"] == "Many agreed on international law"
    assert (claim["char_start"], claim["char_end"], claim["raw_start"], claim["raw_end"]) == (16, 48, 18, 52)
    assert (claim["source_text"], claim["cue_text"], claim["content_text"]) == (
        "Many",
        "agreed on",
        "international law",
    )
    assert (claim["agreement"], claim["agreement_rank"]) == ("many", 5)


@pytest.mark.parametrize(
    ("broken", "place", "example"),
    [
        ({"holder": "nobody"}, "claims.holder: isin", "'nobody'"),
        ({"cue": Span(7, 3)}, "claims.*: ranges_run_forward", ""),
    ],
)
def test_a_broken_row_is_named_by_table_column_rule_and_row(
    coded: Build, broken: dict[str, object], place: str, example: str
) -> None:
    _, refused = validate([with_claim(coded("a"), **broken), coded("b")])
    (message,) = [refusal.message for refusal in refused]
    assert message.startswith(f"{place}: row 0")
    assert example in message


def test_a_broken_row_takes_its_document_with_it_and_the_others_stay(coded: Build) -> None:
    tables, refused = validate([with_claim(coded("a"), act="sing"), coded("b")])
    assert [(refusal.source_path, refusal.stage, refusal.code) for refusal in refused] == [
        ("a.txt", "validate", "schema_check")
    ]
    for table in tables.values():
        assert set(table["document_id"].to_pylist()) <= {"b"}
    assert tables["claims"].num_rows == 2


def test_all_failures_of_a_table_are_collected(coded: Build) -> None:
    documents = [with_claim(coded("a"), act="sing"), with_claim(coded("b"), holder="nobody"), coded("c")]
    _, refused = validate(documents)
    assert {refusal.source_path for refusal in refused} == {"a.txt", "b.txt"}


def test_a_lost_character_breaks_the_promise(coded: Build) -> None:
    document = with_furniture(coded(), Furniture(55, 60, "page_number"))  # the label "1" is in no row now
    tables, refused = validate([document])
    assert [refusal.code for refusal in refused] == ["broken_promise"]
    assert "'1'" in refused[0].message
    assert tables["documents"].num_rows == 0


def test_a_character_in_two_rows_breaks_the_promise(coded: Build) -> None:
    clean = coded().segmented.clean
    document = with_furniture(coded(), *clean.furniture[:1], Furniture(48, 60, "page_number"))
    _, refused = validate([document])
    assert [refusal.code for refusal in refused] == ["broken_promise"]


def test_text_that_the_raw_file_does_not_have_breaks_the_promise(coded: Build) -> None:
    document = coded()
    clean = document.segmented.clean._replace(edits=())
    _, refused = validate([document._replace(segmented=document.segmented._replace(clean=clean))])
    assert [refusal.code for refusal in refused] == ["broken_promise"]


def test_a_repeated_key_stops_the_release(coded: Build) -> None:
    with pytest.raises(ReleaseRefusedError, match="key repeats"):
        validate([coded("a"), coded("a")])


def test_a_text_that_may_not_be_redistributed_is_published_without_its_words(coded: Build) -> None:
    tables, refused = validate([coded("a", redistribute=False), coded("b")])
    assert not refused
    for name, table in tables.items():
        for column in word_columns(name):
            values = dict.fromkeys(("a", "b"), False)
            for document_id, value in zip(table["document_id"].to_pylist(), table[column].to_pylist(), strict=True):
                values[document_id] |= value is not None
            assert not values["a"]
    assert tables["claims"]["raw_start"].to_pylist() == [2, 18] * 2
    assert tables["claims"]["act"].to_pylist() == ["call", "agree"] * 2


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\na’"))))
def test_a_claims_fingerprint_is_the_hash_of_its_letters_and_digits_alone(texts: list[str]) -> None:
    letters = ["".join(character for character in text.casefold() if character.isalnum()) for text in texts]
    assert fingerprints_of(texts) == [hashlib.sha256(one.encode()).hexdigest()[:10] for one in letters]


def test_claims_that_differ_by_signs_and_spaces_alone_have_one_fingerprint() -> None:
    assert len(set(fingerprints_of(["Peace is all.", "“PEACE  is – all”", "Peace is al l"]))) == 1


def test_repeated_claims_are_numbered_in_reading_order() -> None:
    assert list(numbered(["a", "b", "a", "a"])) == ["a", "b", "a-2", "a-3"]
