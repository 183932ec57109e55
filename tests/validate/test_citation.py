"""What a text is cited by."""

from datetime import date

import pytest

from flows.records import Description
from flows.validate.citation import Voiced, citation, when

CHAIR = Voiced(None, "Burhan Gafoor", "Chair of the working group", "chair", "Open-ended Working Group")


def test_it_says_who_said_what_where_and_when() -> None:
    described = Description(
        title="Closing remarks of the Chair",
        forum="Open-ended Working Group",
        session="First session",
        symbol="A/AC.292/2021/INF/1",
        place="New York",
        date_start=date(2021, 12, 17),
        date_precision="day",
    )
    assert citation(described, "a.txt", CHAIR) == (
        "Burhan Gafoor (Chair of the working group). Closing remarks of the Chair. Open-ended Working Group, "
        "First session. A/AC.292/2021/INF/1. New York, 17 December 2021."
    )


@pytest.mark.parametrize(
    ("first", "last", "precision", "shown"),
    [
        (date(2012, 10, 4), None, "day", "4 October 2012"),
        (date(2012, 10, 4), date(2012, 10, 4), "day", "4 October 2012"),
        (date(2012, 10, 4), date(2012, 10, 5), "day", "4–5 October 2012"),
        (date(2012, 9, 30), date(2012, 10, 2), "day", "30 September 2012 – 2 October 2012"),
        (date(2021, 12, 1), None, "month", "December 2021"),
        (date(2021, 12, 1), date(2022, 1, 1), "month", "December 2021 – January 2022"),
        (date(1969, 1, 1), None, "year", "1969"),
        (date(1969, 1, 1), date(1970, 1, 1), "year", "1969 – 1970"),
        (None, None, None, None),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(
    first: date | None, last: date | None, precision: str | None, shown: str | None
) -> None:
    assert when(Description(date_start=first, date_end=last, date_precision=precision)) == shown


def test_of_a_text_without_any_facts_the_file_is_named() -> None:
    assert citation(Description(), "a/b.txt") == "[a/b.txt]."


@pytest.mark.parametrize(
    ("voice", "shown"),
    [
        (Voiced("Mr. Annan (Ghana)", None, None, "national", "Ghana"), "Mr. Annan (Ghana). T."),
        (Voiced(None, "Kofi Annan", "Minister", "national", "Ghana"), "Kofi Annan (Minister; Ghana). T."),
        (Voiced(None, None, "Chair", "chair", "Working Group"), "Chair. T."),
        (Voiced(None, None, None, "national", "Ghana"), "Ghana. T."),
        (Voiced(), "T."),
    ],
)
def test_the_speaker_is_named_once(voice: Voiced, shown: str) -> None:
    assert citation(Description(title="T"), "a.txt", voice) == shown
