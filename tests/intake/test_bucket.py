"""A raw folder in a bucket is read as one on the disk."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from flows.intake import RawFolderError, read_batch, take_stock
from flows.storage import is_remote, place


def fill(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        if not is_remote(folder):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())


FILES = {
    "b.txt": "Many agreed.",
    "UN [GA]/Statement? 1*.txt": "Merci.",
    "a.txt": "Some did not.",
    "a.toml": 'id = "z"',
    "empty.txt": "",
    "lonely.toml": "",
    "paper.odt": "%PDF",
    ".hidden.txt": "Not looked at.",
}


def test_the_stock_and_the_documents_are_those_of_the_same_files_on_the_disk(tmp_path: Path, bucket: Path) -> None:
    fill(tmp_path, FILES)
    fill(bucket / "raw", FILES)
    stock = take_stock(tmp_path)
    assert take_stock(bucket / "raw") == stock
    assert [source.document_id for source in stock.sources] == ["b", "un-ga-statement-1", "z"]
    assert read_batch(bucket / "raw", stock.sources) == read_batch(tmp_path, stock.sources)


def test_a_worker_process_reads_its_batch_itself(bucket: Path) -> None:
    fill(bucket, {"a.txt": "One.", "b.txt": "Two."})
    sources = take_stock(bucket).sources
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:
        read = workers.submit(read_batch, bucket, sources).result()
    assert read == read_batch(bucket, sources)


def test_folders_as_some_tools_make_them_are_passed_over(bucket: Path) -> None:
    bucket.fs.call_s3("put_object", Bucket=bucket.drive, Key="raw/", Body=b"")
    bucket.fs.call_s3("put_object", Bucket=bucket.drive, Key="raw/2021/", Body=b"")
    fill(bucket / "raw", {"2021/a.txt": "Words."})
    stock = take_stock(bucket / "raw")
    assert [source.source_path for source in stock.sources] == ["2021/a.txt"]
    assert not stock.refusals


def test_corrections_beside_a_text_in_a_bucket_are_read(bucket: Path) -> None:
    correction = """
    [[correction]]
    claim = "a.c-0123456789"
    reason = "delegates ask for it"
    by = "A. Reader"
    expect = { act = "state" }
    set = { act = "call" }
    """
    fill(bucket, {"a.txt": "We need trust.", "a.corrections.toml": correction})
    (source,) = take_stock(bucket).sources
    assert [one.claim for one in source.corrections] == ["a.c-0123456789"]


def test_what_changes_or_goes_while_it_is_read_is_refused_and_the_others_are_read(bucket: Path) -> None:
    fill(bucket, {"a.txt": "One.", "b.txt": "Two.", "c.txt": "Three."})
    stock = take_stock(bucket)
    fill(bucket, {"a.txt": "Another."})
    (bucket / "b.txt").unlink()
    batch = read_batch(bucket, stock.sources)
    assert [document.document_id for document in batch.documents] == ["c"]
    assert [(one.source_path, one.code) for one in batch.refusals] == [
        ("a.txt", "changed_while_reading"),
        ("b.txt", "unreadable"),
    ]


def test_a_prefix_without_a_statement_is_an_error_in_one_line(bucket: Path) -> None:
    with pytest.raises(RawFolderError, match="/raw: holds no statement"):
        take_stock(bucket / "raw")


def test_other_stores_are_read_as_far_as_fsspec_carries_them() -> None:
    raw = place("memory://raw")
    fill(raw, {"a.txt": "Words."})
    assert [source.source_path for source in take_stock(raw).sources] == ["a.txt"]
