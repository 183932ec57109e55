import pytest

from tests.clean.made_up import SENTENCES, edited, texts

LINE = "Delegations spoke at length of trust between"


def joined(end: str, begin: str, elsewhere: str = "") -> str:
    raw = f"{elsewhere}\n\n{LINE} {end}\n{begin} and so on, and we\nthank all of them for what they have said of it."
    return texts(raw)[-1].removeprefix(LINE + " ").partition(" and so on")[0]


def test_a_word_broken_at_a_line_end_is_rejoined():
    assert joined("inter-", "national") == "international"
    assert edited(f"{LINE} inter-\nnational bodies met.") == [("broken_word", "-\n", "")]


def test_a_compound_keeps_its_hyphen():
    assert joined("Internet-", "connected", "The Internet is connected.") == "Internet-connected"
    assert joined("peace-", "keeping", "A peace-keeping force.") == "peace-keeping"
    assert joined("self-", "reliance") == "self-reliance"
    assert joined("Non-", "Governmental") == "Non-Governmental"
    assert joined("COVID-", "19") == "COVID-19"


def test_what_the_document_writes_elsewhere_decides():
    assert joined("pre-", "approved", "A preapproved list.") == "preapproved"
    assert joined("pre-", "approved", "A pre-approved list.") == "pre-approved"


def test_a_suspended_hyphen_keeps_its_space():
    assert joined("short-", "and long-term") == "short- and long-term"


def test_a_typesetter_who_never_breaks_words_is_believed():
    elsewhere = "A peace-keeping force, a decision-making body, a state-of-the-art system and a market-oriented one."
    habit = "They spoke of peace-\nkeeping and of decision-\nmaking and of market-\noriented ways."
    raw = f"{elsewhere}\n\n{habit} They spoke also of the post-\nconflict years and of\nwhat came later."
    assert "post-conflict years" in texts(raw)[-1]


def test_a_soft_hyphen_at_a_line_end_rejoins_the_word():
    assert joined("inter\u00ad", "national") == "international"


@pytest.mark.parametrize("between", ["\n\n7\n\n\f", "\f", "\n\n- 7 -\n\n"])
def test_a_word_broken_by_a_page_is_rejoined(between):
    raw = f"{SENTENCES[0]} {LINE}\nthem and the inter-{between}\nnational bodies that met here and in other\nplaces."
    assert "the international bodies" in texts(raw)[0]
