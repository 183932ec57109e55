"""Whom a statement is spoken for follows from its label, its speaker's office, capacity and words."""

import pytest

from flows.link.speakers import Speaker, voice_of
from flows.records import Voice


@pytest.mark.parametrize(
    ("speaker", "voice"),
    [
        (Speaker("Mr. Annan (Ghana)"), Voice("state-gha", ("state-gha",), is_own=True)),
        (Speaker("Mr. Annan (Ghana) (spoke in French)"), Voice("state-gha", ("state-gha",), is_own=True)),
        (Speaker("FRANCE"), Voice("state-fra", ("state-fra",), is_own=True)),
        (Speaker("The representative of the Russian Federation"), Voice("state-rus", ("state-rus",), is_own=True)),
        (Speaker("The President (spoke in Spanish)"), Voice()),
        (Speaker("Mr. Chad Israel"), Voice()),
        (Speaker(None, None, "national", "Japan"), Voice("state-jpn", ("state-jpn",), is_own=True)),
        (Speaker("Mr. Annan (Ghana)", None, "group", "the Group of 77"), Voice("state-gha", ("g77",), is_own=True)),
        (Speaker(None, "Permanent Representative of Fiji", "group", "Pacific Islands Forum"),
         Voice("state-fji", ("pacific-islands-forum",), is_own=True)),
        (Speaker(None, "Ambassador of Singapore", "chair", "Open-ended Working Group"), Voice(None, ("oewg",))),
        (Speaker(None, None, "stakeholder", "Internet Society"), Voice(None, ("internet-society",))),
    ],
)  # fmt: skip
def test_a_speaker_has_the_entities_that_are_known_of_them(speaker: Speaker, voice: Voice) -> None:
    assert voice_of(speaker) == voice
