"""Where sentences end: behind short words, without a space, at quotes and brackets that do not pair, at references."""

import pytest

from flows.segment.sentences import split_sentences

SHORT_WORDS = {
    "per cent": ("Exports fell by 12 per cent.", "Imports rose.", "Debt is at 90 per cent.", "We must act."),
    "so": ("The Chair said so.", "Peru agreed.", "They did so.", "That was all."),
    "will": ("We lack the will.", "Leaders have it.", "If they can, they will.", "Norway can help."),
    "met": ("The experts met.", "Their report is out.", "Our targets were met.", "Donors paid."),
    "hand": ("The text is at hand.", "Delegates read it.", "Both go hand in hand.", "Trust is key."),
    "free": ("Trade should be free.", "Markets need rules.", "The press is free.", "Courts are not."),
    "we can": ("We help where we can.", "Others do more.", "Do what you can.", "Time is short."),
    "units": ("The road is 40 km.", "The lake is 200 ha.", "The plane is late.", "Work goes on."),
    "verbs": ("We saw it end.", "Aid must go on.", "They put it off.", "Let us act.", "Do not sit by.", "Talks go on."),
    "names of months": ("We met in May.", "The group sat in June.", "Work ends in July.", "Talks resume in March."),
    "pronouns": (
        "This is up to us.",
        "Nobody told me.",
        "We heard her.",
        "The law binds him.",
        "It is for all.",
        "We are ten.",
    ),
    "no more": ("Some had fled.", "Many were ill.", "Their homes are no more.", "Help is far.", "The need is big."),
}

ABBREVIATIONS = {
    "titles": ("Mr. Abe met Ms. Lee.", "Dr. Diop and Prof. Tan spoke.", "St. Lucia agreed."),
    "numbers": ("See para. 4 of the report.", "Art. 7 and sect. 3 apply, cf. vol. 2.", "No. 5 is new."),
    "months": ("It met on 3 Jan. 2020.", "It closed on Sept. 5."),
    "places": ("The U.S. Government spoke.", "The U.N. Charter holds.", "Washington, D.C. hosted it."),
    "Latin": ("Some States, e.g. Peru, agreed.", "Others, i.e. islands, did not.", "It met at 10 a.m. on Friday."),
    "companies": ("Acme Corp. and Zeta Ltd. paid.", "The Gov. of Ohio came."),
}

NO_SPACE = {
    "pronouns": ("Members thanked the host.", "They asked for more time.", "It was given."),
    "names": ("The fund is small.", "Kenya paid.", "Peru will follow."),
    "question": ("Who will pay?", "Nobody knows.", "The bank may."),
    "exclamation": ("We did it!", "The text is adopted.", "Thank you."),
    "quantifiers": ("The Chair opened the debate.", "Several States spoke.", "Most were brief."),
    "articles": ("The report was late.", "The annex was missing.", "An error was found."),
    "conjunctions": ("We are ready.", "But time is short.", "And money is scarce."),
    "first person": ("The draft is good.", "We support it.", "I thank the authors."),
    "year": ("The plan ends in 2025.", "Donors want more.", "The next one runs to 2030.", "States agree."),
    "quotation": ("He said: “It is over.”", "Nobody spoke.", "The meeting closed."),
}

NO_ENDS = {
    "addresses": "See www.example.org.uk or mail desk.Office@example.org for the text.",
    "initials": "J.R.Smith and U.S.A.-based groups met.",
    "decimals": "Growth was 3.5 per cent in A.B.Carter’s view.",
    "programs": "The site runs on Node.js and ASP.NET for all.",
    "numbers": "It is in Art.7 and para.3 of the text.",
}

UNBALANCED = {
    "guillemets": ("The note says: «We agree.»", "Nobody spoke."),
    "German": ("He wrote: „Wir sind bereit.“", "Many nodded."),
    "half open": ("“We will pay.", "We will pay on time.”", "The Chair was glad."),
    "half closed": ("We will pay.”", "The Chair was glad."),
    "bracket": ("(The text is long.", "It has ten parts.)", "Delegates read it."),
    "bracket whole": ("(It was late.)", "The meeting closed."),
    "guillemets of French": ("Elle a dit : « Nous acceptons. »", "Personne n’a répondu."),
    "single": ("‘It is done.’", "They left."),
    "square": ("[The annex is missing.]", "It was asked for."),
    "reversed": ("Er sagte: »Es ist genug.«", "Niemand sprach."),
    "two closings": ("(He said: “We agree.”)", "That was all."),
    "straight": ('She said: "It is over."', "Nobody objected."),
}

REFERENCES = {
    "et al. bracketed": ("Diaz et al. [2019] found gaps.", "The panel agreed."),
    "et al. in parentheses": ("Work by Kim et al. (2020) was cited.", "It helps."),
    "et al. with a comma": ("See Ito et al., 2011.", "They agree."),
    "et al. at the end": ("The work is by Chen et al.", "The panel read it."),
    "etc. at the end": ("It covers fees, fines, etc.", "The Chair agreed."),
    "etc. inside": ("Fees, fines, etc. are covered.", "The Chair agreed."),
    "Rev.": ("The paper is A/12/Rev. 2 as amended.", "It was adopted."),
    "cf.": ("Ports matter, cf. Annex III of the text.", "Islands know."),
    "Vol.": ("It is in Vol. IV of the record.", "Read it."),
    "ibid.": ("See ibid. Chap. V on fees.", "It is clear."),
    "No.": ("Resolution No. 14 was recalled.", "States cited it."),
}

DASHES = {
    "two hyphens": ("Aid grew -- slowly -- and then fell.", "Donors left."),
    "spaced stops": ("Funds were low. . . .", "The bank was asked."),
    "spaced stops inside": ("Funds . . . were low.", "The bank was asked."),
    "three stops": ("Well ... we tried.", "It failed."),
    "ellipsis": ("We waited…", "Nobody came."),
    "em dash": ("The plan — all of it — was dropped.", "We regret that."),
    "a dash and a comma": ("The plan -- it was old, -- was dropped.", "We regret it."),
    "stops in brackets": ("“We [. . .] agree.”", "That was the text."),
    "four stops": ("And so it ends. . . .", "Work begins."),
    "hyphens and numbers": ("Seats -- 12 of 30 -- are free.", "Peru wants one."),
}


@pytest.mark.parametrize("name", SHORT_WORDS)
def test_a_sentence_ends_behind_a_short_word(name: str) -> None:
    assert split(" ".join(SHORT_WORDS[name])) == SHORT_WORDS[name]


@pytest.mark.parametrize("name", ABBREVIATIONS)
def test_no_sentence_ends_behind_an_abbreviation(name: str) -> None:
    assert split(" ".join(ABBREVIATIONS[name])) == ABBREVIATIONS[name]


@pytest.mark.parametrize("name", NO_SPACE)
def test_a_sentence_ends_where_the_space_behind_the_stop_is_missing(name: str) -> None:
    assert split("".join(NO_SPACE[name])) == NO_SPACE[name]


@pytest.mark.parametrize("name", NO_ENDS)
def test_a_stop_inside_a_name_or_address_ends_no_sentence(name: str) -> None:
    assert split(NO_ENDS[name]) == (NO_ENDS[name],)


@pytest.mark.parametrize("name", UNBALANCED)
def test_a_closing_quote_or_bracket_belongs_to_the_sentence_before_it(name: str) -> None:
    assert split(" ".join(UNBALANCED[name])) == UNBALANCED[name]


@pytest.mark.parametrize("name", REFERENCES)
def test_references_are_read_whole(name: str) -> None:
    assert split(" ".join(REFERENCES[name])) == REFERENCES[name]


@pytest.mark.parametrize("name", DASHES)
def test_dashes_and_omissions_cut_no_sentence(name: str) -> None:
    assert split(" ".join(DASHES[name])) == DASHES[name]


def split(text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in split_sentences(text))
