"""Whatever a file holds: rows read as its raw text, and each of its characters is in a row."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.readers import ReadingError
from flows.readers.docx import read as read_docx
from flows.readers.html import read as read_html
from flows.readers.html.tokens import tokens_of as html_tokens
from flows.readers.xml import read as read_xml
from flows.readers.xml.tokens import tokens_of as xml_tokens
from tests.readers.made import akoma, cleaned, docx, paragraph, problems, run

ROUNDS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

WORDS = st.text("aéZ 海。.\n\t-–“1(", max_size=12) | st.sampled_from(
    ["States agree.", "(a) one", "1. two", "a\u00adb", "x "]
)
_INLINE = ("em", "b", "sup", "a href='#n'", "span class='sidebar'")
_BLOCK = (
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "td",
    "tr",
    "table",
    "blockquote",
    "pre",
    "nav",
    "footer",
    "article",
)
_HTML = st.one_of(
    WORDS,
    st.sampled_from(
        ["&amp;", "&nbsp;", "&eacute;", "&#x26;", "&bogus;", "&lt", "<br>", "<br/>", "<!-- c -->", "<", ">"]
    ),
    st.sampled_from([f"<{name}>" for name in _INLINE + _BLOCK]),
    st.sampled_from([f"</{name.split()[0]}>" for name in _INLINE + _BLOCK]),
    st.sampled_from(
        ["<script>let a = '<p>';</script>", "<p hidden>", "<![CDATA[x]]>", "<?pi?>", "<p", "</", "<title>t</title>"]
    ),
)
_XML = st.recursive(
    WORDS.map(lambda text: text.replace("&", ""))
    | st.sampled_from(["&amp;", "&#233;", "<eol/>", "<!-- c -->", "<![CDATA[<]]>"]),
    lambda inside: st.tuples(
        st.sampled_from(
            ["p", "span", "i", "point", "num", "heading", "authorialNote", "tr", "td", "container", "meta"]
        ),
        st.lists(inside, max_size=4),
    ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"),
    max_leaves=12,
)
_RUN = st.builds(
    lambda text, form: form.format(run(text)),
    WORDS.filter(lambda text: text.isprintable() or "\n" in text),
    st.sampled_from(
        [
            "{}",
            "<w:del w:id='1'>{}</w:del>",
            "<w:ins w:id='2'>{}</w:ins>",
            "{}<w:r><w:br/></w:r>",
            "{}<w:r><w:tab/></w:r>",
        ]
    ),
)
_PARAGRAPH = st.builds(
    lambda runs, style, number, level, deleted: paragraph(
        "".join(runs), style, number, level, "<w:rPr><w:del w:id='9'/></w:rPr>" if deleted else ""
    ),
    st.lists(_RUN, min_size=1, max_size=4),
    st.sampled_from(["", "T", "H1", "C1"]),
    st.sampled_from([None, None, 1, 2, 4]),
    st.integers(0, 2),
    st.booleans(),
)
_ROW = st.lists(_PARAGRAPH, min_size=1, max_size=3).map(
    lambda cells: f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"
)


@ROUNDS
@given(st.lists(_HTML, max_size=40))
def test_a_page_however_broken_keeps_its_promises(pieces: list[str]) -> None:
    page = f"<html><body><p>States agree.</p>{''.join(pieces)}</body></html>"
    try:
        clean = cleaned("made.html", page.encode(), read_html)
    except ReadingError as refused:
        assert refused.code == "empty"
        return
    assert clean.document.text == page
    assert problems(clean) == []


@ROUNDS
@given(st.text("<>/&;abp \n=\"'!-", max_size=60))
def test_tokens_of_a_page_are_the_whole_of_it(raw: str) -> None:
    assert "".join(raw[token.start : token.end] for token in html_tokens(raw)) == raw


@ROUNDS
@given(st.lists(_XML, max_size=8))
def test_akoma_ntoso_keeps_its_promises(pieces: list[str]) -> None:
    content = akoma("".join(pieces))
    clean = cleaned("made.xml", content, read_xml)
    raw = clean.document.text
    assert "".join(raw[token.start : token.end] for token in xml_tokens(raw)) == raw
    assert problems(clean) == []


@ROUNDS
@given(st.lists(_PARAGRAPH | _ROW, min_size=1, max_size=6))
def test_a_docx_keeps_its_promises(blocks: list[str]) -> None:
    clean = cleaned("made.docx", docx(*blocks, paragraph("States agree.")), read_docx)
    assert problems(clean) == []
