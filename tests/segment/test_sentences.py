"""Sentences tile their paragraph, and end where a reader would end them."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.records import Span
from flows.segment.punkt import LONG_WORD, WINDOW
from flows.segment.sentences import split_sentences, whole

GOLD = Path(__file__).parents[1] / "gold"

HARD_PIECES = st.sampled_from(
    (
        "Delegates agreed. ",
        "They left",
        "2.",
        "(a)",
        "[5]",
        '"',
        "”",
        "!",
        "...",
        "…",
        ". ",
        " ",
        "。",
        "؟",
        ")",
        "Mr.",
        "x" * 150,
        "\u00a0",
    )
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@given(st.one_of(st.text(), st.lists(HARD_PIECES, max_size=30).map("".join)))
@example("!" * 300 + " Then we left.")
@example('"."' * 200)
def test_sentences_tile_the_paragraph_with_only_white_space_between(text: str) -> None:
    at = 0
    for start, end in split_sentences(text):
        assert at <= start < end
        assert not text[at:start].strip()
        assert not text[start].isspace() and not text[end - 1].isspace()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We agreed. They left.", ["We agreed.", "They left."]),
        ("We thank Mr. Abe of Japan. He spoke.", ["We thank Mr. Abe of Japan.", "He spoke."]),
        (
            "It helps rich and poor alike. Driven by trade, it grows.",
            ["It helps rich and poor alike.", "Driven by trade, it grows."],
        ),
        ("See para. 5 of the report. It is short.", ["See para. 5 of the report.", "It is short."]),
        ("We agreed. 2. We also met. 3. We left.", ["We agreed.", "2. We also met.", "3. We left."]),
        ("(a) We agreed. (b) We left.", ["(a) We agreed.", "(b) We left."]),
        ("We agreed. (b) They left. (iii) He spoke.", ["We agreed.", "(b) They left.", "(iii) He spoke."]),
        (
            "U.S. Secretary Smith spoke. U.N. Secretary Abe listened.",
            ["U.S. Secretary Smith spoke.", "U.N. Secretary Abe listened."],
        ),
        ("It was hard work.[5] They stayed.", ["It was hard work.[5]", "They stayed."]),
        ("It was hard work.[^1] They stayed.", ["It was hard work.[^1]", "They stayed."]),
        ("It was hard work.¹² They stayed.", ["It was hard work.¹²", "They stayed."]),
        ("He said: “We agree.” They left.", ["He said: “We agree.”", "They left."]),
        ("(We agreed.) They left.", ["(We agreed.)", "They left."]),
        ("We agreed. **They** left.", ["We agreed.", "**They** left."]),
        ("我们同意。他们走了！很好？", ["我们同意。", "他们走了！", "很好？"]),
        ("他说：“同意。”他们走了。", ["他说：“同意。”", "他们走了。"]),
        ("هل نتفق؟ نعم نتفق.", ["هل نتفق؟", "نعم نتفق."]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_marks_inside_a_long_word_end_no_sentence() -> None:
    address = "https://example.org/" + "a.b!c" * LONG_WORD
    assert sentences(f"See {address} today. We did.") == [f"See {address} today.", "We did."]


def test_a_paragraph_longer_than_the_window_has_the_sentences_of_its_parts() -> None:
    count = 2 * WINDOW // len("Delegates agreed on it. ") + 7
    text = "Delegates agreed on it. " * count
    assert sentences(text) == ["Delegates agreed on it."] * count


def test_a_text_without_any_end_is_still_covered_when_it_outgrows_the_window() -> None:
    text = "delegates agreed and " * (2 * WINDOW // len("delegates agreed and "))
    spans = split_sentences(text)
    assert len(spans) < 6
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")


def test_a_heading_is_one_sentence_less_the_space_around_it() -> None:
    assert whole(" I. Introduction. Aims ") == (Span(1, 22),)
    assert whole(" ") == ()


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLD.glob("*.jsonl")))
def test_every_sentence_that_the_reference_annotation_names_is_one_of_ours(name: str) -> None:
    from flows.clean import clean
    from flows.records import RawDocument, Sidecar
    from flows.segment import segment

    raw = (Path(__file__).parents[2] / "raw" / f"{name}.txt").read_text(encoding="utf-8")
    document = RawDocument(name, f"{name}.txt", "0" * 64, len(raw), "utf-8", raw, Sidecar())
    ours = {
        letters(statement.text[start:end])
        for statement in segment(clean(document)).statements
        for paragraph in statement.paragraphs
        for start, end in paragraph.sentences
    }
    lines = (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [s for line in lines if letters(s := json.loads(line)["sentence"]) not in ours] == []


def letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
