import pytest

from flows.clean.markup import markup_rules
from flows.clean.pages import furniture_rules
from flows.clean.wording import word_list
from tests.clean.made_up import SENTENCES, cleaned, edited, paragraphs, removed, texts, wrapped


def test_every_rule_of_the_tables_takes_its_example_and_not_its_counterexample():
    assert furniture_rules()
    assert markup_rules()
    assert word_list("unfinished")


@pytest.mark.parametrize("sign", ["***", "* * *", "- 0 -", "###", "_____", "\\###", "-End-"])
def test_separators_are_furniture(sign):
    assert texts(f"We agreed on this.\n\n{sign}\n\nThank you.") == ["We agreed on this.", "Thank you."]
    assert removed(f"We agreed on this.\n\n{sign}\n\nThank you.")[0][0] in ("separator", "markup")


def test_a_symbol_or_fraction_at_the_end_of_a_sentence_stays_text():
    for end in ("A/67/397", "3/9", "12-34567"):
        raw = (
            f"We refer to the report and to what was said of it in the\npaper with the number\n{end}\nand still do so."
        )
        assert end in " ".join(texts(raw))


@pytest.mark.parametrize("banner", ["CHECK AGAINST DELIVERY", "(Check against delivery)", "A/AC.292/2021/CRP.1"])
def test_banners_and_symbols_alone_on_a_line_are_furniture(banner):
    assert texts(f"{banner}\n\nMr. Chair,\n\nWe thank you.") == ["Mr. Chair,", "We thank you."]


def test_running_headers_with_a_changing_number_go_and_the_paragraph_goes_on():
    lines = wrapped(" ".join(SENTENCES * 4), 60)
    pages = [lines[i : i + 8] for i in range(0, len(lines), 8)]
    raw = "\f".join(f"Sixth session, closing meeting {n}\n\n" + "\n".join(page) for n, page in enumerate(pages, 1))
    assert "running_header" in {reason for reason, _ in removed(raw)}
    assert texts(raw) == [" ".join(SENTENCES * 4)]


def test_a_refrain_is_no_running_header():
    raw = "\n\n".join("\n".join(wrapped(p, 50)) for p in [*paragraphs(3), *paragraphs(3), *paragraphs(3)])
    assert removed(raw) == []


def test_page_numbers_of_every_style_go():
    lines = wrapped(" ".join(SENTENCES * 4), 60)
    for style in (
        "{}",
        "- {} -",
        "Page {} of 4",
        "{}/4",
        "p. {}",
        "[{}]",
        "11-51191 {}",
        "{} | Page",
        "第{}页",
        "{}/26 21-03333",
    ):
        pages = ["\n".join(lines[i : i + 9]) + "\n\n" + style.format(i // 9 + 1) for i in range(0, len(lines), 9)]
        assert texts("\n\f".join(pages)) == [" ".join(SENTENCES * 4)], style


@pytest.mark.parametrize("numbers", [["i", "ii", "iii", "iv"], ["IX", "X", "XI", "XII"]])
def test_roman_page_numbers_go_where_several_stand_at_the_edges_of_pages(numbers):
    said = " ".join(SENTENCES * 3)
    lines = wrapped(said, 60)
    pages = ["\n".join(lines[i : i + 8]) + f"\n\n{numbers[i // 8]}" for i in range(0, len(lines), 8)]
    assert texts("\n\f".join(pages)) == [said]
    assert removed("\n\f".join([pages[0], "\n".join(lines[8:])])) == []
    sections = zip(numbers, paragraphs(4), strict=True)
    assert removed("\n\n".join(f"{number}\n\n" + "\n".join(wrapped(p, 60)) for number, p in sections)) == []


def test_a_footnote_goes_with_its_mark_and_does_not_break_its_paragraph():
    lines = wrapped(" ".join(SENTENCES), 60)
    cut = next(i for i, line in enumerate(lines) if i > 3 and line[0].islower())
    marked = "\n".join(lines[:cut]).replace("before.", "before.1")
    raw = marked + "\n\n1 Report of the secretariat, 2021.\n\f" + "\n".join(lines[cut:])
    assert texts(raw) == [" ".join(SENTENCES)]
    assert removed(raw) == [("footnote_mark", "1"), ("footnote", "1 Report of the secretariat, 2021.")]


@pytest.mark.parametrize("label", ["Ms. Smith:", "CHAIR DOE:", "Mr. Abe (Japan):"])
def test_a_speaker_s_label_that_comes_again_at_the_heads_of_pages_is_no_header(label):
    raw = "\f".join(f"{label}\n\n" + "\n".join(wrapped(p, 60)) + "\n" for p in paragraphs(4))
    assert texts(raw)[::2] == [label] * 4
    assert removed(raw) == []


@pytest.mark.parametrize("mark", ["¹", "*", "†", "[1]"])
def test_footnotes_are_told_by_any_mark_that_calls_them(mark):
    raw = f"We welcome the report.{mark} It says a good deal of trust.\n\n{mark} Report of the secretariat, 2021."
    blocks = cleaned(raw).blocks
    assert blocks[0].text == "We welcome the report. It says a good deal of trust."
    assert (blocks[-1].label, blocks[-1].text, blocks[-1].layout) == (
        mark,
        "Report of the secretariat, 2021.",
        "footnote",
    )
    assert removed(raw)[0] == ("footnote_mark", mark)


def test_a_bar_code_and_a_script_are_no_text():
    assert texts("*2103333*\n\nWe agreed on this.\n\n<script>let x = 1</script>") == ["We agreed on this."]


def test_a_footnote_between_paragraphs_is_a_paragraph_of_its_own():
    raw = "We welcome the report.1\n\n1 Report of the secretariat, 2021."
    blocks = cleaned(raw).blocks
    assert [(b.label, b.text, b.layout) for b in blocks][1] == ("1", "Report of the secretariat, 2021.", "footnote")
    assert blocks[0].text == "We welcome the report."


def test_markdown_signs_go_and_their_text_stays():
    raw = "## Outcome\n\n**Chair:** We *warmly* welcome [the report](https://example.org/a).\n\n> Thank you\\!"
    assert texts(raw) == ["Outcome", "Chair: We warmly welcome the report.", "Thank you!"]
    assert {reason for reason, _ in removed(raw)} == {"markup"}


def test_items_of_an_html_list_are_told_from_the_paragraphs_around_it():
    raw = "<p>We agreed on</p>\n<ul>\n<li>trust,</li>\n<li class='x'>peace</li></ul><p>We thank you.</p>"
    assert [(b.text, b.layout == "list") for b in cleaned(raw).blocks] == [
        ("We agreed on", False),
        ("trust,", True),
        ("peace", True),
        ("We thank you.", False),
    ]


def test_html_blocks_become_paragraphs_and_entities_their_characters():
    raw = "<p>Research &amp; development</p><p>We <b>thank</b> you.<br/>Goodbye.</p>"
    assert texts(raw) == ["Research & development", "We thank you.", "Goodbye."]
    assert ("markup", "&amp;", "&") in edited(raw)


def test_a_byte_order_mark_and_what_prints_nothing_goes():
    raw = "\ufeffWe co\u00adoperate\u200b with all.\u200b"
    assert texts(raw) == ["We cooperate with all."]
    assert removed(raw) == [("byte_order_mark", "\ufeff"), ("zero_width", "\u200b")]
    assert [reason for reason, _, _ in edited(raw)] == ["soft_hyphen", "zero_width"]


def test_quotes_ligatures_and_unicode_form_stay():
    raw = "“We ﬁnd”, e\u0301tat ½ — ‘so’ ①."
    assert texts(raw) == [raw]
    assert cleaned(raw).edits == ()


def test_mojibake_is_repaired_in_its_place_and_good_text_left_alone():
    raw = "The groupâ€™s view â€“ cafÃ© â€“ stands."
    assert texts(raw) == ["The group’s view – café – stands."]
    assert ("mojibake", "â€™", "’") in edited(raw)
    assert texts("It Ã¢â‚¬â„¢ s a cafÃƒÂ©.") == ["It ’ s a café."]
    assert edited("À L’ÉTÉ » dit-il, « ÂGE » ; señor, Ünal, ÅÄÖ.") == []


def test_paragraphs_of_a_wrapped_text_carry_no_furniture_of_their_own():
    assert removed("\n\n".join("\n".join(wrapped(p, 60)) for p in paragraphs(4))) == []
