"""XML: Akoma Ntoso as the United Nations write it, and why other XML is refused."""

import pytest

from flows.readers import ReadingError
from flows.readers.xml import read
from flows.records import CleanDocument
from flows.segment import segment
from tests.readers.made import akoma, furniture, paragraphs, problems, tables_of
from tests.readers.made import cleaned as cleaned_by

CLAUSE = "<p>\t<span class='italic'>Requests</span> all States to heed the tides &amp; the moon;</p>"
BODY = f"""<paragraph class="SingleTxt"><num>1.</num><content>{CLAUSE}</content></paragraph>
<paragraph><num>2.</num><list><intro><p><i>Also urges</i> States:</p></intro>
<point><num>(a)</num><content><p>To wait;</p></content></point>
<point><num>(b)</num><content><p>To trust the sea.</p></content></point></list></paragraph>"""


def cleaned(content: bytes) -> CleanDocument:
    return cleaned_by("made.xml", content, read)


def test_elements_say_what_is_a_paragraph_and_which_label_it_has() -> None:
    clean = cleaned(akoma(BODY))
    assert paragraphs(clean) == [
        ("title", "99/1.", "Question of tides"),
        ("body", None, "The General Assembly,"),
        ("body", "1.", "Requests all States to heed the tides & the moon;"),
        ("body", "2.", "Also urges States:"),
        ("list_item", "(a)", "To wait;"),
        ("list_item", "(b)", "To trust the sea."),
    ]
    assert problems(clean) == []


def test_the_raw_text_is_the_file_and_a_paragraph_leads_back_to_it() -> None:
    content = akoma(BODY)
    clean = cleaned(content)
    assert clean.document.text.encode() == content
    block = clean.blocks[-1]
    start, end = block.offsets.raw_start(0), block.offsets.raw_end(len(block.text))
    assert clean.document.text[start:end] == "To trust the sea."
    assert dict(furniture(clean))["metadata"].startswith("<meta>")


def test_the_cue_that_the_source_marks_is_kept_beside_ours() -> None:
    claims = tables_of(cleaned(akoma(BODY)))["claims"].select(["text", "marked_cue", "cue_text"]).to_pylist()
    assert "Requests" in [row["marked_cue"] for row in claims]
    assert claims[0]["cue_text"] == "Requests"


def test_words_that_name_the_body_are_no_cue() -> None:
    assert next(block for block in cleaned(akoma(BODY)).blocks if "Assembly" in block.text).cue is None


def test_a_footnote_is_a_note_behind_its_paragraph_and_furniture_within_it() -> None:
    note = "<authorialNote marker='7'><p>See the almanac.</p></authorialNote>"
    at_end = cleaned(akoma(f"<p>The tides rose.{note}</p><p>They fell.</p>"))
    assert paragraphs(at_end)[2:] == [
        ("body", None, "The tides rose."),
        ("note", "7", "See the almanac."),
        ("body", None, "They fell."),
    ]
    within = cleaned(akoma(f"<p>The tides,{note} which rose, fell.</p>"))
    assert paragraphs(within)[2:] == [("body", None, "The tides, which rose, fell.")]
    assert ("footnote", note) in furniture(within)
    assert problems(at_end) == problems(within) == []


def test_headings_head_and_a_clause_among_them_is_a_clause() -> None:
    heading = "<paragraph><subheading>Of tides and moons</subheading></paragraph>"
    clause = "<crossHeading refersTo='#preamble'><i>Recalling</i> its resolution on the sea,</crossHeading>"
    found = paragraphs(cleaned(akoma(BODY + heading + clause + BODY)))
    assert [kind for kind, _, _ in found][6:8] == ["heading", "body"]


def test_what_the_publisher_records_fills_the_columns() -> None:
    described = segment(cleaned(akoma(BODY))).description
    assert (described.symbol, described.title) == ("A/RES/99/1", "Question of tides")
    assert (str(described.date_start), described.date_precision) == ("2031-03-04", "day")
    assert described.document_kind == "adopted_report"


def test_subjects_are_those_of_the_publisher() -> None:
    keyword = '<keyword value="{}" href="urn:x" showAs="{}" dictionary="{}"></keyword>'
    meta = f"""<classification>{keyword.format("14", "sdg_14", "SDGO")}{keyword.format("SEA", "SEA", "UNBIS Thesaurus")}
    {keyword.format("SEA", "SEA", "UNBIS")}<keyword refersTo="agenda" value="5" dictionary="A/99/1"></keyword>
    </classification>"""
    rows = tables_of(cleaned(akoma(BODY, meta=meta)))["document_subjects"].to_pylist()
    assert [(row["scheme"], row["subject"]) for row in rows] == [("SDG", "14"), ("UNBIS", "SEA")]


@pytest.mark.parametrize(
    ("code", "language", "first", "second"),
    [
        ("eng", "en", "The tides rose.", "States agreed."),
        ("fra", "fr", "La mer monte.", "Les États en conviennent."),
        ("spa", "es", "El mar sube.", "Los Estados están de acuerdo."),
        ("rus", "ru", "Море поднялось.", "Государства согласились."),
        ("ara", "ar", "ارتفع البحر.", "واتفقت الدول."),
        ("zho", "zh", "海水上涨。", "各国同意。"),
    ],
)
def test_all_six_languages_are_segmented(code: str, language: str, first: str, second: str) -> None:
    space = "" if language == "zh" else " "
    statement = segment(cleaned(akoma(f"<p>{first}{space}{second}</p>", language=code))).statements[0]
    assert statement.language == language
    last = statement.paragraphs[-1]
    assert [statement.text[start:end] for start, end in last.sentences] == [first, second]


def test_an_ideograph_goes_on_behind_a_line_break() -> None:
    clean = cleaned(akoma("<p>海水\n上涨。</p>", language="zho"))
    assert clean.blocks[-1].text == "海水上涨。"
    assert problems(clean) == []


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("unknown_markup", b"<rss><channel><title>Tides</title></channel></rss>"),
        ("damaged", b"<akomaNtoso><p>The tides</akomaNtoso>"),
        ("damaged", b"not XML at all"),
        ("damaged", b'<!DOCTYPE a [<!ENTITY b "tides">]><akomaNtoso><p>&b;</p></akomaNtoso>'),
        ("damaged", b"<a>" * 500),
        ("undecodable", b"<?xml version='1.0' encoding='utf-8'?><akomaNtoso><p>\xe9</p></akomaNtoso>"),
        ("unknown_encoding", b"<?xml version='1.0' encoding='klingon'?><akomaNtoso/>"),
    ],
)
def test_what_cannot_be_read_is_refused_by_a_code(code: str, content: bytes) -> None:
    with pytest.raises(ReadingError) as refused:
        read(content)
    assert refused.value.code == code


def test_the_declared_encoding_is_that_of_the_text() -> None:
    content = b"<?xml version='1.0' encoding='iso-8859-1'?>" + akoma("<p>Caf\u00e9s et th\u00e9s.</p>").decode().encode(
        "latin-1"
    )
    assert read(content).text == content.decode("iso-8859-1")
