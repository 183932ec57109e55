"""Who speaks, in which office and for whom, from the label, what is said first, and the list of speakers."""

import pytest

from flows.clean import clean
from flows.records import RawDocument, SegmentedDocument, Sidecar
from flows.segment import segment

SAID = "I thank you, Chair. We welcome the draft on ports, and our experts have read it."

# label -> name, role, capacity, speaking for
LABELS = {
    "Mr. Vega (Chile)": ("Vega", None, "national", "Chile"),
    "Ms. Anna Lind (Sweden)": ("Anna Lind", None, "national", "Sweden"),
    "The President": (None, "President", "chair", None),
    "The Chair": (None, "Chair", "chair", None),
    "Chair Desai": ("Desai", "Chair", "chair", None),
    "Ms. Okello (Uganda), Vice-Chair": ("Okello", "Vice-Chair", "chair", None),
    "Mr. Vega of Chile": ("Vega", None, "national", "Chile"),
    "The representative of Kenya": (None, "representative", "national", "Kenya"),
    "Mr. Vega (Chile), on behalf of the Group of 77": ("Vega", None, "group", "Group of 77"),
    "Egypt (on behalf of the African Group)": (None, None, "group", "African Group"),
    "Mr. Vega (European Union)": ("Vega", None, "group", "European Union"),
    "Ms. Lind (World Bank)": ("Lind", None, "organisation", "World Bank"),
    "Mr. Rao (Director, Department of Trade)": ("Rao", "Director, Department of Trade", "secretariat", None),
    "The Secretary-General": (None, "Secretary-General", "secretariat", None),
    "Mr. Vega (Chile) (spoke in Spanish)": ("Vega", None, "national", "Chile"),
    "El señor PRESIDENTE": (None, "PRESIDENTE", "chair", None),
    "M. Dupont (France)": ("Dupont", None, "national", "France"),
    "M. le Président": (None, "Président", "chair", None),
    "El señor CONSEJERO DE COMERCIO (Vega Cruz)": ("Vega Cruz", "CONSEJERO DE COMERCIO", None, None),
    "La señora RUIZ MORA": ("RUIZ MORA", None, None, None),
    "Japan": (None, None, "national", "Japan"),
    "The observer of Palestine": (None, "observer", "national", "Palestine"),
    "A delegate": (None, "delegate", None, None),
    "Several delegations": (None, "delegations", None, None),
    "Mr. Lee (Republic of Korea)": ("Lee", None, "national", "Republic of Korea"),
    "Mr. Vega (Chile), Rapporteur": ("Vega", "Rapporteur", "chair", None),
    "Sir John Moore (United Kingdom)": ("John Moore", None, "national", "United Kingdom"),
    "Ms. Lind (Observer for the European Union)": ("Lind", "Observer", "group", "European Union"),
    "Mr. Vega (Chile), Chair of the Working Group": ("Vega", "Chair of the Working Group", "chair", "Working Group"),
    "Mr. VEGA (Chile) (Vice-Chair)": ("VEGA", "Vice-Chair", "chair", None),
}


@pytest.mark.parametrize("label", LABELS)
def test_a_label_says_who_speaks_and_for_whom(label: str) -> None:
    raw = f"{label}: {SAID}\n\nThe Chair: I thank you. I give the floor to the next speaker.\n\n{label}: {SAID}"
    found = read(raw).statements[0]
    assert found.speaker_label == label
    speaker = found.speaker
    assert (speaker.name, speaker.role, speaker.capacity, speaker.speaking_for) == LABELS[label]


# what is said first -> capacity, speaking for
OPENINGS = {
    "I speak on behalf of the Group of 77 and China. We welcome the draft.": ("group", "Group of 77 and China"),
    "I have the honour to speak on behalf of the African Group. We welcome it.": ("group", "African Group"),
    "On behalf of the European Union and its member States, I thank you. We agree.": ("group", "European Union"),
    "I am speaking on behalf of the Alliance of Small Island States. We need help.": (
        "group",
        "Alliance of Small Island States",
    ),
    "Chile aligns itself with the statement of the Group of 77. We welcome it.": ("national", "Chile"),
    "I deliver this statement on behalf of the Nordic countries. We welcome it.": ("group", "Nordic countries"),
    "I am pleased to speak on behalf of ASEAN. We welcome the draft.": ("group", "ASEAN"),
    "I make this statement on behalf of Peru, Fiji and my own country, Chile. We agree.": (
        "group",
        "Peru, Fiji and my own country, Chile",
    ),
    "Let me speak in my national capacity. We welcome the draft.": ("national", "Chile"),
    "I take the floor on behalf of the Non-Aligned Movement. We welcome it.": ("group", "Non-Aligned Movement"),
}


@pytest.mark.parametrize("said", OPENINGS)
def test_what_is_said_first_tells_for_whom(said: str) -> None:
    raw = f"Mr. Vega (Chile): Thank you, Chair. {said}\n\nThe Chair: I thank you.\n\nMr. Vega (Chile): {SAID}"
    speaker = read(raw).statements[0].speaker
    assert (speaker.capacity, speaker.speaking_for) == OPENINGS[said]
    assert speaker.name == "Vega"


def test_a_list_of_speakers_gives_names_and_states_to_labels_without_them() -> None:
    raw = (
        "Record of the third meeting\n\nPresident: Mr. Vega (Chile)\n\nMembers: Sweden, Ms. Lind\nIndia, Mr. Rao\n"
        "Fiji, Mrs. Tuvalu\n\n"
        f"The President: I call the meeting to order. I thank you.\n\nMs. Lind: {SAID}\n\nMr. Rao: {SAID}\n\n"
        "The President: I thank the speakers."
    )
    found = {s.speaker_label: s.speaker for s in read(raw).statements if s.speaker_label}
    assert found["The President"].name == "Vega"
    assert found["The President"].capacity == "chair"
    assert (found["Ms. Lind"].speaking_for, found["Ms. Lind"].capacity) == ("Sweden", "national")
    assert (found["Mr. Rao"].speaking_for, found["Mr. Rao"].capacity) == ("India", "national")


def test_a_speaker_s_state_is_known_from_their_first_turn_on() -> None:
    raw = f"Mr. Vega (Chile): {SAID}\n\nThe Chair: I thank you.\n\nMr. Vega: {SAID}\n\nThe Chair: I thank you."
    assert [s.speaker.speaking_for for s in read(raw).statements] == ["Chile", None, "Chile", None]


def test_every_fact_of_a_speaker_says_where_it_stands() -> None:
    raw = f"Mr. Vega (Chile): {SAID}\n\nThe Chair: I thank you. I give the floor to Ms. Lind.\n\nMs. Lind (Sweden): {SAID}"  # noqa: E501
    found = read(raw)
    facts = [fact for fact in found.facts if fact.statement_index == 1]
    assert {(fact.field, fact.value, fact.basis) for fact in facts} == {
        ("speaker_name", "Vega", "document: speaker label"),
        ("speaking_for", "Chile", "document: speaker label"),
        ("speaker_capacity", "national", "document: speaker label"),
    }
    assert all(raw[fact.raw_start : fact.raw_end] for fact in facts)
    assert next(raw[f.raw_start : f.raw_end] for f in facts if f.field == "speaker_name") == "Vega"


def read(raw: str) -> SegmentedDocument:
    return segment(clean(RawDocument("made-up", "made-up.txt", "0" * 64, len(raw.encode()), "utf-8", raw, Sidecar())))
