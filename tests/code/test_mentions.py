"""Mentions are exact: whole names only, the longest where several fit, in the sentence where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.code.mentions import find_mentions
from flows.records import Mention, Paragraph, Span, Statement


def mentions(*sentences: str) -> tuple[tuple[str, Mention], ...]:
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    paragraph = Paragraph("body", None, None, None, 0, len(text), tuple(spans))  # type: ignore[arg-type]
    found = find_mentions(Statement(None, "en", text, (paragraph,)))
    return tuple((text[slice(*mention.span)], mention) for mention in found)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Australia and Mexico lead.", {"Australia": "AUS", "Mexico": "MEX"}),
        ("Somalia and Romania spoke.", {"Somalia": "SOM", "Romania": "ROU"}),
        ("Papua New Guinea spoke.", {"Papua New Guinea": "PNG"}),
        ("The Democratic Republic of the Congo spoke.", {"Democratic Republic of the Congo": "COD"}),
        ("The Republic of Korea and Türkiye spoke.", {"Republic of Korea": "KOR", "Türkiye": "TUR"}),
        ("There is a Chinese saying.", {"Chinese": "CHN"}),
        ("Côte d’Ivoire spoke.", {"Côte d’Ivoire": "CIV"}),
        ("The region of Latin America grows.", {}),
        ("US leadership; trust us.", {"US": "USA"}),
        ("Tanzanians met Sri Lankans.", {"Tanzanians": "TZA", "Sri Lankans": "LKA"}),
        ("Chadwick and Malibu are no states.", {}),
    ],
)
def test_states_have_their_iso_code(sentence: str, names: dict[str, str]) -> None:
    assert {text: mention.iso3 for text, mention in mentions(sentence)} == names


@pytest.mark.parametrize(
    ("text", "kind", "entity"),
    [
        ("the OSCE", "organisation", "osce"),
        ("the ASEAN Regional Forum", "organisation", "asean-regional-forum"),
        ("the Budapest Convention on Cybercrime", "instrument", "budapest-convention"),
        ("the Open Ended Working Group", "process", "oewg"),
        ("the London Cyber Conference", "event", "london-conference-2011"),
        ("the Group of 77 and China", "group", "g77"),
        ("Ambassador Burhan Gafoor", "person", None),
        ("Mr. Miguel d’Escoto Brockmann", "person", None),
        ("COP 27", "event", "cop-27"),
    ],
)
def test_other_names_have_their_kind_and_entity(text: str, kind: str, entity: str | None) -> None:
    ((_, mention),) = mentions(f"We thank {text} today.")
    assert (mention.kind, mention.entity_id) == (kind, entity)


@pytest.mark.parametrize(
    ("text", "value", "comparator", "unit"),
    [
        ("more than 200 statements", 200, "over", "statement"),
        ("over 600 participants", 600, "over", "participant"),
        ("20 international organisations", 20, "exactly", "organisation"),
        ("more than 80 of those statements", 80, "over", "statement"),
        ("at least 2,000 people", 2000, "at_least", "person"),
        ("up to twenty-five States", 25, "up_to", "state"),
        ("nearly 6 billion people", 6e9, "about", "person"),
        ("43 per cent", 43, "exactly", "percent"),
        ("$100 billion", 1e11, "exactly", "USD"),
    ],
)
def test_quantities_have_value_comparator_and_unit(text: str, value: float, comparator: str, unit: str) -> None:
    ((found, mention),) = mentions(f"We heard {text} here.")
    assert (found, mention.value, mention.comparator, mention.unit) == (text, value, comparator, unit)


@pytest.mark.parametrize("text", ["the 2015 development goals", "item 5 of the agenda", "in 2013", "paragraph 75"])
def test_a_year_or_a_number_that_counts_nothing_is_no_quantity(text: str) -> None:
    assert not mentions(f"We recall {text}.")


def test_a_name_whose_first_words_are_joined_by_hyphens_is_found_whole() -> None:
    assert [text for text, _ in mentions("We support the Seven-Point-Action Programme.")] == [
        "Seven-Point-Action Programme"
    ]


def test_a_mention_knows_its_sentence() -> None:
    found = mentions("Japan spoke.", "Then Kenya spoke.")
    assert [(text, mention.sentence) for text, mention in found] == [("Japan", 0), ("Kenya", 1)]


def test_a_sign_that_one_byte_cannot_hold_stays_in_its_place() -> None:
    found = mentions("ﷺ Ğ “Côte d’Ivoire” has €5 million.")
    assert [text for text, _ in found] == ["Côte d’Ivoire", "€5 million"]


@given(
    st.lists(st.sampled_from(["Mali", "Oman", "Ġ", "UN", " ", "-", "5", "States", "’", "\u0301"]), max_size=12).map(
        "".join
    )
)
def test_a_mention_is_a_whole_word_of_any_text(text: str) -> None:
    for _, mention in mentions(text):
        start, end = mention.span
        assert not text[start - 1 : start].isalnum() or not text[start].isalnum()
        assert not text[end : end + 1].isalnum()
