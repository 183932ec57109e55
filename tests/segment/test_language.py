"""The language of a statement is the sidecar's; else it is told from its words, or not at all."""

import pytest

from flows.segment import segment
from flows.segment.language import language_of
from tests.segment.build import document

TEXTS = {
    "en": "Delegates agreed that the trust of states grows with every meeting, and that our group is part of this.",
    "fr": "Les délégations sont convenues que la confiance entre les États se renforce à chaque réunion.",
    "es": "Las delegaciones acordaron que la confianza entre los Estados crece con cada reunión de nuestro grupo.",
    "nl": "De voorzitter is van mening dat we nog niet weten of het voorstel is aangenomen, of dat we doorgaan.",
    "ar": "اتفقت الوفود على أن الثقة بين الدول تنمو مع كل اجتماع يعقده فريقنا العامل في نيويورك.",
    "zh": "各代表团一致认为，国家之间的信任会随着我们工作组的每次会议而增强。",
    "ru": "Делегации согласились с тем, что доверие между государствами растет с каждым заседанием.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_paragraph_is_enough_to_tell_the_language(language: str) -> None:
    assert language_of(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "Introduction", "CHAIR'S CLOSING STATEMENT", "Thank you.", "2012", "谢谢"])
def test_a_text_too_short_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_the_sidecar_knows_better_than_the_words() -> None:
    assert segment(document(TEXTS["en"], language="fr")).statements[0].language == "fr"


def test_each_turn_has_its_own_language_and_one_too_short_that_of_the_document() -> None:
    found = segment(
        document(
            f"Mr. Dupont (France): {TEXTS['fr']}",
            "The President: Thank you.",
            *[f"Ms. Smith (Kenya): {TEXTS['en']}"] * 3,
        )
    )
    assert [s.language for s in found.statements] == ["fr", "en", "en", "en", "en"]
