"""What take_stock finds in a raw folder, and what it refuses."""

import os
from pathlib import Path

import pytest

from flows.intake import RawFolderError, batches, read_batch, take_stock
from flows.intake.sources import MAX_BYTES


def refused(raw: Path) -> dict[str, str]:
    return {refusal.source_path: refusal.code for refusal in take_stock(raw).refusals}


def test_the_id_is_the_slug_of_the_path_below_the_raw_folder(tmp_path: Path) -> None:
    (tmp_path / "UN GA" / "2021").mkdir(parents=True)
    (tmp_path / "UN GA" / "2021" / "Déclaration 1.txt").write_text("Merci.")
    (source,) = take_stock(tmp_path).sources
    assert source.document_id == "un-ga-2021-declaration-1"
    assert source.source_path == "UN GA/2021/Déclaration 1.txt"


def test_a_sidecar_may_give_another_id(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "a.toml").write_text('id = "some-other-id"')
    assert [source.document_id for source in take_stock(tmp_path).sources] == ["some-other-id"]


def test_sources_are_sorted_by_id_and_not_by_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a-b.txt", "a/b c.txt", "a b d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Words.")
    ids = [source.document_id for source in take_stock(tmp_path).sources]
    assert ids == sorted(ids)


def test_a_second_file_with_the_same_id_is_refused_and_the_first_kept(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("One.")
    (tmp_path / "a-b.txt").write_text("Two.")
    stock = take_stock(tmp_path)
    assert [source.source_path for source in stock.sources] == ["a b.txt"]
    assert [(refusal.code, "a b.txt" in refusal.message) for refusal in stock.refusals] == [("duplicate_id", True)]


def test_two_files_with_one_stem_are_told_apart_by_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "a.md").write_text("Two.")
    assert refused(tmp_path) == {"a.md": "unknown_suffix"}


def test_what_is_no_statement_is_refused_with_its_reason_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Words.")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "---.txt").write_text("No name.")
    (tmp_path / "lonely.toml").write_text("")
    (tmp_path / "dangling.txt").symlink_to("nowhere")
    (tmp_path / ".hidden.txt").write_text("Not looked at.")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert [source.source_path for source in take_stock(tmp_path).sources] == ["good.txt"]
    assert refused(tmp_path) == {
        "---.txt": "no_id",
        "dangling.txt": "not_a_file",
        "empty.txt": "empty",
        "folder.txt": "not_a_file",
        "huge.txt": "too_large",
        "lonely.toml": "sidecar_without_text",
    }


@pytest.mark.parametrize("make", [lambda p: p.write_text("x"), lambda p: p.mkdir(), lambda p: None])
def test_a_raw_folder_that_is_none_or_empty_is_an_error_in_one_line(tmp_path: Path, make) -> None:
    raw = tmp_path / "raw"
    make(raw)
    with pytest.raises(RawFolderError) as error:
        take_stock(raw)
    assert str(raw) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_changes_during_the_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Before.")
    stock = take_stock(tmp_path)
    (tmp_path / "a.txt").write_text("After.")
    batch = read_batch(tmp_path, stock.sources)
    assert not batch.documents
    assert [refusal.code for refusal in batch.refusals] == ["changed_while_reading"]


def test_batches_hold_every_source_once_within_the_limit(tmp_path: Path) -> None:
    for number, size in enumerate([3, 4, 5, 20, 1, 1, 9]):
        (tmp_path / f"{number}.txt").write_text("x" * size)
    sources = take_stock(tmp_path).sources
    runs = list(batches(sources, limit=10))
    assert tuple(source for run in runs for source in run) == sources
    assert all(len(run) == 1 or sum(source.size for source in run) <= 10 for run in runs)


def test_a_file_that_is_still_written_to_is_left_for_the_next_run_with_its_sidecar(tmp_path: Path) -> None:
    for name in ("old.txt", "new.txt", "described.txt", "described.toml"):
        (tmp_path / name).write_text("" if name.endswith("toml") else "Words.")
    for name in ("old.txt", "described.txt"):
        os.utime(tmp_path / name, (0, 0))
    stock = take_stock(tmp_path, quiet=60)
    assert [source.source_path for source in stock.sources] == ["old.txt"]
    codes = {refusal.source_path: refusal.code for refusal in stock.refusals}
    assert codes == {"new.txt": "still_written", "described.txt": "still_written"}
