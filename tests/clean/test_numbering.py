import pytest

from tests.clean.made_up import SENTENCES, cleaned, labelled, paragraphs, removed, wrapped


@pytest.mark.parametrize(
    "style", ["{} ", "{}. ", "{}.\t", "{}) ", "({}) ", "{}.\n", "{}\n", "{}.\n\n", "§ {} ", "{}.- ", "[{}] "]
)
def test_numbers_beside_the_text_or_alone_on_their_line_become_labels(style):
    said = paragraphs(5)
    raw = "\n\n".join(style.format(n) + "\n".join(wrapped(p, 60)) for n, p in enumerate(said, 1))
    assert labelled(raw) == [(style.format(n).strip(), p) for n, p in enumerate(said, 1)]
    assert {block.layout for block in cleaned(raw).blocks} == {"numbered"}
    assert removed(raw) == [("paragraph_label", style.format(n).strip()) for n in range(1, 6)]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_number_displaced_behind_the_first_line_labels_the_whole_paragraph(gap):
    said = paragraphs(5)
    pages = []
    for n, p in enumerate(said, 1):
        first, *rest = wrapped(p, 60)
        pages.append(f"{first}{gap}{n}.\n" + "\n".join(rest))
    found = labelled("\n\n".join(pages))
    unfinished = [n for n, p in enumerate(said, 1) if wrapped(p, 60)[1][0].islower()]
    assert unfinished
    for n in unfinished:
        assert (f"{n}.", said[n - 1]) in found


def test_a_heading_before_a_number_stays_a_heading():
    said = paragraphs(2)
    raw = "Existing threats\n\n1.\n" + "\n".join(wrapped(said[0], 60)) + "\n\n2.\n" + "\n".join(wrapped(said[1], 60))
    assert labelled(raw) == [(None, "Existing threats"), ("1.", said[0]), ("2.", said[1])]


def test_a_year_or_quantity_at_the_head_of_a_line_is_no_label():
    raw = "\n".join(
        [
            "The group has met in this city every year since the end of",
            "2012. It heard from a great many delegations and from some",
            "10 organisations that had never before taken the floor in",
            "it. Each of these said that it hoped to return, and at least",
            "3. in the opinion of the secretariat, have done so by now.",
        ]
    )
    assert labelled(raw) == [(None, raw.replace("\n", " "))]


def test_an_enumeration_inside_a_sentence_stays_text():
    text = (
        "Ideas were put forward, including (a) a network of contacts, (b) exercises for all of them, and (c) a portal."
    )
    for width in (40, 50, 60, 70):
        raw = "\n".join(wrapped(f"{SENTENCES[0]} {text} {SENTENCES[1]}", width))
        assert [label for label, _ in labelled(raw)] == [None], width


@pytest.mark.parametrize("bullet", ["•", "-", "–", "*", "\uf0b7", "▪", "o"])
def test_bullets_of_any_glyph_begin_list_items(bullet):
    items = ["Build trust;", "Share what is known of threats;", "Help each other."]
    raw = "We agreed to:\n\n" + "\n".join(f"{bullet} {item}" for item in items)
    assert labelled(raw) == [(None, "We agreed to:"), *[(bullet, item) for item in items]]
    assert [block.layout for block in cleaned(raw).blocks][1:] == ["list"] * 3


@pytest.mark.parametrize("style", ["({})", "{}.", "{})"])
def test_letters_and_roman_numbers_label_list_items_and_nest(style):
    items = [("a", "Existing threats:"), ("i", "to hospitals;"), ("ii", "to elections;"), ("b", "Emerging threats.")]
    raw = "1. We spoke of:\n\n" + "\n\n".join(f"{style.format(mark)} {text}" for mark, text in items)
    assert labelled(raw + "\n\n2. Thank you.") == [
        ("1.", "We spoke of:"),
        *[(style.format(mark), text) for mark, text in items],
        ("2.", "Thank you."),
    ]


def test_labels_that_stand_in_a_column_before_their_items_are_dealt_out():
    raw = "We have three aims:\n\na.\nb.\nc.\n\nBuild trust;\n\nShare knowledge;\n\nHelp each other.\n"
    assert labelled(raw)[1:] == [("a.", "Build trust;"), ("b.", "Share knowledge;"), ("c.", "Help each other.")]
