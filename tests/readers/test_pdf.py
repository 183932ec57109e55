"""A PDF as text: its paragraphs, what stands at its edges, its tables and notes, and where its words are."""

from collections.abc import Sequence

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean import clean
from flows.readers import Options, ReadingError
from flows.readers.pdf import read
from flows.records import CleanDocument, RawDocument, Rendition, Sidecar
from flows.segment import segment
from tests.readers.pdf_files import Image, Item, Line, Rule, encrypted, make_pdf, statement

AGREED = (
    "We agree that international law applies to cyberspace, and many delegations stressed the need for capacity "
    "building in all regions of the world."
)
CALLED = (
    "Several States called for a treaty. Others saw no need for one, and asked that existing norms be put into "
    "practice first."
)


def rendition(pages: Sequence[Sequence[Item]], rotation: int = 0) -> Rendition:
    return read(make_pdf(pages, rotation), Options())


def cleaned(found: Rendition) -> CleanDocument:
    document = RawDocument("a", "a.pdf", "0" * 64, 1, "utf-8", found.text, Sidecar(language="en"))
    return clean(document._replace(structure=found.structure, pages=found.pages, boxes=found.boxes))


def paragraphs(pages: Sequence[Sequence[Item]]) -> list[str]:
    return [block.text for block in cleaned(rendition(pages)).blocks]


def furniture(pages: Sequence[Sequence[Item]]) -> list[tuple[str, str]]:
    found = rendition(pages)
    return [(piece.reason, found.text[piece.raw_start : piece.raw_end]) for piece in found.structure.furniture]


def test_a_gap_between_lines_parts_paragraphs_and_a_full_line_does_not() -> None:
    assert paragraphs([statement([AGREED, CALLED])]) == [AGREED, CALLED]


def test_a_line_that_had_room_for_the_next_word_ends_its_paragraph() -> None:
    assert paragraphs([statement([AGREED, CALLED], gap=0)]) == [AGREED, CALLED]


def test_a_paragraph_goes_on_over_the_page_past_its_foot_and_the_next_head() -> None:
    halves = statement([AGREED, CALLED])
    head, feet = Line(72, 40, "Statement of the Chair", 9), [Line(300, 810, "1"), Line(300, 810, "2")]
    pages = [[head, *halves[:3], feet[0]], [head, *(line._replace(y=line.y - 50) for line in halves[3:]), feet[1]]]
    assert paragraphs(pages) == [AGREED, CALLED]
    assert {reason for reason, _ in furniture(pages)} == {"running_header", "page_number"}


def test_a_greeting_at_the_head_of_pages_is_text() -> None:
    pages = [[Line(72, 80, "Mr. President,"), *statement([text]), Line(300, 810, str(n))]
             for n, text in enumerate((AGREED, CALLED, AGREED, CALLED), 1)]  # fmt: skip
    assert [text for text in paragraphs(pages) if text == "Mr. President,"] == ["Mr. President,"] * 4


def test_the_last_line_of_one_page_is_text_though_it_stands_lower_than_on_others() -> None:
    texts = [" ".join([word] * 40) for word in ("trust", "norms", "peace", "rules")]
    pages = [[*statement([text] * 6), Line(300, 810, str(n))] for n, text in enumerate(texts, 1)]
    pages[2].insert(-1, Line(72, pages[2][-2].y + 14, "However, there is a way out."))
    assert "However, there is a way out." in paragraphs(pages)


def column(x: float, word: str) -> list[Line]:
    return [Line(x, 100 + 14 * k, f"{word} {k} is a line of this column here", 10) for k in range(12)]


def test_columns_are_read_one_after_the_other() -> None:
    left, right = column(60, "left"), column(320, "right")
    interleaved = [line for pair in zip(left, right, strict=True) for line in pair]
    found = rendition([[Line(60, 60, "A title that stands across both of the columns of the page", 14), *interleaved]])
    words = [line.split()[0] for line in found.text.splitlines() if line]
    assert words == ["A", *["left"] * 12, *["right"] * 12]


TABLE = [
    Rule(72, 500, 196),
    *(Line(x, 210, text) for x, text in ((72, "Category"), (300, "2025"), (400, "2026"))),
    Rule(72, 500, 216),
    *(Line(x, 230, text) for x, text in ((72, "We must agree"), (300, "12"), (400, "14"))),
    *(Line(x, 246, text) for x, text in ((72, "Travel"), (300, "7"), (400, "9"))),
    Rule(72, 500, 252),
]


def test_rows_of_a_table_are_paragraphs_of_that_kind_without_claims() -> None:
    from flows.code import code

    items = [*statement([AGREED]), *TABLE, *(line._replace(y=line.y + 200) for line in statement([CALLED]))]
    (coded,) = code([segment(cleaned(rendition([items])))])
    kinds = [(p.kind, p.block.text) for s in coded.segmented.statements for p in s.paragraphs]
    assert kinds == [
        ("body", AGREED),
        ("table", "Category 2025 2026"),
        ("table", "We must agree 12 14"),
        ("table", "Travel 7 9"),
        ("body", CALLED),
    ]
    claimed = {claim.paragraph for statement in coded.statements for claim in statement.claims}
    assert claimed == {0, 4}


def test_a_raised_figure_leads_to_the_note_at_the_foot_of_its_page() -> None:
    text = [Line(72, 60, "Delegations stressed the need for norms of State behaviour in cyberspace."),
            Line(469, 55, "1", 7), *statement([AGREED])]  # fmt: skip
    note = [Rule(72, 150, 700), Line(72, 712, "1", 6), Line(80, 716, "See the report of the group.", 9)]
    found = cleaned(rendition([[*text, *note]]))
    assert [block.text for block in found.blocks] == [
        "Delegations stressed the need for norms of State behaviour in cyberspace.",
        AGREED,
        "See the report of the group.",
    ]
    assert found.blocks[-1].layout == "footnote"
    assert found.blocks[-1].label == "1"
    assert "footnote_mark" in {piece.reason for piece in found.furniture}


def test_a_line_in_bold_or_large_type_is_a_heading_where_no_sentence_is() -> None:
    below = [line._replace(y=line.y + 100) for line in statement([CALLED])]
    page = [*statement([AGREED]), Line(72, 186, "Existing and potential threats", 12, "bold"), *below]
    (spoken,) = segment(cleaned(rendition([page]))).statements
    assert [paragraph.kind for paragraph in spoken.paragraphs] == ["body", "heading", "body"]


def test_a_word_that_a_line_end_broke_is_whole() -> None:
    lines = [
        Line(72, 100, "Many delegations stressed the importance of the implemen-"),
        Line(72, 114, "tation of norms."),
    ]
    assert paragraphs([lines]) == ["Many delegations stressed the importance of the implementation of norms."]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_that_is_turned_to_be_shown_gives_the_same_text(rotation: int) -> None:
    found = rendition([statement([AGREED, CALLED])], rotation)
    assert [block.text for block in cleaned(found).blocks] == [AGREED, CALLED]
    assert found.pages[0].rotation == rotation


WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz.,;-"), min_size=1, max_size=9).filter(
    lambda word: any(map(str.isalpha, word))
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=30).map(" ".join), min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(texts=TEXTS, rotation=st.sampled_from([0, 90, 180, 270]), size=st.integers(7, 20))
def test_every_box_is_where_its_word_can_be_read(texts: list[str], rotation: int, size: int) -> None:
    content = make_pdf([statement(texts, size, 1.2 * size, size)], rotation)
    found = read(content, Options())
    assert found.boxes is not None
    document = pypdfium2.PdfDocument(content)
    textpage = document[0].get_textpage()
    for start, end, *box in zip(found.boxes.start, found.boxes.end, *found.boxes[4:], strict=True):
        assert found.text[start:end] == read_in(textpage, box, rotation, document[0].get_mediabox())
    printed = "".join(found.text.split())
    assert "".join(found.text[a:b] for a, b in zip(found.boxes.start, found.boxes.end, strict=True)) == printed


def read_in(
    textpage: pypdfium2.PdfTextPage, box: Sequence[float], rotation: int, media: tuple[float, float, float, float]
) -> str:
    """The characters whose middle is in a box of the page as it is shown."""
    _, _, width, height = media
    signs = []
    for k in range(textpage.count_chars()):
        left, bottom, right, top = textpage.get_charbox(k, loose=True)
        x, y = (left + right) / 2, (bottom + top) / 2
        shown = {0: (x, height - y), 90: (y, x), 180: (width - x, y), 270: (height - y, width - x)}[rotation]
        if box[0] <= shown[0] <= box[2] and box[1] <= shown[1] <= box[3]:
            signs.append(textpage.get_text_range(k, 1))
    return "".join(signs).strip().replace("\ufffe", "-")


def test_the_same_file_gives_the_same_rendition() -> None:
    content = make_pdf([statement([AGREED, CALLED]), TABLE])
    assert read(content, Options()) == read(content, Options())


def test_each_page_has_its_stretch_of_the_text_and_an_empty_one_has_none() -> None:
    found = rendition([statement([AGREED]), [], statement([CALLED])])
    assert [bool(found.text[page.start : page.end].strip()) for page in found.pages] == [True, False, True]
    assert [page.text_source for page in found.pages] == ["layer", "none", "layer"]


HIDDEN = "".join(map(chr, range(0xE020, 0xE060)))


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("encrypted", encrypted()),
        ("no_text_layer", make_pdf([[Image()], [Image(), Line(72, 100, "12")]])),
        ("damaged", make_pdf([statement([AGREED])])[:400]),
        ("damaged", b"%PDF-1.7\n" + b"\0" * 500),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_code(code: str, content: bytes) -> None:
    with pytest.raises(ReadingError) as refused:
        read(content, Options())
    assert refused.value.code == code
    assert "\n" not in str(refused.value)


def test_a_short_text_without_pictures_is_read() -> None:
    assert rendition([[Line(72, 100, "We agree.")]]).text == "We agree."


def test_a_word_that_ends_a_sentence_is_parted_from_one_that_begins_the_next_without_a_space() -> None:
    found = rendition([[Line(72, 100, "See figure 20.VIII and norms—Rules in 2024/25.")]])
    assert found.boxes is not None
    words = [found.text[a:b] for a, b in zip(found.boxes.start, found.boxes.end, strict=True)]
    assert words == ["See", "figure", "20.", "VIII", "and", "norms—", "Rules", "in", "2024/25."]


def test_three_narrow_columns_whose_lines_the_file_has_side_by_side_are_read_one_after_the_other() -> None:
    texts = ["the left one holds many words", "the mid one holds as many words", "the right one has just as many"]
    lines = [
        Line(x, 100 + 11 * k, f"{k} {text}", 9)
        for k in range(20)
        for x, text in zip((50, 190, 345), texts, strict=True)
    ]
    found = rendition([lines])
    assert [line.split(maxsplit=1)[1] for line in found.text.split("\n") if line] == [
        text for text in texts for _ in range(20)
    ]
