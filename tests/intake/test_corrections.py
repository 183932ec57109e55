"""What a corrections file may say, and how a wrong one is told."""

from pathlib import Path

import pytest

from flows.intake import take_stock
from flows.intake.corrections import CorrectionError, read_corrections

SOUND = """
[[correction]]
claim = "a.c-0123456789"
reason = "they ask for it"
by = "A. Reader"
expect = { act = "state", topics = ["norms", "meeting"], source = "" }
set = { act = "call", topics = [], source = "They" }
"""


def test_a_correction_is_read_with_its_number_and_topics_in_order() -> None:
    (correction,) = read_corrections(SOUND.encode(), "a.corrections.toml")
    assert (correction.number, correction.claim, correction.by) == (1, "a.c-0123456789", "A. Reader")
    assert dict(correction.expect) == {"act": "state", "topics": ("meeting", "norms"), "source": ""}
    assert dict(correction.put) == {"act": "call", "topics": (), "source": "They"}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"call"', '"sing"', "correction 1: set.act: 'sing' is none of state, stress"),
        ("reason", "because", "correction 1: reason: Field required"),
        ('"they ask for it"', '" "', "correction 1: reason: "),
        ("by = ", "author = ", "correction 1: by: "),
        ('{ act = "call"', '{ akt = "call"', "correction 1: set.akt: unknown key"),
        ("[]", '["weather"]', "correction 1: set.topics.0: 'weather' is none of"),
        ('expect = { act = "state",', "expect = {", "correction 1: expect.act: is missing"),
        ('set = { act = "call", topics = [], source = "They" }', "set = {}", "correction 1: set: says nothing"),
        ("[[correction]]", "[[corrections]]", "correction: Field required"),
        ("[[correction]]", "[[correction]", "is not TOML"),
        ("\n[[", f"{SOUND}[[", "correction 2: a.c-0123456789 is corrected by 1, too"),
    ],
)
def test_a_wrong_one_is_told_in_one_line_with_file_number_and_reason(before: str, after: str, told: str) -> None:
    with pytest.raises(CorrectionError) as error:
        read_corrections(SOUND.replace(before, after, 1).encode(), "x/a.corrections.toml")
    assert str(error.value).startswith(f"x/a.corrections.toml: {told}")
    assert "\n" not in str(error.value)


def test_a_source_comes_with_its_corrections_and_their_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    (before,) = take_stock(tmp_path).sources
    (tmp_path / "a.corrections.toml").write_text(SOUND)
    (after,) = take_stock(tmp_path).sources
    assert (before.corrections, before.corrections_sha256) == ((), None)
    assert len(after.corrections) == 1
    assert after._replace(corrections=(), corrections_sha256=None) == before


def test_corrections_without_a_text_are_refused_like_a_sidecar_without_one(tmp_path: Path) -> None:
    (tmp_path / "a.corrections.toml").write_text(SOUND)
    (refusal,) = take_stock(tmp_path).refusals
    assert (refusal.source_path, refusal.code) == ("a.corrections.toml", "sidecar_without_text")
    assert "a.txt" in refusal.message


def test_a_text_may_be_named_like_corrections_and_have_a_sidecar(tmp_path: Path) -> None:
    (tmp_path / "a.corrections.txt").write_text("Words.")
    (tmp_path / "a.corrections.toml").write_text('title = { value = "Corrections", basis = "document" }')
    stock = take_stock(tmp_path)
    assert [source.sidecar.title for source in stock.sources] == ["Corrections"]
    assert not stock.refusals
