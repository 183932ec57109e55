"""An id belongs to the file that it was published for, as long as that file is there."""

from pathlib import Path

import pytest

from flows.intake import take_stock

PUBLISHED = {"good": "good.txt"}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text("We agree.")
    return tmp_path


def taken(raw: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The path of each id, and the code of each refused path."""
    stock = take_stock(raw, published=lambda: PUBLISHED)
    return (
        {source.document_id: source.source_path for source in stock.sources},
        {refusal.source_path: refusal.code for refusal in stock.refusals},
    )


def test_a_file_that_comes_first_in_the_alphabet_does_not_push_it_out(raw: Path) -> None:
    (raw / "GOOD.txt").write_text("They do not.")
    assert taken(raw) == ({"good": "good.txt"}, {"GOOD.txt": "duplicate_id"})


def test_nor_does_one_whose_sidecar_gives_the_id(raw: Path) -> None:
    (raw / "a.txt").write_text("They do not.")
    (raw / "a.toml").write_text('id = "good"')
    assert taken(raw) == ({"good": "good.txt"}, {"a.txt": "duplicate_id"})


def test_nor_while_the_file_cannot_be_read(raw: Path) -> None:
    (raw / "GOOD.txt").write_text("They do not.")
    (raw / "good.toml").write_text("titel = 1")
    assert taken(raw) == ({}, {"GOOD.txt": "duplicate_id", "good.txt": "bad_sidecar"})


def test_a_file_that_moves_takes_its_id_along(raw: Path) -> None:
    (raw / "sub").mkdir()
    (raw / "good.txt").rename(raw / "sub" / "x.txt")
    (raw / "sub" / "x.toml").write_text('id = "good"')
    assert taken(raw) == ({"good": "sub/x.txt"}, {})


def test_an_id_that_its_file_gave_up_is_free(raw: Path) -> None:
    (raw / "good.toml").write_text('id = "better"')
    (raw / "GOOD.txt").write_text("They do not.")
    assert taken(raw) == ({"better": "good.txt", "good": "GOOD.txt"}, {})


def test_releases_are_read_only_where_it_matters(raw: Path) -> None:
    def read() -> dict[str, str]:
        raise AssertionError

    (raw / "paper.odt").write_bytes(b"%PDF")
    take_stock(raw, published=read)
