"""Words of an earlier text lead to the words that took their place."""

from hypothesis import given
from hypothesis import strategies as st

from flows.publish.alignment import images, words_of


def followed(before: str, after: str) -> dict[str, str]:
    """Word -> the words in its place; for texts without a repeated word."""
    old, new = words_of(before), words_of(after)
    names = [before[start:end] for start, end in zip(old.starts, old.ends, strict=True)]
    found = [[after[new.starts[k] : new.ends[k]] for k in image] for image in images(old, new)]
    return {name: " ".join(words) for name, words in zip(names, found, strict=True)}


def test_words_that_stay_lead_to_themselves_wherever_they_stand() -> None:
    assert followed("We agree.\n\nThey do not.", "Before that.\n\nWe agree.\n\nThey, do not!") == {
        name: name for name in ("We", "agree", "They", "do", "not")
    }


def test_a_word_in_the_place_of_another_is_found_between_words_that_stay() -> None:
    assert followed("Few objected twice.", "Few disagreed twice.")["objected"] == "disagreed"


def test_a_dropped_word_leads_nowhere() -> None:
    assert followed("Few objected twice.\n\nWe left.", "Few objected.") == {
        "Few": "Few",
        "objected": "objected",
        "twice": "",
        "We": "",
        "left": "",
    }


def test_a_rewritten_stretch_is_shared_out_in_order() -> None:
    assert followed("a one two b", "a eins zwei drei vier b") == {
        "a": "a",
        "one": "eins zwei",
        "two": "drei vier",
        "b": "b",
    }


def test_letter_case_and_signs_do_not_count() -> None:
    assert followed("WE “AGREE”", "we agree, all") == {"WE": "we", "AGREE": "agree"}


def test_the_words_of_a_range_are_those_that_stand_on_its_characters() -> None:
    words = words_of("We agree.\n\nThey left.")
    assert list(words.within(0, 9)) == [0, 1]
    assert list(words.within(5, 13)) == [1, 2]
    assert list(words.within(8, 11)) == []


@given(st.lists(st.sampled_from(["a", "b", "c", "\n\n"])), st.lists(st.sampled_from(["a", "b", "x", "\n\n"])))
def test_every_word_has_an_image_in_the_later_text_and_images_run_forward(before: list[str], after: list[str]) -> None:
    old, new = words_of(" ".join(before)), words_of(" ".join(after))
    found = images(old, new)
    assert len(found) == len(old.starts)
    assert all(image.start >= 0 and image.stop <= len(new.starts) for image in found)
    starts = [image.start for image in found]
    assert starts == sorted(starts)


@given(st.text(alphabet="ab \n"))
def test_the_same_text_leads_to_itself(text: str) -> None:
    words = words_of(text)
    assert images(words, words) == [range(k, k + 1) for k in range(len(words.starts))]
