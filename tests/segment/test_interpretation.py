"""What a record notes of the language spoken is a fact; the words decide the language, and the note helps where few."""

import pytest

from flows.clean import clean
from flows.records import Fact, RawDocument, SegmentedDocument, Sidecar
from flows.segment import segment
from flows.segment.language import language_of

ENGLISH = "We agreed that the trust of states grows with every meeting, and that our group is part of this. Thank you."
FRENCH = "Nous sommes convenus que la confiance entre les États se renforce à chaque réunion de ce groupe. Merci."
NOTE = "(spoke in French)"


def read(raw: str, language: str | None = None) -> SegmentedDocument:
    """The statements of a raw text, cleaned and segmented."""
    sidecar = Sidecar(language=language)
    return segment(clean(RawDocument("made-up", "made-up.txt", "0" * 64, len(raw.encode()), "utf-8", raw, sidecar)))


def record(*speeches: str, label: str = "Ms. Diop (Senegal):") -> str:
    """A record in which each speech stands under its own label."""
    turns = [
        f"{label} {said}\n\nThe President: I thank the representative. We go on with the list." for said in speeches
    ]
    return "The President: The meeting is open. I give the floor to the first speaker.\n\n" + "\n\n".join(turns)


def noted(found: SegmentedDocument) -> list[Fact]:
    return [fact for fact in found.facts if fact.field == "spoken_language"]


@pytest.mark.parametrize(
    "raw",
    [
        record(f"{NOTE} {ENGLISH}", ENGLISH, ENGLISH),
        record(ENGLISH, label=f"Ms. Diop (Senegal) {NOTE}:"),
    ],
    ids=["before what was said", "in the label"],
)
def test_a_note_in_an_english_record_is_a_fact_with_its_place_and_leaves_the_language_to_the_words(raw: str) -> None:
    found = read(raw)
    assert {statement.language for statement in found.statements} == {"en"}
    (fact,) = noted(found)
    assert (fact.value, fact.basis, fact.used) == ("fr", "document: note of the interpretation", False)
    assert raw[fact.raw_start : fact.raw_end] == NOTE
    said = found.statements[fact.statement_index - 1]
    assert ENGLISH[:30] in said.text


def test_a_note_that_the_words_bear_out_is_used() -> None:
    found = read(record(ENGLISH, f"{NOTE} {FRENCH}", ENGLISH))
    (fact,) = noted(found)
    assert fact.used
    assert found.statements[fact.statement_index - 1].language == "fr"


def test_of_several_notes_the_one_that_the_words_bear_out_is_told() -> None:
    found = read(record(ENGLISH, f"{NOTE} Merci. (spoke in English) {ENGLISH}", ENGLISH))
    assert [(fact.value, fact.used) for fact in noted(found)] == [("en", True)]


def test_words_too_few_to_tell_are_in_the_language_noted_where_they_look_like_it() -> None:
    short = "Merci, Monsieur le Président."
    assert language_of(short) is None
    assert language_of(short, {"fr"}) == "fr"
    assert language_of(short, {"es"}) is None
    assert language_of("Thank you.", {"fr"}) is None
    found = read(record(ENGLISH, f"{NOTE} {short}", ENGLISH, ENGLISH))
    assert [statement.language for statement in found.statements if statement.text == short] == ["fr"]


def test_the_sidecar_knows_better_than_a_note() -> None:
    found = read(record(ENGLISH, f"{NOTE} {FRENCH}", ENGLISH), language="en")
    assert {statement.language for statement in found.statements} == {"en"}
    assert [fact.used for fact in noted(found)] == [False]


def test_a_text_without_notes_has_no_such_fact() -> None:
    assert not noted(read(record(ENGLISH, f"{FRENCH} (en français)", ENGLISH)))
