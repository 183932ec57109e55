"""DOCX: what a word processor shows, and what of it the file does not say in words."""

import pytest

from flows.readers import ReadingError
from flows.readers.docx import read
from flows.records import CleanDocument
from tests.readers.made import cleaned as cleaned_by
from tests.readers.made import docx, furniture, packed, paragraph, paragraphs, problems, run

AGREED = "Delegations agreed that the tides call for more trust."
NOTED = "Others noted that the sea was calm, and called for patience."


def cleaned(content: bytes) -> CleanDocument:
    return cleaned_by("made.docx", content, read)


def labels(*blocks: str) -> list[str | None]:
    return [label for _, label, _ in paragraphs(cleaned(docx(*blocks)))]


def test_automatic_numbers_are_labels() -> None:
    one, two = paragraph(AGREED, number=1), paragraph(NOTED, number=1)
    inner = paragraph(AGREED, number=1, level=1)
    assert labels(one, two, inner, inner, one, inner) == ["1.", "2.", "(a)", "(b)", "3.", "(a)"]


def test_a_number_may_hold_those_of_the_levels_above() -> None:
    one, deep = paragraph(AGREED, number=1), paragraph(NOTED, number=1, level=2)
    inner = paragraph(AGREED, number=1, level=1)
    assert labels(one, inner, deep, deep) == ["1.", "(a)", "1.1.1", "1.1.2"]


def test_a_list_of_its_own_start_goes_on_with_the_count_of_its_kind() -> None:
    assert labels(paragraph(AGREED, number=1), paragraph(AGREED, number=4), paragraph(NOTED, number=4)) == [
        "1.",
        "7.",
        "8.",
    ]


def test_a_paragraph_may_do_without_the_number_of_its_style() -> None:
    assert labels(paragraph(AGREED, style="H1"), paragraph(NOTED, style="H1", number=0)) == ["I.", None]


def test_a_sign_of_a_symbol_font_is_a_bullet() -> None:
    assert paragraphs(cleaned(docx(paragraph(AGREED, number=2))))[0][:2] == ("list_item", "•")


def test_an_automatic_number_is_no_character_of_the_text_but_an_edit() -> None:
    clean = cleaned(docx(paragraph(AGREED, number=1), paragraph(NOTED, number=1)))
    assert "1." not in clean.document.text
    told = [(edit.replacement, clean.document.text[edit.raw_start : edit.raw_end]) for edit in clean.edits]
    assert told == [("1.", "\n"), ("2.", "\n")]
    assert {edit.reason for edit in clean.edits} == {"automatic_number"}
    assert problems(clean) == []


def test_numbers_that_are_typed_are_labels_too() -> None:
    typed = docx(paragraph(run("3.") + "<w:r><w:tab/></w:r>" + run(AGREED)))
    assert paragraphs(cleaned(typed)) == [("body", "3.", AGREED)]
    assert ("paragraph_label", "3.") in furniture(cleaned(typed))


def test_headings_and_titles_are_told_by_their_styles() -> None:
    made = docx(
        paragraph("Summary by the Chair", style="T"),
        paragraph(AGREED),
        paragraph("Tides and trust of the participating delegations", style="Mine"),
        paragraph(NOTED),
    )
    assert [kind for kind, _, _ in paragraphs(cleaned(made))] == ["title", "body", "heading", "body"]


def test_a_short_line_in_bold_is_a_heading() -> None:
    made = docx(paragraph(AGREED), paragraph(run("How the tides turned for all", "<w:b/>")), paragraph(NOTED))
    assert [kind for kind, _, _ in paragraphs(cleaned(made))] == ["body", "heading", "body"]


def test_insertions_are_taken_and_deletions_dropped_and_both_are_told() -> None:
    change = 'w:author="A. Roe" w:date="2031-03-04T00:00:00Z"'
    made = docx(
        paragraph(
            run("Delegations ")
            + f'<w:del w:id="1" {change}><w:r><w:delText>rejected </w:delText></w:r></w:del>'
            + f'<w:ins w:id="2" {change}>{run("welcomed ")}</w:ins>'
            + run("the tides.")
        )
    )
    clean = cleaned(made)
    assert paragraphs(clean) == [("body", None, "Delegations welcomed the tides.")]
    assert furniture(clean) == [("deleted_text", "rejected ")]
    text = clean.document.text
    told = {fact.field: (fact.value, text[fact.raw_start : fact.raw_end]) for fact in clean.document.structure.facts}
    assert told == {"tracked_deletion": ("dropped", "rejected "), "tracked_insertion": ("taken", "welcomed ")}
    assert "A. Roe" in clean.document.structure.facts[0].basis
    assert problems(clean) == []


def test_what_was_moved_stands_once() -> None:
    made = docx(
        paragraph(f'<w:moveFrom w:id="1">{run(AGREED)}</w:moveFrom>'),
        paragraph(NOTED),
        paragraph(f'<w:moveTo w:id="2">{run(AGREED)}</w:moveTo>'),
    )
    assert [text for _, _, text in paragraphs(cleaned(made))] == [NOTED, AGREED]


def test_a_paragraph_whose_end_was_deleted_runs_on() -> None:
    made = docx(paragraph("The tides ", properties='<w:rPr><w:del w:id="1"/></w:rPr>'), paragraph("call for trust."))
    assert paragraphs(cleaned(made)) == [("body", None, "The tides call for trust.")]


def test_footnotes_are_notes_with_their_numbers_behind_the_text() -> None:
    made = docx(
        paragraph(run("The tides rose") + '<w:r><w:footnoteReference w:id="5"/></w:r>' + run(" last year.")),
        paragraph(NOTED),
        footnotes='<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="5">{paragraph("See the almanac of the year.")}</w:footnote>'
        f'<w:footnote w:id="6">{paragraph("Never called.")}</w:footnote>',
    )
    assert paragraphs(cleaned(made)) == [
        ("body", None, "The tides rose last year."),
        ("body", None, NOTED),
        ("note", "1", "See the almanac of the year."),
    ]


def test_headers_footers_comments_and_contents_are_furniture() -> None:
    made = docx(
        paragraph(AGREED, style="C1"),
        paragraph(NOTED),
        section='<w:sectPr><w:headerReference w:type="default" r:id="header1"'
        ' xmlns:r="urn:r"/><w:footerReference r:id="footer1" xmlns:r="urn:r"/></w:sectPr>',
        header1=paragraph("A/99/L.1"),
        footer1=paragraph("31-00001"),
        comments=f'<w:comment w:id="1">{paragraph("Is this so?")}</w:comment>',
    )
    clean = cleaned(made)
    assert [text for _, _, text in paragraphs(clean)] == [NOTED]
    assert furniture(clean) == [
        ("running_header", "A/99/L.1"),
        ("table", AGREED),
        ("comment", "Is this so?"),
        ("running_header", "31-00001"),
    ]
    assert problems(clean) == []


def test_tables_are_kept_out_of_claims_and_a_frame_is_none() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"

    made = docx(
        paragraph(AGREED),
        f"<w:tbl>{row('Tide', 'Metres')}{row('High', '4')}</w:tbl>",
        f"<w:tbl>{row(NOTED)}</w:tbl>",
    )
    assert paragraphs(cleaned(made)) == [
        ("body", None, AGREED),
        ("table", None, "Tide Metres"),
        ("table", None, "High 4"),
        ("body", None, NOTED),
    ]


def test_hidden_text_and_codes_of_fields_are_not_shown() -> None:
    field = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    made = docx(
        paragraph(
            run("Delegations agreed on ")
            + run("secretly ", "<w:vanish/>")
            + field.format("begin")
            + "<w:r><w:instrText>REF tides</w:instrText></w:r>"
            + field.format("separate")
            + run("paragraph 4")
            + field.format("end")
            + run(".")
        )
    )
    clean = cleaned(made)
    assert paragraphs(clean) == [("body", None, "Delegations agreed on paragraph 4.")]
    assert furniture(clean) == [("hidden_text", "secretly ")]


def test_a_blank_line_within_a_paragraph_parts_it() -> None:
    two = paragraph(run(AGREED) + "<w:r><w:br/><w:br/></w:r>" + run(NOTED))
    assert [text for _, _, text in paragraphs(cleaned(docx(two)))] == [AGREED, NOTED]


def test_text_boxes_and_content_controls_are_text() -> None:
    content = f"<w:txbxContent>{paragraph(NOTED)}</w:txbxContent>"
    box = f"<w:r><w:pict><v:textbox xmlns:v='urn:v'>{content}</v:textbox></w:pict></w:r>"
    made = docx(paragraph(run(AGREED) + box), f"<w:sdt><w:sdtContent>{paragraph(AGREED)}</w:sdtContent></w:sdt>")
    assert [text for _, _, text in paragraphs(cleaned(made))] == [AGREED, NOTED, AGREED]


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("damaged", b"PK\x03\x04 and then nothing"),
        ("damaged", docx(paragraph(AGREED))[:-40]),
        ("damaged", packed({"word/document.xml": b"<w:document"})),
        ("damaged", packed({"word/other.xml": b"<a/>"})),
        ("archive_bomb", packed({"word/document.xml": b" " * 3_000_000})),
        ("encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
        ("empty", docx(paragraph("<w:r/>"))),
    ],
)
def test_what_cannot_be_read_is_refused_by_a_code(code: str, content: bytes) -> None:
    with pytest.raises(ReadingError) as refused:
        read(content)
    assert refused.value.code == code


def test_nothing_outside_of_the_file_is_read(tmp_path: object) -> None:
    secret = '<!DOCTYPE d [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
    body = f'{secret}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    body += f"<w:p><w:r><w:t>{AGREED} &secret;</w:t></w:r></w:p></w:body></w:document>"
    text = read(packed({"word/document.xml": body.encode()})).text
    assert text.strip() == AGREED
