import pytest

from tests.clean.made_up import SENTENCES, cleaned, edited, labelled, paragraphs, removed, texts, wrapped


@pytest.mark.parametrize("width", [40, 60, 72, 100])
def test_lines_wrapped_at_any_width_are_joined_where_blank_lines_part_paragraphs(width):
    said = paragraphs(6)
    assert texts("\n\n".join("\n".join(wrapped(p, width)) for p in said)) == said


@pytest.mark.parametrize("width", [60, 72])
def test_a_short_last_line_ends_a_paragraph_where_no_blank_line_does(width):
    said = [p + " So be it." if len(wrapped(p, width)[-1]) > width * 0.7 else p for p in paragraphs(8)]
    said = [p for p in said if len(wrapped(p, width)[-1]) < width * 0.7]
    assert texts("\n".join(line for p in said for line in wrapped(p, width))) == said


def test_indentation_parts_paragraphs_even_after_a_full_line():
    said = [" ".join(SENTENCES[k : k + 3]) for k in range(4)]
    lines = [("  " if i == 0 else "") + line for p in said for i, line in enumerate(wrapped(p, 60))]
    assert texts("\n".join(lines)) == said


def test_double_spaced_lines_are_joined_and_wider_gaps_part_paragraphs():
    said = paragraphs(5)
    raw = "\n\n \n\n".join(" \n\n".join(wrapped(p, 70)) for p in said)
    assert texts(raw) == said


def test_a_short_line_on_which_a_sentence_has_just_begun_goes_on():
    before = wrapped(" ".join(SENTENCES), 70)[:6]
    said = [*before, "and delegations asked for another round.  Ambassador", "Example spoke of trust between states."]
    assert texts("\n".join(said)) == [" ".join(" ".join(said).split())]
    quoted = [*before, "and delegations asked for another round.” (A/54/2000)", "Trust between states was spoken of."]
    assert len(texts("\n".join(quoted))) == 2


def test_each_line_that_greets_a_guest_is_a_paragraph():
    guests = ["Mr Abe, Head of the Long Office of Trade", "Ms. Doe, Chair of Crafts,", "Dr Roe", "Distinguished guests"]
    said = paragraphs(4)
    raw = "\n".join(guests) + "\n\n" + "\n\n".join("\n".join(wrapped(p, 60)) for p in said)
    assert texts(raw)[:4] == guests


def test_a_bracket_at_a_line_s_head_goes_on_with_the_sentence_however_wide_the_room_behind_the_line():
    said = paragraphs(4)
    torn = [*wrapped(said[0], 60), "Delegates asked who would pay for the new Regional Hall  ", "(RH) in the spring."]
    found = texts("\n".join([*torn, *wrapped(said[1], 60)]))
    assert any("Regional Hall (RH) in the spring." in text for text in found)


def test_lines_that_are_each_a_paragraph_stay_apart():
    said = ["A title", *paragraphs(4)]
    assert texts("\n".join(said)) == said
    assert texts("\n\n".join(said)) == said


def test_a_page_break_inside_a_sentence_is_bridged():
    lines = wrapped(" ".join(SENTENCES), 60)
    cut = next(i for i, line in enumerate(lines) if i > 2 and line[0].islower())
    for page_break in ("\f", "\n\n7\n\n\f", "\n\n\n\n \n\n\n", "\n\n- 7 -\n\n", "\nPage 7 of 9\n\f"):
        raw = "\n".join(lines[:cut]) + page_break + "\n" + "\n".join(lines[cut:])
        assert texts(raw) == [" ".join(SENTENCES)], page_break


@pytest.mark.parametrize(
    "title", ["Statement by the Delegation of Japan", "REMARKS BY MS. SMITH OF KENYA\nAT THE OPENING"]
)
def test_a_title_at_the_head_of_a_page_begins_a_paragraph_even_after_a_full_line(title):
    lines = wrapped(" ".join(SENTENCES[:2]), 60)
    lines[-1] = lines[-1][:-1].ljust(59, "x") + "."
    raw = "\n".join(lines) + "\n\f" + title + "\n" + "\n".join(wrapped(" ".join(SENTENCES[2:]), 60))
    assert texts(raw)[1].startswith(title.partition("\n")[0])


def test_headings_without_a_stop_stay_paragraphs_of_their_own():
    said = paragraphs(4)
    raw = "\n".join(["Opening", *wrapped(said[0], 60), "Existing and Emerging Threats", *wrapped(said[1], 60)])
    assert texts(raw) == ["Opening", said[0], "Existing and Emerging Threats", said[1]]
    assert [b.layout for b in cleaned(raw).blocks] == ["heading", None, "heading", None]


def test_speakers_turns_begin_paragraphs_and_so_does_a_country_alone_on_its_line():
    said = [" ".join(SENTENCES[k : k + 2]) for k in range(5)]
    heads = ("The President (spoke in French): ", "Mr. Abe (Japan): ", ">>CHAIR DESAI: ", "Ms. O’Neil: ")
    turns = [head + p for head, p in zip(heads, said, strict=False)]
    assert texts("\n".join(line for turn in turns for line in wrapped(turn, 64))) == turns
    dashed = ["Mr. Abe (Japan). — " + said[0], "The PRESIDENT — " + said[1]]
    assert texts("\n".join(line for turn in dashed for line in wrapped(turn, 64))) == dashed
    raw = "\n".join([*wrapped(said[0], 64), "Costa Rica", *wrapped(said[1], 64)])
    assert texts(raw) == [said[0], "Costa Rica", said[1]]


def test_salutations_on_lines_of_their_own_stay_apart():
    said = paragraphs(2)
    raw = "\n".join(["Excellencies,", "Ladies and gentlemen,", "", *wrapped(said[0], 60), "", *wrapped(said[1], 60)])
    assert texts(raw) == ["Excellencies,", "Ladies and gentlemen,", *said]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_any_newline_will_do(newline):
    said = paragraphs(3)
    raw = (newline * 2).join(newline.join(wrapped(p, 60)) for p in said)
    assert texts(raw) == said


def test_runs_of_spaces_collapse_and_no_break_spaces_count_as_spaces():
    assert texts("The  group\u00a0 met\tagain.") == ["The group met again."]


def test_a_line_end_behind_a_repaired_character_joins_as_any_other():
    raw = "我们欢迎各国代表团在本届会议上提出的建议和意见并å›½\n际希望继续进行建设性的对话，我们欢迎各国代表团。"
    assert texts(raw) == [raw.replace("å›½\n", "国")]
    assert [raw for _, raw, _ in edited(raw)] == ["å›½", "\n"]


def test_chinese_lines_join_without_a_space():
    raw = "我们欢迎各国代表团在本届会议上提出的建议和意见并\n希望继续进行建设性的对话。"
    assert texts(raw) == [raw.replace("\n", "")]
    assert edited(raw) == [("line_break_between_ideographs", "\n", "")]


def test_nothing_comes_of_nothing():
    for raw in ("", " \n\n\f \r\n", "\ufeff"):
        assert texts(raw) == []
    assert removed("\ufeff") == [("byte_order_mark", "\ufeff")]
    assert removed("7") == [("page_number", "7")]


RESOLUTION = """The General Assembly,

Recalling its resolutions on the subject, and the report that the working
group adopted by consensus,

RECOGNISING that progress was made;

1. Calls upon Member States to promote the consideration of threats at
multilateral levels;

2. Decides to consider:

(a) Concepts;

(b) Means, including

(i) exercises;

3. Requests a report."""


def test_the_clauses_of_a_resolution_are_paragraphs_and_its_operative_numbers_labels():
    assert [label for label, _ in labelled(RESOLUTION)] == [None, None, None, "1.", "2.", "(a)", "(b)", "(i)", "3."]


def test_nested_items_on_lines_of_their_own_need_neither_stops_nor_capitals():
    raw = "We agree:\n\n1. To meet\n(a) in spring\n(i) early\n(ii) late\n(b) in fall\n2. To write.\n"
    assert [label for label, _ in labelled(raw)] == [None, "1.", "(a)", "(i)", "(ii)", "(b)", "2."]
