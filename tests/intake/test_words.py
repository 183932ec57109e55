"""Whose words are published: the sidecar says, else `dataset.toml`; of texts of which nobody says, it is warned."""

import logging
from pathlib import Path

import pytest

from flows.fingerprint import fingerprint
from flows.intake import read_batch, take_stock
from flows.intake.words import is_published
from flows.own_rules import use_own
from flows.pipeline import warn_of_unknowns
from flows.records import Sidecar


@pytest.mark.parametrize(
    ("said", "default", "published"),
    [
        (True, False, True),
        (False, True, False),
        (None, False, False),
        (None, True, True),
        (None, None, True),
    ],
)
def test_the_sidecar_goes_before_the_dataset(said: bool | None, default: bool | None, published: bool) -> None:
    assert is_published(Sidecar(redistribute=said), default) is published


def test_a_text_without_a_word_of_its_own_is_read_as_the_dataset_says(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("We agree.")
    (raw / "b.txt").write_text("We differ.")
    (raw / "b.toml").write_text("redistribute = true")
    (tmp_path / "dataset.toml").write_text("redistribute = false")
    documents = read_batch(raw, take_stock(raw).sources).documents
    assert {one.document_id: one.sidecar.redistribute for one in documents} == {"a": False, "b": True}


def test_the_default_decides_rows_and_so_the_fingerprint(tmp_path: Path, project: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "dataset.toml").write_text("redistribute = false")
    before = fingerprint()
    use_own(tmp_path / "raw")
    try:
        assert fingerprint() == {**before, "words": "withheld"}
    finally:
        use_own(project / "raw")


def test_it_is_said_where_words_are_published_though_nobody_says_that_they_may(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.txt").write_text("We agree.")
    stock = take_stock(tmp_path)
    with caplog.at_level(logging.WARNING, "rapporteur"):
        warn_of_unknowns(stock, True)
        assert "licence" not in caplog.text
        warn_of_unknowns(stock, None)
    assert (
        "1 texts have no licence note, and their words are published; say `redistribute` in dataset.toml" in caplog.text
    )
