"""Every style in which records print who is speaking: where the turn begins, and who it says the speaker is."""

import pytest

from flows.clean import clean
from flows.records import RawDocument, SegmentedDocument, Sidecar
from flows.segment import segment

SAID = (
    "I thank you, Chair. We welcome the draft on ports.",
    "Madam Chair, my delegation has read the draft. We can support it.",
    "We thank the host. Our experts need more time, and we ask for a week.",
    "Thank you. I give the floor to the next speaker.",
    "Distinguished colleagues, we agree with those who spoke before us. I thank you.",
)

STOPS = [
    ["The PRESIDENT", "Mr. VEGA", "The PRESIDENT", "Ms. LIND"],
    ["The CHAIRMAN", "Mr. O’NEILL", "Mrs. DE LA CRUZ", "The CHAIRMAN"],
    ["Mr. SPEAKER", "Mr. HALL", "Mr. SPEAKER", "Mr. HALL"],
    ["The CHAIR", "Sir JOHN MOORE", "The CHAIR", "Dame ANNE HILL"],
    ["Mr. VEGA (Chile)", "Ms. LIND (Sweden)", "Mr. VEGA (Chile)", "The PRESIDENT"],
    ["The ACTING CHAIR", "Ms. SOW (speaking from the floor)", "The ACTING CHAIR", "Ms. SOW"],
    ["Mrs. MÜLLER", "Mr. ÅBERG", "Mrs. MÜLLER", "Mr. ÅBERG"],
    ["The DEPUTY PRESIDENT", "Senator WONG", "The DEPUTY PRESIDENT", "Senator WONG"],
    ["The CHAIR", "Mr. KOFI MENSAH", "The CHAIR", "Mr. KOFI MENSAH (on a point of order)"],
    ["Dr. RAO", "Prof. TAN", "Dr. RAO", "Prof. TAN"],
]
DASHES = [
    (["Mr. VEGA (Chile)", "Ms. LIND (Sweden)", "Mr. VEGA (Chile)"], "—"),
    (["Mr. Vega (Chile)", "Ms. Lind (Sweden)", "Mr. Vega (Chile)"], ".—"),
    (["The PRESIDENT", "Mr. VEGA", "The PRESIDENT"], ".—"),
    (["The Chairman", "Mr. Vega", "The Chairman"], ".–"),
    (["Mr. Vega (Chile)", "The President", "Mr. Vega (Chile)"], ". –"),
]
OF_STATES = [
    ["Mr. VEGA of Chile", "Ms. LIND of Sweden", "Mr. RAO of India"],
    ["Mr. Vega of Chile", "Ms. Lind of Sweden", "Mr. Rao of India"],
    ["Ambassador Vega of Chile", "Ambassador Lind of Sweden", "Ambassador Rao of India"],
    ["Mr. Lee of the Republic of Korea", "Ms. Bah of the Gambia", "Mr. Cruz of the Philippines"],
    ["Minister Sow of Senegal", "Minister Silva of Brazil", "Minister Tan of Singapore"],
    ["Mr. Kone of Côte d’Ivoire", "Ms. Ba of Burkina Faso", "Mr. Ali of Saudi Arabia"],
    ["Mr. Vega, Chile", "Ms. Lind, Sweden", "Mr. Rao, India"],
    ["Mr. Vega from Chile", "Ms. Lind from Sweden", "Mr. Rao from India"],
    ["Mr. Vega, representative of Chile", "Ms. Lind, observer of Sweden", "Mr. Rao, representative of India"],
    ["Mr. Vega (Chile), Vice-Chair", "Ms. Lind (Sweden), Rapporteur", "Mr. Rao (India)"],
]
UNNAMED = [
    ["A delegate", "The Chair", "Several delegations"],
    ["A member", "Some members", "The Chair"],
    ["An observer", "The Chair", "Another observer"],
    ["A voice from the floor", "The Chair", "Voices"],
    ["Many delegates", "The Chair", "Some delegates"],
    ["A representative of a small island State", "The Chair", "A delegate from the floor"],
    ["Two delegations", "The Chair", "A number of delegations"],
    ["Unidentified delegate", "The Chair", "Unidentified delegate"],
    ["A participant", "The Chair", "Members of the audience"],
    ["Speaker from the floor", "The Chair", "Other delegations"],
    ["A delegation", "The Chair", "Hon. members"],
]
BEHALF = [
    ["Mr. Vega (Chile), on behalf of the Group of 77", "The Chair", "Ms. Lind (Sweden)"],
    ["Mr. Vega (Chile), speaking on behalf of the European Union", "The Chair", "Ms. Lind (Sweden)"],
    ["Egypt, on behalf of the African Group", "The Chair", "Chile"],
    ["Egypt (on behalf of the African Group)", "The Chair", "Fiji (on behalf of the Pacific Islands Forum)"],
    ["Ms. Lind, on behalf of the Nordic States", "The Chair", "Mr. Vega"],
    ["Mr. Vega (Chile) (on behalf of the Group of 77 and China)", "The Chair", "Ms. Lind (Sweden)"],
    ["The representative of Egypt, on behalf of the Arab Group", "The Chair", "The representative of Chile"],
    ["European Union, on behalf of its member States", "The Chair", "Chile"],
    ["Mr. Vega (Chile), speaking also on behalf of Peru and Fiji", "The Chair", "Ms. Lind (Sweden)"],
    ["Mr. Vega and Ms. Lind", "The Chair", "Mr. Vega"],
    ["Chile and Peru", "The Chair", "Norway, Sweden and Denmark"],
    ["Mr. Vega (Chile) and Ms. Lind (Sweden)", "The Chair", "Mr. Rao (India)"],
]
SPAIN = (
    "Gracias, señor Presidente. Apoyamos el proyecto.",
    "Muchas gracias. No estamos de acuerdo con el texto.",
    "Tiene la palabra el señor consejero. Le agradezco su trabajo.",
)
FRANCE = (
    "Merci, Monsieur le Président. Nous appuyons le projet.",
    "Je vous remercie. Nous ne sommes pas d’accord avec ce texte.",
    "Je donne la parole au Ministre. Je le remercie de son travail.",
)
ROMANCE = [
    (["El señor PRESIDENTE", "El señor VEGA (Chile)", "El señor PRESIDENTE"], SPAIN),
    (["La señora PRESIDENTA", "La señora RUIZ MORA", "La señora PRESIDENTA"], SPAIN),
    (["El señor MINISTRO DE HACIENDA (Vega Cruz)", "El señor PRESIDENTE", "La señora RUIZ"], SPAIN),
    (["El Sr. Vega (Chile)", "La Sra. Ruiz (Perú)", "El Presidente"], SPAIN),
    (["El señor Vega (Chile)", "La señora Ruiz (Perú)", "El señor Mora (Cuba)"], SPAIN),
    (["La señora VICEPRESIDENTA (Ruiz) (Desde su escaño)", "El señor VEGA", "La señora VICEPRESIDENTA (Ruiz)"], SPAIN),
    (["M. le Président", "M. Dupont (France)", "M. le Président"], FRANCE),
    (["Mme la Présidente", "M. Sow (Sénégal)", "Mme la Présidente"], FRANCE),
    (["M. le président", "Mme Anne Roux", "M. le président"], FRANCE),
    (["Mme la ministre", "M. le rapporteur", "Mme la ministre"], FRANCE),
    (["El señor SECRETARIO (Mora)", "El señor PRESIDENTE", "El señor SECRETARIO (Mora)"], SPAIN),
    (["La señora DELEGADA DE CHILE", "El señor PRESIDENTE", "El señor DELEGADO DE CUBA"], SPAIN),
]


@pytest.mark.parametrize("labels", STOPS, ids=" ".join)
def test_a_label_may_end_in_a_stop(labels: list[str]) -> None:
    assert speakers(labels, ".", SAID) == labels


@pytest.mark.parametrize(("labels", "end"), DASHES)
def test_a_label_may_end_in_a_dash_without_a_space(labels: list[str], end: str) -> None:
    assert speakers(labels, end, SAID, space="") == labels


@pytest.mark.parametrize("labels", [*OF_STATES, *UNNAMED, *BEHALF], ids=" | ".join)
def test_labels_of_states_of_the_unnamed_and_of_groups(labels: list[str]) -> None:
    assert speakers(labels, ":", SAID) == labels


@pytest.mark.parametrize(("labels", "said"), ROMANCE)
def test_labels_in_spanish_and_french(labels: list[str], said: tuple[str, ...]) -> None:
    assert speakers(labels, " :" if said is FRANCE else ":", said) == labels


NOBODY = [
    "Mr. Vega spoke. He asked for time. Ms. Lind agreed.\n\nMr. Rao left. He was late. We saw him go.",
    "In favour: Chile, Peru, Sweden.\n\nAgainst: none.\n\nAbstaining: Fiji, Chad.\n\nWe thank them all.",
    "No. 4. We thank you.\n\nNo. 5. We agree.",
    "Chile and Peru: We met them in May. They agreed to talk.\n\nThe fund is small.",
    "Results. We met our goals. I thank all.\n\nCosts. We kept them low. I thank all.",
    "A word on funds: we lack them. Our bank is small.",
    "Dear Mr. Vega. We thank you. Our fund is small.",
    "Monsieur le Président :\n\nNous vous remercions. Notre pays est petit.",
    "Some examples: we built a port. We paid for it.",
    "Two points: we need time. We need money.",
]


@pytest.mark.parametrize("raw", NOBODY)
def test_what_only_looks_like_a_label_is_none(raw: str) -> None:
    assert [s.speaker_label for s in read(raw).statements] == [None]


WRITTEN = {
    "annex": ("Annex: Statements submitted in writing", "Statement by the delegation of {}"),
    "annex with number": ("Annex II\n\nWritten statements", "Statement submitted by {}"),
    "written statements": ("Statements submitted in writing", "Statement of {}"),
    "capitals": ("WRITTEN STATEMENTS", "STATEMENT BY {}"),
    "representative": ("Annex: Written statements", "Statement by the representative of {}"),
    "submitted": ("Statements submitted for the record", "Written statement submitted by {}"),
    "explanation": ("Explanations of vote submitted in writing", "Explanation of vote by {}"),
    "no heading": ("", "Statement by the delegation of {}"),
    "mission": ("Appendix: written statements", "Statement by the Permanent Mission of {}"),
    "text of": ("Annex", "Text of the statement by {}"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_statements_handed_in_in_writing_are_statements_of_their_own(name: str) -> None:
    heading, title = WRITTEN[name]
    raw = (
        f"Mr. Vega (Chile): {SAID[1]}\n\nThe Chair: I thank all speakers. The meeting stands adjourned.\n\n"
        f"The meeting rose at 6.15 p.m.\n\n{heading}\n\n{title.format('Malta')}\n\nMalta supports the draft. We need time.\n\n"  # noqa: E501
        f"{title.format('Iceland')}\n\nIceland shares that view. We call on all to pay.\n"
    )
    found = read(raw)
    assert [s.speaker_label for s in found.statements[:2]] == ["Mr. Vega (Chile)", "The Chair"]
    assert len(found.statements) == 4
    assert "Malta supports" in found.statements[2].text
    assert "Iceland shares" in found.statements[3].text
    assert [s.speaker.speaking_for for s in found.statements[2:]] == ["Malta", "Iceland"] or name in ("capitals",)


@pytest.mark.parametrize(
    "line",
    [
        "The meeting was called to order at 10.05 a.m.",
        "The meeting rose at 1.05 p.m.",
        "The meeting was suspended at 11.30 a.m. and resumed at noon.",
        "The meeting was suspended for five minutes.",
        "The discussion covered in the summary record ended at 5 p.m.",
        "The meeting resumed at 3.20 p.m.",
        "The sitting was opened at 9.30 a.m.",
        "La séance est levée à 18 heures.",
        "Se levanta la sesión a las 13.05 horas.",
        "The meeting rose at noon.",
    ],
)
def test_a_record_s_own_sentence_is_no_speaker_s(line: str) -> None:
    found = read(f"Mr. Vega (Chile): {SAID[1]}\n\n{line}\n\nThe Chair: {SAID[3]}\n\nMr. Vega (Chile): {SAID[2]}")
    assert [s.speaker_label for s in found.statements] == ["Mr. Vega (Chile)", "The Chair", "Mr. Vega (Chile)"]
    assert line not in found.statements[0].text


def test_what_a_speaker_says_of_the_meeting_s_hours_is_theirs() -> None:
    found = read(f"The Chair: {SAID[3]}\n\nMr. Vega (Chile): {SAID[1]}\n\nThe Chair: The meeting is adjourned.")
    assert [s.speaker_label for s in found.statements] == ["The Chair", "Mr. Vega (Chile)", "The Chair"]


VOTES = [
    "A recorded vote was taken.\n\nIn favour:\nChile, Peru, Sweden\n\nAgainst:\nNone\n\nAbstaining:\nFiji\n\n"
    "Draft resolution A/C.1/L.4 was adopted by 3 votes to none, with 1 abstention.",
    "A vote was taken by roll-call.\n\nIn favour: Chile, Peru.\n\nAgainst: Sweden.\n\nAbstaining: None.\n\n"
    "The draft was rejected by 2 votes to 1.",
    "A vote was taken by show of hands.\n\nThe amendment was adopted by 20 votes to 3, with 2 abstentions.",
]


@pytest.mark.parametrize("vote", VOTES)
def test_a_recorded_vote_is_the_record_s_and_no_speaker_s(vote: str) -> None:
    found = read(f"The Chair: {SAID[3]}\n\n{vote}\n\nMr. Vega (Chile): {SAID[1]}\n\nThe Chair: {SAID[3]}")
    labels = [s.speaker_label for s in found.statements]
    assert labels == ["The Chair", None, "Mr. Vega (Chile)", "The Chair"]
    assert "votes" in found.statements[1].text


def speakers(labels: list[str], end: str, said: tuple[str, ...], space: str = " ") -> list[str | None]:
    raw = "\n\n".join(f"{label}{end}{space}{said[k % len(said)]}" for k, label in enumerate(labels))
    return [s.speaker_label for s in read(raw).statements]


def read(raw: str) -> SegmentedDocument:
    return segment(clean(RawDocument("made-up", "made-up.txt", "0" * 64, len(raw.encode()), "utf-8", raw, Sidecar())))
