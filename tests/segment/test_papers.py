"""Several papers in one file are several statements, where the file shows that one is over and the next begins."""

from flows.segment import segment
from tests.segment.build import document

BODY = "Delegates agreed that trust grows where states talk to each other."
THANKS = "I thank you for your attention."


def texts(*paragraphs: str, between: str = "\n\n") -> list[str]:
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
