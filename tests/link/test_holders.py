"""Holders and addressees are the entities that their words name, or for whom the statement is spoken."""

from dataclasses import dataclass

import pytest

from flows.code.mentions import find_mentions
from flows.link.holders import Holders
from flows.records import Claim, Paragraph, Span, Statement, Voice

GHANA = Voice("state-gha", ("state-gha",), is_own=True)
GROUP = Voice("state-gha", ("g77",), is_own=True)
CHAIR = Voice(None, ("oewg",))


@dataclass
class Held:
    """A sentence, and who holds what in it."""

    text: str

    def by(self, source: str | None, holder: str = "named", agreement: str = "one", voice: Voice = GHANA) -> list[str]:
        return list(self._holders(voice).of_holder(self._claim(source, None, holder, agreement)))

    def to(self, addressee: str | None, voice: Voice = GHANA) -> list[str]:
        return list(self._holders(voice).of_addressee(self._claim(None, addressee, "speaker", "not_reported")))

    def _holders(self, voice: Voice) -> Holders:
        whole = Span(0, len(self.text))
        paragraph = Paragraph("body", None, None, None, *whole, (whole,))  # type: ignore[arg-type]
        return Holders(self.text, find_mentions(Statement(None, "en", self.text, (paragraph,))), voice)

    def _claim(self, source: str | None, addressee: str | None, holder: str, agreement: str) -> Claim:
        spans = [None if words is None else self._span(words) for words in (source, addressee)]
        return Claim(
            0, 0, Span(0, len(self.text)), spans[0], False, None, None, False, None, spans[1], None,
            holder, agreement, "state", "none", False, (), None, (),
        )  # fmt: skip

    def _span(self, words: str) -> Span:
        start = self.text.rindex(words)
        return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "source", "entities"),
    [
        ("France and the European Union agreed.", "France and the European Union", ["state-fra", "european-union"]),
        ("The Government of El Salvador noted it.", "The Government of El Salvador", ["state-slv"]),
        ("The Egyptian delegation noted it.", "The Egyptian delegation", ["state-egy"]),
        ("The Ambassador of Kenya to the United Nations spoke.", "The Ambassador of Kenya to the United Nations",
         ["state-ken"]),
        ("The host of the London Conference noted it.", "The host of the London Conference", []),
        ("The Geneva agreement between Russia and Ukraine says so.", "The Geneva agreement between Russia and Ukraine",
         []),
        ("The Paris Agreement says so.", "The Paris Agreement", ["paris-agreement"]),
        ("We thank the European Union. The Union agreed.", "The Union", ["european-union"]),
        ("We thank the Security Council. The Council agreed.", "The Council", ["security-council"]),
        ("Some delegates agreed.", "Some delegates", []),
        ("My delegation agreed.", "My delegation", ["state-gha"]),
        ("My colleague agreed.", "My colleague", []),
    ],
)  # fmt: skip
def test_a_holder_is_who_its_source_names(text: str, source: str, entities: list[str]) -> None:
    assert Held(text).by(source) == entities


def test_the_speakers_own_claims_are_those_of_whom_they_speak_for() -> None:
    own = Held("We support it.")
    assert own.by("We", "we", "not_reported") == ["state-gha"]
    assert own.by(None, "speaker", "not_reported") == ["state-gha"]
    assert own.by("We", "we", "not_reported", GROUP) == ["g77"]
    assert own.by("We", "we", "all") == []  # everyone's
    assert own.by("We", "we", "not_reported", CHAIR) == []  # the meeting's
    assert Held("My country agreed.").by("My country", voice=GROUP) == ["state-gha"]


def test_what_a_body_decides_without_naming_itself_is_its_own() -> None:
    assert Held("Requests a report.").by(None, voice=CHAIR) == ["oewg"]


def test_an_addressee_is_who_its_words_name() -> None:
    assert Held("We call on Iran to act.").to("Iran") == ["state-irn"]
    assert Held("We need to act.").to("We") == ["state-gha"]
    assert Held("States need to act.").to("States") == []
    assert Held("States need to act.").to(None) == []
