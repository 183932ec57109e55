"""What a sidecar may say, and how a wrong one is refused."""

from pathlib import Path

import pytest

from flows.intake import take_stock
from flows.intake.sidecar import SidecarError, read_sidecar


def test_facts_come_with_the_basis_that_they_are_known_from() -> None:
    _, sidecar = read_sidecar(b'title = { value = "Closing remarks", basis = "document" }')
    assert sidecar.title == "Closing remarks"
    assert [fact[:3] for fact in sidecar.facts] == [("title", "Closing remarks", "document")]


def test_an_empty_sidecar_knows_nothing() -> None:
    document_id, sidecar = read_sidecar(b"")
    assert document_id is None
    assert sidecar.title is None
    assert sidecar.redistribute is None  # silent: dataset.toml decides


@pytest.mark.parametrize(
    ("content", "key", "reason"),
    [
        ('titel = { value = "x", basis = "y" }', "titel", "unknown key"),
        ('title = "x"', "title", "{ value"),
        ('title = { value = "x" }', "title.basis", "required"),
        ('title = { value = "", basis = "y" }', "title.value", "at least 1"),
        ('country_iso3 = { value = "ZZZ", basis = "y" }', "country_iso3.value", "ISO 3166"),
        ('date_start = { value = "4 October", basis = "y" }', "date_start.value", "date"),
        ('date_start = { value = 2012-10-04, basis = "y" }', "date_start", "date_precision"),
        ('document_kind = { value = "speech", basis = "y" }', "document_kind.value", "none of"),
        ('language = { value = "English", basis = "y" }', "language.value", "pattern"),
        ('id = "Not a slug"', "id", "pattern"),
        ("date_start = { value = 2012-13-40, basis = ", "", "is not TOML"),
    ],
)
def test_a_wrong_key_is_named_with_the_reason(content: str, key: str, reason: str) -> None:
    with pytest.raises(SidecarError) as error:
        read_sidecar(content.encode())
    assert str(error.value).startswith(key)
    assert reason in str(error.value)


def test_dates_have_to_run_forward() -> None:
    content = """
    date_start = { value = 2012-10-05, basis = "y" }
    date_end = { value = 2012-10-04, basis = "y" }
    date_precision = { value = "day", basis = "y" }
    """
    with pytest.raises(SidecarError, match="before date_start"):
        read_sidecar(content.encode())


def test_the_text_of_a_wrong_sidecar_is_refused_with_file_key_and_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "a.toml").write_text('country_iso3 = { value = "HU", basis = "document" }')
    (refusal,) = take_stock(tmp_path).refusals
    assert (refusal.source_path, refusal.code) == ("a.txt", "bad_sidecar")
    assert refusal.message.startswith("a.toml: country_iso3.value: 'HU' is no ISO 3166-1 alpha-3 code")


def test_the_sidecars_of_the_repository_are_read(raw_folder: Path) -> None:
    stock = take_stock(raw_folder)
    assert not stock.refusals
    assert {source.sidecar.document_kind for source in stock.sources} == {"chair_statement"}
    assert all(fact.basis for source in stock.sources for fact in source.sidecar.facts)
