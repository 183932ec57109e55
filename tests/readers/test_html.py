"""HTML: the raw text is the page itself, and what is not its text is furniture with its reason."""

import pytest

from flows.readers import Options, ReadingError
from flows.readers.html import read
from flows.records import CleanDocument
from flows.segment import segment
from tests.readers.made import cleaned as cleaned_by
from tests.readers.made import furniture, paragraphs, problems

FIRST = "Delegations agreed that the tides call for more trust, and that trust takes time."
SECOND = "Others noted that the sea was calm, and called for patience until the next session."
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Closing remarks | Ministry of Tides</title>
<meta name="DC.date" content="2031-03-04"><meta property="og:title" content="Closing remarks">
<meta name="DC.subject" content="tides; trust"><style>p {{ color: blue }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li></ul></nav>
<div class="cookie-notice">We use cookies to remember the tides that you have seen on this page.</div>
<main><h1>Closing remarks</h1><p>{FIRST}</p><p>{SECOND}</p></main>
<aside>Also read: the moon, and what it does to the sea in spring and autumn.</aside>
<footer>Ministry of Tides, 1 Harbour Road</footer><script>let tides = "<p>high</p>";</script></body></html>
"""


def cleaned(page: str | bytes, select: str | None = None) -> CleanDocument:
    content = page.encode() if isinstance(page, str) else page
    return cleaned_by("made.html", content, read, Options(select=select))


def texts(page: str | bytes, select: str | None = None) -> list[str]:
    return [text for _, _, text in paragraphs(cleaned(page, select))]


def body(inside: str) -> str:
    return f"<html><body><main><p>{FIRST}</p>{inside}<p>{SECOND}</p></main></body></html>"


def test_the_raw_text_is_the_page_and_its_main_part_the_text() -> None:
    clean = cleaned(PAGE)
    assert clean.document.text == PAGE
    assert paragraphs(clean) == [
        ("title", None, "Closing remarks"),
        ("body", None, FIRST),
        ("body", None, SECOND),
    ]
    assert problems(clean) == []


def test_everything_else_is_furniture_with_its_reason() -> None:
    reasons = {reason: text for reason, text in furniture(cleaned(PAGE)) if "boilerplate" in reason}
    told = "".join(reasons.values())
    for words in ("Home", "cookies", "the moon", "Harbour Road"):
        assert words in told or any(words in text for _, text in furniture(cleaned(PAGE)))
    assert ("metadata" in dict(furniture(cleaned(PAGE)))) is True


def test_a_paragraph_leads_back_to_its_place_in_the_page() -> None:
    clean = cleaned(PAGE)
    block = clean.blocks[1]
    assert PAGE[block.offsets.raw_start(0) : block.offsets.raw_end(len(block.text))] == FIRST


def test_character_references_are_edits() -> None:
    clean = cleaned(body("<p>Caf&eacute;s &amp; harbours agreed on the tides &#8211; at last.</p>"))
    assert "Cafés & harbours agreed on the tides – at last." in [block.text for block in clean.blocks]
    told = [(edit.replacement, clean.document.text[edit.raw_start : edit.raw_end]) for edit in clean.edits]
    assert told == [("é", "&eacute;"), ("&", "&amp;"), ("–", "&#8211;")]
    assert {edit.reason for edit in clean.edits} == {"entity"}
    assert problems(clean) == []


def test_tags_within_a_paragraph_are_furniture_in_it() -> None:
    clean = cleaned(body("<p>They <em>strongly</em> urged <a href='/x'>all</a> States to wait.</p>"))
    assert "They strongly urged all States to wait." in [block.text for block in clean.blocks]
    assert ("markup", "<em>") in furniture(clean)
    assert problems(clean) == []


def test_lists_have_the_labels_that_a_browser_prints() -> None:
    ordered = "<ol start='3'><li>to wait;</li><li>to trust;</li></ol><ul><li>to hope;</li><li>to rest.</li></ul>"
    found = [one for one in paragraphs(cleaned(body(ordered))) if one[0] == "list_item"]
    assert [label for _, label, _ in found] == ["3.", "4.", "•", "•"]


def test_a_blank_line_of_breaks_parts_paragraphs_and_one_break_does_not() -> None:
    assert texts(body(f"<div>{FIRST}<br><br>{SECOND}<br>And so on.</div>"))[1:3] == [FIRST, f"{SECOND} And so on."]


def test_a_table_of_data_is_kept_out_of_claims_and_one_for_looks_is_none() -> None:
    data = "<table><tr><th>Tide</th><th>Metres</th></tr><tr><td>High</td><td>4</td></tr></table>"
    assert [one for one in paragraphs(cleaned(body(data))) if one[0] == "table"] == [
        ("table", None, "Tide Metres"),
        ("table", None, "High 4"),
    ]
    looks = f"<table><tr><td><p>{FIRST}</p></td></tr></table>"
    assert not [one for one in paragraphs(cleaned(body(looks))) if one[0] == "table"]


def test_marks_of_notes_are_furniture_and_notes_are_notes() -> None:
    page = body("<p>The tides rose<sup><a href='#fn1'>1</a></sup> last year.</p><ol><li id='fn1'>See there.</li></ol>")
    clean = cleaned(page)
    assert ("footnote_mark", "1") in furniture(clean)
    assert ("note", "1.", "See there.") in paragraphs(clean)


def test_a_page_without_main_is_read_by_the_density_of_its_text() -> None:
    links = "".join(
        f"<li><a href='/{n}'>Item {n} of a long list of links, all of them elsewhere</a></li>" for n in range(9)
    )
    text = "".join(f"<p>{FIRST}</p><p>{SECOND}</p>" for _ in range(3))
    page = f"<html><body><div><ul>{links}</ul></div><div id='c7'><div>{text}</div></div></body></html>"
    assert texts(page) == [FIRST, SECOND] * 3


def test_the_selected_part_is_the_text_and_the_rest_furniture() -> None:
    page = f"<html><body><div class='a'><p>{FIRST}</p></div><div class='b'><p>{SECOND}</p></div></body></html>"
    assert texts(page, ".b") == [SECOND]
    assert texts(page, ".b, .a") == [FIRST, SECOND]
    assert problems(cleaned(page, ".b")) == []


@pytest.mark.parametrize("select", [".nowhere", "p[["])
def test_a_selector_that_finds_nothing_is_refused(select: str) -> None:
    with pytest.raises(ReadingError) as refused:
        read(body("").encode(), Options(select=select))
    assert refused.value.code == "bad_sidecar"


def test_what_a_page_says_of_itself_is_told_with_its_place() -> None:
    facts = {(fact.field, fact.basis): fact for fact in cleaned(PAGE).document.structure.facts}
    title = facts["title", "document: <title>"]
    assert (title.value, PAGE[title.raw_start : title.raw_end]) == ("Closing remarks | Ministry of Tides",) * 2
    day = facts["date_start", "document: meta dc.date"]
    assert (day.value, PAGE[day.raw_start : day.raw_end]) == ("2031-03-04", "2031-03-04")
    assert facts["language", "document: html lang"].value == "en"
    subjects = cleaned(PAGE).document.structure.subjects
    assert [(one.scheme, one.subject) for one in subjects] == [("DC", "tides"), ("DC", "trust")]


def test_linked_data_of_schema_org_is_read_and_what_is_broken_is_passed_over() -> None:
    data = '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Tides \\u2013 at last", %s}'
    whole = data % '"datePublished": "2031-03-04T10:00:00Z", "author": {"@type": "Person", "name": "Ada Roe"}'
    page = body("").replace("<body>", f"<head><script type='application/ld+json'>{whole}</script></head><body>")
    told = {fact.field: fact.value for fact in cleaned(page).document.structure.facts}
    assert told["title"] == "Tides – at last"
    assert (told["date_start"], told["creator"]) == ("2031-03-04", "Ada Roe")
    broken = page.replace("NewsArticle", 'NewsArticle"')
    assert cleaned(broken).document.structure.facts == ()


def test_the_text_fills_the_columns_before_what_the_page_says_of_itself() -> None:
    described = segment(cleaned(PAGE)).description
    assert described.title == "Closing remarks"
    assert str(described.date_start) == "2031-03-04"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("cp1252", "iso-8859-1"), ("utf-16-le", ""), ("cp1251", "windows-1251"), ("cp932", "shift_jis")],
)
def test_the_encoding_is_that_of_the_mark_or_of_the_page_itself(encoding: str, declared: str) -> None:
    words = {"cp1251": "Делегации согласились.", "cp932": "代表団は合意した。"}.get(encoding, "Cafés et thés.")
    meta = f"<meta charset='{declared}'>" if declared else ""
    page = f"<html><head>{meta}</head><body><p>{words}</p></body></html>"
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    content = (mark + page).encode(encoding)
    rendition = read(content)
    assert rendition.text == content.decode(rendition.encoding)
    assert words in texts(content)


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("empty", b"<html><body><script>1</script></body></html>"),
        ("undecodable", b"<meta charset='utf-8'><p>caf\xe9 au lait</p>"),
        ("binary", b"<p>one\0two</p>"),
    ],
)
def test_what_cannot_be_read_is_refused_by_a_code(code: str, content: bytes) -> None:
    with pytest.raises(ReadingError) as refused:
        read(content)
    assert refused.value.code == code
