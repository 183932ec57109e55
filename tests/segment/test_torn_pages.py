"""What pages print beside and inside the text, and what extraction tears: taken out with its reason, or put right."""

import pytest

from flows.clean import clean
from flows.records import RawDocument, SegmentedDocument, Sidecar
from flows.segment import segment

# -- numbers of lines --

SENTENCES = (
    "Delegations welcomed the paper on ports and asked the bank for a longer time in which to read it.",
    "Many States said that small islands need help with their cables, and that help has been slow to come.",
    "Some members feared that the fund would run dry before the end of the year if no donor came forward.",
)


def wrapped(text: str, width: int = 44) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def page(paragraphs: tuple[str, ...] = SENTENCES, blank: bool = True, width: int = 44) -> list[str]:
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [*([""] if lines and blank else []), *wrapped(paragraph, width)]
    return lines


def numbered(lines: list[str], shape: str, first: int = 1, every: int = 1, count_blank: bool = True) -> str:
    """The lines with their numbers; `shape` says how a number and a line stand together."""
    made, number = [], first
    for line in lines:
        if not line and not count_blank:
            made.append("")
            continue
        shown = str(number) if number % every == 0 else ""
        made.append(shape.format(n=shown, line=line, pad=" " * (3 - len(shown))).rstrip())
        number += 1
    return "\n".join(made) + "\n"


LINE_NUMBERS = {
    "left": numbered(page(), "{pad}{n}  {line}"),
    "left with one space": numbered(page(), "{n} {line}"),
    "left with a tab": numbered(page(), "{n}\t{line}"),
    "left from 100": numbered(page(), "{n}  {line}", first=100),
    "every fifth": numbered(page(), "{pad}{n}  {line}", every=5),
    "blank lines not counted": numbered(page(), "{pad}{n}  {line}", count_blank=False),
    "right": numbered(page(), "{line:<50}{n}"),
    "right, every fifth": numbered(page(), "{line:<50}{n}", every=5),
    "right with a tab": numbered(page(), "{line:<46}\t{n}"),
    "two pages, numbered anew": numbered(page(SENTENCES[:2]), "{pad}{n}  {line}")
    + "\f"
    + numbered(page(SENTENCES[2:]), "{pad}{n}  {line}"),
    "zeros in front": numbered(page(), "{n:0>3}  {line}"),
    "with a bar": numbered(page(), "{pad}{n} | {line}"),
}


@pytest.mark.parametrize("name", LINE_NUMBERS)
def test_numbers_of_lines_are_furniture(name: str) -> None:
    found = read(LINE_NUMBERS[name])
    assert paragraphs(found) == list(SENTENCES)
    assert labels(found) == [None] * 3
    assert "line_number" in reasons(found)


def test_a_word_that_a_numbered_line_broke_is_rejoined() -> None:
    found = read("1  The delega-\n2  tions agreed that the fund is small and\n3  that it must grow by half in a\n4  year.\n5\n"  # noqa: E501
                 "6  They thanked the host, and they asked for\n7  time to read the paper again.\n")  # fmt: skip
    assert paragraphs(found)[0].startswith("The delegations agreed")


def test_numbers_of_paragraphs_are_no_numbers_of_lines() -> None:
    text = "\n".join(f"{n} The fund for island {n} is small." for n in range(1, 11))
    assert labels(read(text)) == [str(n) for n in range(1, 11)]
    text = "\n\n".join(f"{n}. {line}" for n, line in enumerate(SENTENCES, 1))
    assert labels(read(text)) == ["1.", "2.", "3."]


# -- letter-spaced words --

LETTER_SPACED = {
    "S U M M A R Y\n\nThe fund is small.": ["SUMMARY", "The fund is small."],
    "R E P O R T   O F   T H E   C H A I R\n\nWe met.": ["REPORT OF THE CHAIR", "We met."],
    "Members  a g r e e d  on the date.": ["Members agreed on the date."],
    "Many States  u r g e d  the bank to act.": ["Many States urged the bank to act."],
    "The plan is  n o t  new.": ["The plan is not new."],
    "N o r w a y  and  P e r u  agreed.": ["Norway and Peru agreed."],
    "We must act,  n o w  and together.": ["We must act, now and together."],
    "Members  w e l c o m e d   t h e  text.": ["Members welcomed the text."],
    "J O I N T   S T A T E M E N T\n\nWe agree.": ["JOINT STATEMENT", "We agree."],
    "The  f o u r t h  session was short.": ["The fourth session was short."],
    "They  r e j e c t e d  it,  u n a n i m o u s l y .": ["They rejected it, unanimously."],
}


@pytest.mark.parametrize("raw", LETTER_SPACED)
def test_letter_spaced_words_are_read_whole(raw: str) -> None:
    assert paragraphs(read(raw)) == LETTER_SPACED[raw]


@pytest.mark.parametrize(
    "raw", ["Plans A B and C are open.", "See parts a, b and c of it.", "We heard J. A. Petrov on it."]
)
def test_single_letters_stay_apart(raw: str) -> None:
    assert paragraphs(read(raw)) == [raw]


# -- notes in the margin --

LONG = (
    "Delegates discussed the framework for the protection of hospitals against attacks from abroad. Many of them said "
    "that health services are a frequent target."
)
OTHER = "Several States called for a fund. The fund should be open to all. Some feared that it would double other work."


def beside(notes: dict[int, str], side: str, width: int = 42, gap: int = 50) -> str:
    lines = page((LONG, OTHER), width=width)
    if side == "right":
        return "\n".join(f"{line:<{gap}}{notes[k]}" if k in notes else line for k, line in enumerate(lines)) + "\n"
    return "\n".join(f"{notes.get(k, ''):<16}{line}".rstrip() for k, line in enumerate(lines)) + "\n"


MARGIN_NOTES = {
    "right, two lines": beside({0: "Threats", 1: "from abroad"}, "right"),
    "right, broken word": beside({0: "Capacity-", 1: "building"}, "right"),
    "right, both paragraphs": beside({0: "Threats", 1: "and risks", 5: "A new", 6: "fund"}, "right"),
    "right, far": beside({1: "Hospitals", 2: "at risk"}, "right", gap=60),
    "right, three lines": beside({0: "What", 1: "was said", 2: "of health"}, "right"),
    "right, late": beside({5: "Money and", 6: "work"}, "right"),
    "right, capitals": beside({0: "THREATS", 1: "AND RISKS"}, "right"),
    "left, two lines": beside({0: "Threats", 1: "from abroad"}, "left"),
    "left, both paragraphs": beside({0: "Threats", 5: "Funding"}, "left"),
    "left, broken word": beside({0: "Capacity-", 1: "building", 5: "Money"}, "left"),
}


@pytest.mark.parametrize("name", MARGIN_NOTES)
def test_notes_in_the_margin_are_furniture(name: str) -> None:
    found = read(MARGIN_NOTES[name])
    assert paragraphs(found) == [LONG, OTHER]
    assert "margin_note" in reasons(found)


# -- tables --

TABLES = {
    "aligned": "State       Amount    Year\nPeru         1,200    2021\nKenya          300    2022\nFiji            50    2023",  # noqa: E501
    "wide gaps": "Fund         Seats      Term\nTrust        Twelve     Two years\nVoluntary    Five       One year",
    "two columns of numbers": "Norway          12,000\nIceland          3,000\nNew Zealand     40,000\nGhana            5,500",  # noqa: E501
    "pipes": "| State | Vote |\n|---|---|\n| Peru | yes |\n| Fiji | no |",
    "pipes without ends": "State | Vote | Note\n--- | --- | ---\nPeru | yes | late\nFiji | no | early",
    "tabs": "State\tAmount\tYear\nPeru\t1,200\t2021\nKenya\t300\t2022",
    "pipes, headless": "| Peru | agreed | 2021 |\n| Fiji | objected | 2022 |\n| Chad | abstained | 2023 |",
    "numbers": "2019    12    14    9\n2020    13    11    8\n2021    15    10    7",
    "cells empty": "State       2021      2022\nPeru         100       200\nFiji                   300\nChad         400       500",  # noqa: E501
    "plus and minus": "+-------+------+\n| State | Vote |\n+-------+------+\n| Peru  | yes  |\n| Fiji  | no   |\n+-------+------+",  # noqa: E501
}


@pytest.mark.parametrize("name", TABLES)
def test_rows_of_a_table_are_furniture(name: str) -> None:
    found = read(f"Delegates read the table.\n\n{TABLES[name]}\n\nThey thanked the bank for it.")
    assert paragraphs(found) == ["Delegates read the table.", "They thanked the bank for it."]
    assert "table" in reasons(found)


def test_a_justified_paragraph_is_no_table() -> None:
    raw = "The   fund   is   small   and\nmany   States   have   asked\nfor   it   to   grow   soon."
    assert paragraphs(read(raw)) == ["The fund is small and many States have asked for it to grow soon."]
    raw = "We\tmet\tin\tthe\tnew\thall\tof\nthe\tbank\tand\tthanked\tthe\tcity\nfor\tits\thelp."
    assert paragraphs(read(raw)) == ["We met in the new hall of the bank and thanked the city for its help."]


# -- text in a wrong code --


def shifted(text: str, by: int) -> str:
    return "".join(char if char.isspace() else chr(ord(char) + by) for char in text)


SHIFTED = {
    by: shifted("Some delegations called for the end of the talks and the bank agreed that it would pay", by)
    for by in (-29, -28, -30, 1, 2, 3, 5, -1, -3, 4)
}


@pytest.mark.parametrize("by", SHIFTED)
def test_text_in_a_shifted_code_is_not_taken_for_words(by: int) -> None:
    found = read(f"Delegates met in the hall.\n\n{SHIFTED[by]}\n\nThe Chair thanked them.")
    assert paragraphs(found) == ["Delegates met in the hall.", "The Chair thanked them."]
    assert "unreadable" in reasons(found)


@pytest.mark.parametrize(
    "line",
    [
        "WE CALL FOR THE END OF THE WAR",
        "GHANA, DJIBOUTI AND FIJI",
        "Đặng Thị Hồng Hạnh đã nói rằng",
        "STATEMENT BY THE DEPUTY MINISTER OF SPORT, TRADE SCHOOLS AND ARTS, THE HALL OF CRAFTS",
        "by their parents just days after they were killed by their own",
    ],
)
def test_capitals_and_other_languages_are_no_shifted_code(line: str) -> None:
    assert line in paragraphs(read(f"Delegates met in the hall.\n\n{line}\n\nThe Chair thanked them."))


LEGACY = {
    "Russian": ("Делегации приветствовали доклад и поддержали проект решения. Мы благодарим всех.", "cp1251", "ru"),
    "Russian, long": (
        "Многие страны призвали к продолжению переговоров, и никто не возражал против этого.",
        "cp1251",
        "ru",
    ),
    "Russian, capitals": (
        "ВЫСТУПЛЕНИЕ ПРЕДСТАВИТЕЛЯ. Мы поддерживаем этот проект и благодарим Председателя.",
        "cp1251",
        "ru",
    ),
    "Ukrainian": ("Делегації підтримали проєкт рішення, і ми дякуємо всім за їхню спільну працю.", "cp1251", "uk"),
    "Bulgarian": (
        "Делегациите приветстваха доклада и подкрепиха проекта за решение, който беше приет.",
        "cp1251",
        "bg",
    ),
    "Russian, questions": (
        "Что делать дальше? Мы ждём ответа от всех государств и просим их помочь нам.",
        "cp1251",
        "ru",
    ),
    "Russian, numbers": (
        "В 2024 году помощь получили 12 стран, и ещё 5 государств ждут её в новом году.",
        "cp1251",
        "ru",
    ),
    "Russian, quotation": (
        "Он сказал: «Мы готовы работать вместе». Делегации согласились с этим мнением.",
        "cp1251",
        "ru",
    ),
    "Greek": ("Οι αντιπροσωπείες χαιρέτισαν την έκθεση και ζήτησαν περισσότερο χρόνο για το σχέδιο.", "cp1253", "el"),
    "Greek, long": ("Πολλές χώρες κάλεσαν σε συνέχιση των συνομιλιών και κανείς δεν είχε αντίρρηση.", "cp1253", "el"),
}


@pytest.mark.parametrize("name", LEGACY)
def test_an_alphabet_that_was_read_as_latin_letters_is_read_as_itself(name: str) -> None:
    text, encoding, language = LEGACY[name]
    found = read(text.encode(encoding).decode("cp1252", "ignore"))
    assert paragraphs(found) == [text.encode(encoding).decode("cp1252", "ignore").encode("cp1252").decode(encoding)]
    assert found.statements[0].language in (language, "ru", None)
    assert {edit.reason for edit in found.clean.edits} == {"wrong_alphabet"}


@pytest.mark.parametrize(
    "text",
    ["Où était-il né ? À Orléans, où l’été fut très gai, mûr, éclaté.", "Ísland hefur þó ætíð óskað öðrum þjóðum góðs.", "Ülkelerimiz çok güçlü bir üretim öngörüyor."],  # noqa: E501
)  # fmt: skip
def test_accents_of_latin_languages_stay(text: str) -> None:
    assert paragraphs(read(text)) == [text]


# -- heads of pages that come once --

HEADS = [
    "CD/PV.12\n7\n(Mr. Vega, Chile)",
    "(Mr. Vega, Chile)\nA/C.1/PV.4\n7",
    "A/C.3/45/SR.5\nEnglish\nPage 7\n(Ms. Diop, Senegal)",
    "- 7 -\n(Mrs. Okoro, Nigeria)",
    "7\n(The Chairman)",
    "A/45/PV.8\n23-25\n(Mr. Lee, Republic of\nKorea)",
    "Page 7\n(Mr. van der Berg, Netherlands)",
    "S/PV.2981\n11\n(The President)",
    "\f7\n(Mr. Vega, Chile)",
    "A/C.6/44/SR.9\n7\n\n(Mr. O’Neill, Ireland)",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_page_head_that_names_the_speaker_is_furniture(head: str) -> None:
    said = " ".join(SENTENCES * 6)
    lines = wrapped(said, 70)
    raw = "\n".join([*lines[:14], head, "", *lines[14:]]) + "\n"
    assert paragraphs(read(raw)) == [said]


# -- stage directions --

DIRECTIONS = {
    "We thank you. (Applause) The work goes on.": "We thank you. The work goes on.",
    "We thank you. (Laughter.) The work goes on.": "We thank you. The work goes on.",
    "We thank you. [Applause] The work goes on.": "We thank you. The work goes on.",
    "We thank you (applause) and the bank.": "We thank you and the bank.",
    "We thank you. (Prolonged applause.) The work goes on.": "We thank you. The work goes on.",
    "We thank you. (Applause and cheers) The work goes on.": "We thank you. The work goes on.",
    "We thank you. (The speaker continued in French.) The work goes on.": "We thank you. The work goes on.",
    "(spoke in English) We thank you. The work goes on.": "We thank you. The work goes on.",
    "We thank you. [Laughter in the room] The work goes on.": "We thank you. The work goes on.",
    "Merci à tous. (Applaudissements) Le travail continue.": "Merci à tous. Le travail continue.",
    "Gracias a todos. (Aplausos) El trabajo sigue.": "Gracias a todos. El trabajo sigue.",
    "We thank you. (interpretation from Spanish) The work goes on.": "We thank you. The work goes on.",
    "We thank you. (A minute of silence was observed.) The work goes on.": "We thank you. The work goes on.",
}


@pytest.mark.parametrize("raw", DIRECTIONS)
def test_stage_directions_are_furniture(raw: str) -> None:
    found = read(raw)
    assert paragraphs(found) == [DIRECTIONS[raw]]
    assert "stage_direction" in reasons(found)


@pytest.mark.parametrize(
    "raw",
    ["We support it (with applause for its authors, and laughter at the cost).", "The text (in English only) is late.", "Peace (applauded by all) is near."],  # noqa: E501
)  # fmt: skip
def test_other_brackets_stay(raw: str) -> None:
    assert paragraphs(read(raw)) == [raw]


# -- torn lines --

TORN = [
    "The floor was given to Ms.\nOkello, who spoke of the fund and of the many\nneeds of the islands in the east.",
    "The text was read out by Mr.\nVega, and members asked him for a copy of it\nin all of the languages of the group.",
    "The members read the draft (see document\nA/C.1/12/CRP.4) and asked for more time in\nwhich to read it again.",
    "The members read the draft of the year (the\n"
    "2019 draft) and asked the bank for more time\nin which to read it again.",
    "The paper was written by H.E.\nDr. Amina Sow, who spoke of the fund and of\nthe many needs of the islands.",
    "The members recalled the rule in para.\n"
    "14 of the charter and asked the bank for a\nlonger time in which to read it.",
    "The members recalled resolution No.\n"
    "1325 on women and peace and asked the bank for\na longer time in which to read it.",
    "The members heard the host of the talks (Mr.\nVega) and asked the bank for a longer time in\nwhich to read it.",
    "The members met in the hall of the city (St.\nGallen) and asked the bank for a longer time\nin which to read it.",
    "Members thanked the host for its work (and\n"
    "its staff). They asked the bank for a longer\ntime in which to read it.",
]


@pytest.mark.parametrize("raw", TORN)
def test_torn_lines_are_joined(raw: str) -> None:
    found = read(f"{' '.join(SENTENCES)}\n\n{raw}\n")
    assert paragraphs(found)[-1] == raw.replace("\n", " ")


BOILERPLATE = [
    "Distr.: General",
    "Distr. GENERAL",
    "Original: English",
    "ORIGINAL: ENGLISH",
    "21-15436 (E)",
    "*2115436*",
    "Please recycle",
    "12-34567 (E) 210312",
    "GE.12-34567 (E) 210312",
    "This record is subject to correction.",
    "For reasons of economy, this document is printed in a limited number.",
]


@pytest.mark.parametrize("line", BOILERPLATE)
def test_what_the_united_nations_print_on_every_document_is_no_text(line: str) -> None:
    found = read(f"A/C.1/12/L.4\n\n{line}\n\nDelegates met in the hall, and they thanked the host.")
    assert "body" not in [p.kind for s in found.statements for p in s.paragraphs][:-1]


def read(raw: str) -> SegmentedDocument:
    return segment(clean(RawDocument("made-up", "made-up.txt", "0" * 64, len(raw.encode()), "utf-8", raw, Sidecar())))


def paragraphs(found: SegmentedDocument) -> list[str]:
    return [p.block.text for s in found.statements for p in s.paragraphs]


def labels(found: SegmentedDocument) -> list[str | None]:
    return [p.label for s in found.statements for p in s.paragraphs]


def reasons(found: SegmentedDocument) -> set[str]:
    return {row.reason for row in found.clean.furniture}
