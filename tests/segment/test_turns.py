"""A transcript has a statement per speaker turn; a speech that opens a paragraph like a label has one in all."""

import re

import pytest

from flows.clean import clean
from flows.records import Furniture, RawDocument, Sidecar
from flows.segment import segment
from tests.segment.build import Printed, document

OPENING = "Thank you, Chair. We welcome the report and the work of my colleagues."
BODY = "States talked to each other. We agreed that trust grows."
CLOSING = "I thank you."

STYLES = {
    "captions": (">>CHAIR DOE:", ">>MARIA EXAMPLE:", ">>CHAIR DOE:"),
    "record": ("Mr. Abe (Japan):", "The President:", "Mrs. de la Cruz (Philippines):"),
    "record with language": (
        "The President (spoke in French):",
        "Mr. Dupont (France) (spoke in French):",
        "The President:",
    ),
    "captions by name": (">>MODERATOR:", ">>MARIA EXAMPLE:", ">>PETER TAN:"),
    "bold": ("**Chair:**", "**Ms. Smith**:", "**Chair:**"),
    "capitals": ("CHAIR:", "MS. SMITH:", "CHAIR:"),
    "courtesy title": ("Ms. Smith:", "Mr. Tan:", "Ms. Smith:"),
    "plain name": ("Jane Smith:", "Peter Tan:", "Jane Smith:"),
    "state and colon": ("Japan:", "France:", "The Netherlands:"),
    "state on its line": ("Japan", "European Union", "UNITED KINGDOM"),
    "record with dash": ("Mr. Abe (Japan). —", "The President. —", "Mr. Abe (Japan). —"),
    "record in capitals with dash": ("Mr. ABE (Japan) —", "The PRESIDENT —", "Ms. SMITH (Kenya) —"),
    "the same state": ("Japan", "Japan", "Japan"),
    "the same name": ("Jane Smith:", "Jane Smith:", "Jane Smith:"),
    "French record": ("Le Président :", "M. Dupont (France) :", "La représentante de la Côte d’Ivoire :"),
    "French offices": ("Le Vice-Président :", "La Secrétaire générale :", "Le Vice-Président :"),
    "Spanish record": ("La Presidenta:", "El representante de los Estados Unidos:", "Sra. García (Chile):"),
    "Spanish offices": ("EL PRESIDENTE:", "La delegada de Chile:", "La Vicepresidenta:"),
    "office and delegation": ("Vice-Chair:", "The representative of Kenya:", "Chair Doe:"),
}


def letters(text: str | None) -> str:
    return "".join(char for char in (text or "").casefold() if char.isalnum())


def speakers(*paragraphs: Printed | str, between: str = "\n\n") -> list[str]:
    return [letters(s.speaker_label) for s in segment(document(*paragraphs, language="en", between=between)).statements]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("alone", [False, True], ids=["before its text", "in a paragraph of its own"])
def test_each_turn_is_a_statement_with_the_label_that_is_printed(style: str, alone: bool) -> None:
    if not alone and not STYLES[style][0].strip("*").endswith((":", "—")):
        pytest.skip("a label without a colon stands alone")
    paragraphs = []
    for label in STYLES[style]:
        paragraphs += [label, OPENING] if alone else [f"{label} {OPENING}"]
        paragraphs += [BODY, CLOSING]
    assert speakers(*paragraphs) == [letters(label) for label in STYLES[style]]


def test_what_stands_before_the_first_turn_is_a_statement_of_its_own() -> None:
    found = segment(
        document(
            "Record of the third meeting", "The President: I call the meeting to order.", f"Mr. Abe (Japan): {OPENING}"
        )
    )
    assert [s.speaker_label for s in found.statements] == [None, "The President", "Mr. Abe (Japan)"]
    assert found.statements[0].text == "Record of the third meeting"


def test_a_label_is_cut_off_the_text_and_booked_as_furniture_with_its_marks() -> None:
    found = segment(document(f">>CHAIR DOE:  {OPENING}", f">>MS. SMITH: {OPENING}", language="en"))
    raw = found.clean.document.text
    assert [s.text for s in found.statements] == [OPENING, OPENING]
    assert [(raw[f.raw_start : f.raw_end], f.reason) for f in found.clean.furniture] == [
        (">>CHAIR DOE:", "speaker_label"),
        (">>MS. SMITH:", "speaker_label"),
    ]


def test_a_label_that_cleaning_took_for_the_rest_of_a_paragraph_is_found_by_its_line() -> None:
    joined = f"{BODY} {CLOSING}\nMr. Abe (Japan): {OPENING}"
    found = segment(document(f"Ms. Smith (Kenya): {OPENING}", joined, language="en"))
    assert [s.speaker_label for s in found.statements] == ["Ms. Smith (Kenya)", "Mr. Abe (Japan)"]
    assert found.statements[0].text.endswith(CLOSING)
    assert found.statements[1].text == OPENING


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\f", "\u2028"])
def test_a_label_is_found_by_its_line_whatever_the_newline(newline: str) -> None:
    joined = f"{BODY} {CLOSING}{newline}Mr. Abe (Japan): {OPENING}"
    assert speakers(f"Ms. Smith (Kenya): {OPENING}", joined) == ["mssmithkenya", "mrabejapan"]


@pytest.mark.parametrize("dropped", ["\u200b", "\x0f", "\u00ad"])
def test_a_character_dropped_between_a_label_and_its_text_is_furniture_of_its_own(dropped: str) -> None:
    raw = f"Mr. Abe (Japan): {dropped} {OPENING}\n\nMs. Smith (Kenya): {OPENING}"
    found = segment(clean(RawDocument("made-up", "made-up.txt", "0" * 64, len(raw), "utf-8", raw, Sidecar())))
    assert [raw[f.raw_start : f.raw_end] for f in found.clean.furniture] == [
        "Mr. Abe (Japan):",
        dropped,
        "Ms. Smith (Kenya):",
    ]
    assert found.clean.edits == ()


def test_one_label_before_one_speech_is_its_speaker_s() -> None:
    assert speakers(f"Jane Smith: {OPENING}", BODY, CLOSING) == ["janesmith"]
    assert speakers("Jane Smith:", OPENING, BODY, CLOSING) == ["janesmith"]


def test_a_label_that_cleaning_took_for_a_running_header_is_found_again() -> None:
    made = document(OPENING, CLOSING, OPENING, CLOSING, between="\n\nMs. Smith:\n\n")
    raw = "Ms. Smith:\n\n" + made.document.text
    shift = len(raw) - len(made.document.text)
    blocks = [
        b._replace(offsets=b.offsets._replace(raw=tuple(at + shift for at in b.offsets.raw))) for b in made.blocks
    ]
    headers = [Furniture(m.start(), m.end(), "running_header") for m in re.finditer("Ms. Smith:", raw)]
    found = segment(
        made._replace(
            document=made.document._replace(text=raw),
            blocks=(blocks[0], blocks[2]),
            furniture=(headers[0], headers[2]),
        )
    )
    assert [s.speaker_label for s in found.statements] == ["Ms. Smith", "Ms. Smith"]
    assert {row.reason for row in found.clean.furniture} == {"speaker_label"}


def test_a_numbered_turn_keeps_its_number_as_the_paragraph_s_label() -> None:
    found = segment(
        document(Printed(f"Mr. Abe (Japan): {OPENING}", "12.", "numbered"), Printed(BODY, "13.", "numbered"))
    )
    assert [p.label for p in found.statements[0].paragraphs] == ["12.", "13."]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Excellencies:", BODY, BODY),
        ("Mr. President:", BODY, "Mr. President:", BODY),
        (BODY, f"First: {BODY}", f"Second: {BODY}", f"Third: {BODY}", CLOSING),
        (BODY, f"Note: {BODY}", BODY, CLOSING),
        (BODY, f"Key Messages: {BODY}", f"Next Steps: {BODY}", f"Way Forward: {BODY}", CLOSING),
        (BODY, f"The Chair: {BODY}", BODY, CLOSING),
        ("Chair: Ms. Jane Doe", "Rapporteur: Mr. John Smith", "Secretary: Ms. Mary Jones", BODY, BODY),
        (BODY, "Afghanistan", BODY, "Iraq", BODY, "Cyprus", BODY, CLOSING),
        (BODY, "Japan: it noted a new target.", "Kenya: it will submit a plan.", "Chile: it met its goal."),
        ("Japan", OPENING, *[BODY] * 9, "Japan", *[BODY] * 9, "Japan", *[BODY] * 9, CLOSING),
        (f"Opening Remarks: {OPENING}", BODY, CLOSING),
        (f"Digital Trust: {BODY}", BODY, CLOSING),
        (BODY, "The Chair — whom we thank — spoke. I agree.", "NATO — our ally. We agree.", BODY),
        (BODY, "The participants were:", "Mr. Abe (Japan)", "Ms. Smith (Kenya)", "Mr. Tan (Singapore)"),
    ],
    ids=lambda paragraphs: paragraphs[1][:20],
)
def test_a_paragraph_that_only_opens_like_a_label_is_no_speaker(paragraphs: tuple[str, ...]) -> None:
    assert speakers(*paragraphs) == [""]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("I am delighted to join you today.", BODY),
        ("Ms. Jane Smith, Chief Executive, partners and donors,", BODY),
        ("J’ai l’honneur de prendre la parole.", BODY),
        ("Trust is what we talk about.", "I wish you all a fruitful session."),
        ("Trust is what we talk about.", "I look forward to our work."),
    ],
)
def test_one_and_the_same_label_is_believed_by_how_its_speeches_open_or_end(first: str, last: str) -> None:
    speech = ("Japan", first, BODY, last)
    assert speakers(*speech, *speech, *speech) == ["japan"] * 3


def test_one_and_the_same_label_is_believed_sooner_where_it_returns_at_uneven_distances() -> None:
    plain, greeting = ("Japan", BODY, BODY, BODY), ("Japan", OPENING, BODY, BODY)
    assert speakers(*greeting, *plain, BODY, BODY, *greeting) == ["japan"] * 3
    assert speakers(*greeting, *plain, *greeting) == [""]


def test_the_same_style_is_believed_once_the_turns_speak() -> None:
    """Evidence, not the shape alone, makes the difference between a report by country and a debate."""
    assert speakers("Japan", OPENING, CLOSING, "Kenya", OPENING, CLOSING) == ["japan", "kenya"]
    assert speakers("Japan", "It noted a new target.", "Kenya", "It will submit a plan.") == [""]
