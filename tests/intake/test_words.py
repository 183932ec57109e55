"""Whose words are published: the sidecar says, else `dataset.toml`, else a licence; what is left out is told."""

import logging
from pathlib import Path

import pytest

from flows.fingerprint import fingerprint
from flows.intake import read_batch, take_stock
from flows.intake.words import is_published
from flows.own_rules import use_own
from flows.pipeline import build_release, warn_of_unknowns
from flows.records import Sidecar
from flows.sql import open_tables


@pytest.mark.parametrize(
    ("said", "licence", "default", "published"),
    [
        (True, None, False, True),
        (False, "CC0-1.0", True, False),
        (None, "CC0-1.0", False, False),
        (None, None, True, True),
        (None, "CC0-1.0", None, True),
        (None, None, None, False),
    ],
)
def test_the_sidecar_goes_before_the_dataset_and_that_before_a_licence(
    said: bool | None, licence: str | None, default: bool | None, published: bool
) -> None:
    assert is_published(Sidecar(redistribute=said, licence=licence), default) is published


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


def test_what_is_left_out_is_said_once_with_what_to_write_and_where(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("We agree.")
    (raw / "b.txt").write_text("We agree.")
    (raw / "b.toml").write_text('licence = { value = "CC0-1.0", basis = "document" }')
    stock = take_stock(raw)
    with caplog.at_level(logging.WARNING, "rapporteur"):
        warn_of_unknowns(raw, stock, True)
        assert "licence" not in caplog.text
        warn_of_unknowns(raw, stock, None)
    assert (
        "1 texts have no licence, so their words are not published (NULL; places and coding are): if they may be, "
        f"write `redistribute = true` in {tmp_path / 'dataset.toml'}, or `licence` in their sidecars"
    ) in caplog.text


def test_a_folder_of_texts_without_a_word_of_a_licence_is_coded_and_no_word_of_it_published(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    more = "The Chair thanked them for what they had said and closed the meeting."  # tells that it is English
    (raw / "a.txt").write_text(f"Many delegations called for restraint.\n\n{more}\n")
    sql = "SELECT act, agreement, raw_start, raw_end, text, content_text FROM claims WHERE act = 'call'"
    build_release(raw, tmp_path / "dataset", workers=1)
    with open_tables(tmp_path / "dataset", None) as tables:
        assert tables.execute(sql).fetchall() == [("call", "many", 0, 37, None, None)]
    (tmp_path / "dataset.toml").write_text("redistribute = true\n")
    build_release(raw, tmp_path / "dataset", workers=1)
    with open_tables(tmp_path / "dataset", None) as tables:
        text = "Many delegations called for restraint"
        assert tables.execute(sql).fetchall() == [("call", "many", 0, 37, text, "restraint")]
