"""Statements hold every character of the clean text once, and lead back to the raw text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.records import CleanDocument, SegmentedDocument
from flows.segment import segment
from tests.segment.build import Printed, document, replayed

WORDS = (
    "Delegates agreed.",
    "We  thank you.",
    "I\nthink so",
    "“Yes.”",
    "2.",
    "[5]",
    "Introduction",
    "Excellencies,",
    "We say:",
)
LABELS = (
    "Mr. Abe (Japan): ",
    ">>CHAIR DOE:  ",
    "The President (spoke in French): ",
    "Japan",
    "**Chair:** ",
    "First: ",
    "",
)

paragraphs = st.builds(
    lambda front, words, joint, label: Printed(
        (front + joint.join(words)).strip() or "x", label, "list" if label else None
    ),
    st.sampled_from(LABELS),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(st.characters(codec="utf-8"), max_size=12)), max_size=6),
    st.sampled_from((" ", "\n", "  ", ".\nMr. Abe (Japan): ")),
    st.sampled_from((None, None, "1.", "(a)", "•")),
)
documents = st.lists(paragraphs, max_size=8).map(lambda printed: document(*printed))


@given(documents)
@settings(max_examples=300, deadline=None)
def test_paragraphs_tile_the_statement_and_sentences_the_paragraph(clean: CleanDocument) -> None:
    for statement in segment(clean).statements:
        assert statement.text == "\n\n".join(p.block.text for p in statement.paragraphs)
        at = 0
        for paragraph in statement.paragraphs:
            assert statement.text[paragraph.start : paragraph.end] == paragraph.block.text
            assert paragraph.start == at
            at = paragraph.end + 2
            inside = paragraph.start
            for start, end in paragraph.sentences:
                assert not statement.text[inside:start].strip() and inside <= start < end
                inside = end
            assert not statement.text[inside : paragraph.end].strip()


@given(documents)
@settings(max_examples=300, deadline=None)
def test_every_sentence_leads_back_to_the_raw_text_that_says_it(clean: CleanDocument) -> None:
    found = segment(clean)
    raw = found.clean.document.text
    for statement in found.statements:
        for paragraph in statement.paragraphs:
            for start, end in paragraph.sentences:
                offsets = paragraph.block.offsets
                first = offsets.raw_start(start - paragraph.start)
                last = offsets.raw_end(end - paragraph.start)
                assert replayed(raw, first, last, found.clean.furniture) == " ".join(statement.text[start:end].split())


@given(documents)
@settings(max_examples=300, deadline=None)
def test_every_raw_character_lies_in_one_paragraph_or_one_piece_of_furniture(clean: CleanDocument) -> None:
    found = segment(clean)
    raw = found.clean.document.text
    owners = [0] * len(raw)
    for start, end, _ in found.clean.furniture:
        for at in range(start, end):
            owners[at] += 1
    in_furniture = [bool(owner) for owner in owners]
    for block in blocks(found):
        for at in range(block.offsets.raw_start(0), block.offsets.raw_end(len(block.text))):
            owners[at] += not in_furniture[at]
    assert [raw[at] for at, owner in enumerate(owners) if owner != 1 and not raw[at].isspace()] == []
    assert list(found.clean.furniture) == sorted(found.clean.furniture)
    assert found.clean.blocks == tuple(blocks(found))


def blocks(found: SegmentedDocument) -> list:
    return [paragraph.block for statement in found.statements for paragraph in statement.paragraphs]


def test_a_document_without_paragraphs_has_no_statements() -> None:
    assert segment(document()).statements == ()


def test_offsets_of_a_paragraph_count_in_its_statement_not_in_the_document() -> None:
    found = segment(document("Mr. Abe (Japan): We agree. We left.", "Ms. Doe (Kenya): We agree.", language="en"))
    assert [p.start for s in found.statements for p in s.paragraphs] == [0, 0]
    assert found.statements[0].paragraphs[0].sentences == ((0, 9), (10, 18))
