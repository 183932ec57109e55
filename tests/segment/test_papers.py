"""Several papers in one file are several statements, where the file shows that one is over and the next begins."""

from flows.segment import segment
from tests.segment.build import Printed, document

BODY = "Delegates agreed that trust grows where states talk to each other."
THANKS = "I thank you for your attention."


def texts(*paragraphs: Printed | str, between: str = "\n\n") -> list[str]:
    return [
        s.text.partition("\n")[0] for s in segment(document(*paragraphs, language="en", between=between)).statements
    ]


def test_a_title_that_names_genre_and_author_opens_a_paper_after_thanks() -> None:
    first, second = "Statement by the Delegation of Japan", "Statement by the Delegation of Kenya"
    assert texts(first, BODY, BODY, THANKS, second, BODY, BODY, THANKS) == [first, second]


def test_a_separator_between_two_papers_ends_the_first_without_thanks() -> None:
    first, second = "Remarks by Ms. Smith of Kenya", "Remarks by Mr. Abe of Japan"
    assert texts(first, BODY, BODY, BODY, second, BODY, BODY, between="\n\n* * *\n\n")[-1] == second


def test_a_title_of_two_lines_opens_one_paper() -> None:
    assert len(texts("Statement by the Delegation of Japan", "Remarks by Ms. Smith at the opening", BODY, THANKS)) == 1


def test_a_heading_that_names_another_statement_inside_a_paper_opens_none() -> None:
    assert len(texts("Statement by the Chair", BODY, BODY, "Statement of the ministers on trust", BODY, BODY)) == 1


FIRST, SECOND = "Statement by the Delegation of Japan", "Statement by the Delegation of Kenya"


def test_a_greeting_behind_the_title_tells_of_a_paper_where_the_one_before_gave_no_thanks() -> None:
    assert texts(FIRST, BODY, BODY, BODY, SECOND, "Mr. Chair,", BODY, BODY) == [FIRST, SECOND]


def test_a_count_of_paragraphs_that_begins_anew_tells_of_a_paper() -> None:
    numbered = [Printed(BODY, f"{n}.", "numbered") for n in (1, 2, 3)]
    assert texts(FIRST, *numbered, SECOND, *numbered) == [FIRST, SECOND]
    assert texts(FIRST, *numbered, SECOND, Printed(BODY, "4.", "numbered"), BODY) == [FIRST]


def test_a_greeting_without_title_opens_a_paper_only_behind_thanks_and_a_separator() -> None:
    papers = ("Excellencies,", BODY, BODY, THANKS, "Excellencies,", BODY, BODY, THANKS)
    assert texts(*papers, between="\n\n* * *\n\n") == ["Excellencies,", "Excellencies,"]
    assert texts(*papers) == ["Excellencies,"]


def test_matter_before_the_only_title_of_a_document_is_no_paper_of_its_own() -> None:
    assert len(texts("KEY MESSAGES", BODY, BODY, BODY, SECOND, "Mr. Chair,", BODY, between="\n\f")) == 1
