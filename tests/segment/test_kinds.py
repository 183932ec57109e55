"""The kind of a paragraph follows from its words, its look and its place."""

import json
from pathlib import Path

import pytest

from flows.clean import clean
from flows.records import RawDocument, Sidecar
from flows.segment import segment
from tests.segment.build import Printed, document

GOLD = Path(__file__).parents[1] / "gold"
BODY = "Delegates agreed that trust grows where states talk to each other."


def kinds(*paragraphs: Printed | str) -> list[str]:
    return [p.kind for s in segment(document(*paragraphs, language="en")).statements for p in s.paragraphs]


def kind_of(text: str, *, layout: str | None = None) -> str:
    """The kind of a paragraph between two others of the body."""
    return kinds(BODY, Printed(text, layout=layout), BODY)[1]


def test_a_speech_has_title_note_salutation_heading_body_and_closing_in_their_places() -> None:
    assert kinds(
        "CLOSING REMARKS BY THE CHAIR",
        "Geneva, 3 June 2023",
        "Check against delivery",
        "Excellencies,",
        "Ms Jane Doe, Director of the Example Institute",
        "Ladies and gentlemen",
        "Introduction",
        BODY,
        "What We Heard",
        BODY,
        "Thank you.",
    ) == [
        "title",
        "note",
        "note",
        "salutation",
        "salutation",
        "salutation",
        "heading",
        "body",
        "heading",
        "body",
        "closing",
    ]


@pytest.mark.parametrize(
    "text", ["Distinguished Participants,", "Mr. President,", "Ladies and gentlemen:", "Dear colleagues,"]
)
def test_an_address_alone_in_its_paragraph_is_a_salutation_also_in_the_middle(text: str) -> None:
    assert kind_of(text) == "salutation"


@pytest.mark.parametrize(
    "text",
    [
        "Distinguished delegates, I would like to share some thoughts.",
        "Excellencies, we have come far.",
        "Good morning. I am happy to be here.",
        "Mr. President of the Bank, we heard, said no.",
    ],
)
def test_an_address_that_runs_on_into_a_sentence_is_body(text: str) -> None:
    assert kind_of(text) == "body"


@pytest.mark.parametrize(
    "text",
    [
        "With respect to the targets for 2030:",
        "Capacity Building",
        "II. The way forward",
        "AGENDA ITEM 4.",
        "Agenda items 5 and 6 (continued).",
        "Agenda item 7: The rights of those who are on the move, and of their families (continued) (A/70/L.20)",
        "Statements made in explanation of vote before the voting.",
    ],
)
def test_a_line_without_a_clause_heads_what_follows(text: str) -> None:
    assert kind_of(text) == "heading"


@pytest.mark.parametrize(
    "text",
    [
        "As we close, I would like to name some points:",
        "Delegates agreed on the following:",
        "We thank the",
        "and on to the next meeting in May",
    ],
)
def test_a_line_that_is_a_clause_or_a_torn_piece_of_one_is_body(text: str) -> None:
    assert kind_of(text) == "body"


def test_bullets_and_letters_mark_list_items_and_running_numbers_do_not() -> None:
    assert kinds(
        Printed(BODY, "1", "numbered"),
        Printed("Trust is needed.", "(a)", "list"),
        Printed("Talks are needed.", "•", "list"),
        Printed(BODY, "2", "numbered"),
    ) == ["body", "list_item", "list_item", "body"]


def test_numbers_that_start_anew_under_a_colon_mark_list_items() -> None:
    assert kinds(
        "We agreed on three things:",
        Printed("Trust is needed.", "1.", "numbered"),
        Printed("Talks are needed.", "2.", "numbered"),
        BODY,
    ) == ["body", "list_item", "list_item", "body"]


def test_lines_without_marks_under_a_colon_are_list_items_when_they_are_several() -> None:
    assert kinds("We agreed on:", "more trust between states;", "more talks; and", "more help for the poor.", BODY) == [
        "body",
        "list_item",
        "list_item",
        "list_item",
        "body",
    ]


def test_a_section_number_above_text_belongs_to_a_heading() -> None:
    assert kinds(BODY, Printed("The Road Ahead", "II.", "list"), BODY)[1] == "heading"


def test_thanks_close_a_statement_only_where_no_text_follows() -> None:
    assert kinds(BODY, "Thank you.", BODY, "I thank you for your attention.") == ["body", "body", "body", "closing"]


@pytest.mark.parametrize(
    "text",
    [
        "(Applause)",
        "The meeting rose at 1.05 p.m.",
        "[Original: French]",
        "New York, 1 December 2021",
        "See also:",
        "Held at the Palace of Peace, The Hague, on Monday, 3 May 2010, at 3 p.m.",
        "Done at Lisbon on 3 May 2010.",
    ],
)
def test_what_is_said_about_the_text_is_a_note(text: str) -> None:
    assert kind_of(text) == "note"


def test_the_section_of_a_paragraph_is_the_nearest_heading_above() -> None:
    statement = segment(
        document(BODY, "Capacity Building", BODY, BODY, "The Way Ahead", BODY, language="en")
    ).statements[0]
    assert [p.section for p in statement.paragraphs] == [
        None,
        None,
        "Capacity Building",
        "Capacity Building",
        "Capacity Building",
        "The Way Ahead",
    ]


@pytest.mark.parametrize("name", sorted(path.name.partition(".")[0] for path in GOLD.glob("*.paragraphs.json")))
def test_the_kinds_of_the_reference_annotation_are_ours(name: str) -> None:
    raw = (Path(__file__).parents[2] / "raw" / f"{name}.txt").read_text(encoding="utf-8")
    ours = segment(clean(RawDocument(name, f"{name}.txt", "0" * 64, len(raw), "utf-8", raw, Sidecar())))
    reference = json.loads((GOLD / f"{name}.paragraphs.json").read_text(encoding="utf-8"))
    assert [[p.kind for p in s.paragraphs] for s in ours.statements] == [
        [p["kind"] for p in s["paragraphs"]] for s in reference["statements"]
    ]
