import pytest

from flows.clean import clean
from flows.records import RawDocument, Sidecar
from flows.segment import segment

SAID = "\n\nWe thank the Chair for the paper, and we support the plan that was made. We shall help.\n"


def facts(front: str) -> dict[str, str]:
    text = front + SAID
    document = RawDocument("a", "a.txt", "0" * 64, len(text), "utf-8", text, Sidecar(language="en"))
    return {fact.field: fact.value for fact in segment(clean(document)).facts}


@pytest.mark.parametrize("title", ["His Eminence Cardinal Ugo Roe", "Archbishop Ugo Roe", "HON UGO ROE"])
def test_titles_of_churchmen_and_members_are_no_part_of_the_name(title: str) -> None:
    found = facts(f"Statement by {title}, Minister of Trade of Peru, at the summit\n\nGeneva, 3 May 2021")
    assert found["speaker_name"].casefold() == "ugo roe"
    assert found["speaker_role"] == "Minister of Trade of Peru"


def test_a_state_before_a_dash_is_spoken_for() -> None:
    assert facts("Norway – Minister of Trade Ada Roe – 3 May")["speaking_for"] == "Norway"


def test_a_city_in_the_name_of_a_body_is_no_place() -> None:
    assert "place" not in facts("Statement of thanks\n\nGeneva Chamber of Commerce,")
    assert facts("Statement of thanks\n\nGeneva, 3 May 2021")["place"] == "Geneva"


def test_a_session_and_an_item_are_no_title() -> None:
    found = facts("Eighty-first session\nAgenda item 148\nFinancing of the halls of trade and of the crafts")
    assert found["title"] == "Financing of the halls of trade and of the crafts"


def test_a_title_keeps_what_stands_before_a_date_on_its_last_line() -> None:
    found = facts("Statement by Denmark at the Long Conference on the\nTrade of Crafts and Old Halls, 3 May 2021")
    assert found["title"].endswith("Long Conference on the Trade of Crafts and Old Halls")
