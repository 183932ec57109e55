"""A release in several files, and read some documents at a time, is proved as one that is read at once."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import flows.publish.shards
import flows.verify.shards
from flows.publish.releases import find
from flows.verify import verify
from flows.verify.shards import contents, read_shard
from flows.verify.tables import Sound, check_tables, prove_tables
from schemas.release import TABLES
from tests.publish.forging import flip, rehash, with_column
from tests.publish.inputs import publish_texts

FIRST = "claims-00000-of-00003.parquet"


@pytest.fixture
def divided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset folder with a release that has a file of each table for each document."""
    monkeypatch.setattr(flows.publish.shards, "SMALLEST", 1)
    publish_texts(tmp_path / "divided")
    return tmp_path / "divided"


def test_several_files_of_a_table_are_proved_as_one_is(divided: Path, published: Path, raw: Path) -> None:
    assert (divided / "0.1.0" / FIRST).is_file()
    told, of_one = verify(divided, None, raw), verify(published, None, raw)
    assert (told.problems, told.unproved) == ((), ())
    assert told.proved[1:] == of_one.proved[1:]


def test_few_documents_at_a_time_are_proved_as_all_are(
    published: Path, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = verify(published, None, raw)
    monkeypatch.setattr(flows.verify.shards, "BATCH_BYTES", 1)
    found, _ = contents(find(published), frozenset())
    assert found is not None
    batches = list(read_shard(published / "0.1.0", found.shards[0], found.imprint, []))
    assert [batch["documents"]["document_id"].to_pylist() for batch in batches] == [["alpha"], ["beta"], ["gamma"]]
    assert [set(batch["claims"]["document_id"].to_pylist()) for batch in batches] == [{"alpha"}, {"beta"}, {"gamma"}]
    assert verify(published, None, raw) == at_once


def test_a_damaged_file_keeps_only_its_own_documents_from_being_proved(divided: Path, raw: Path) -> None:
    flip(divided / "0.1.0" / FIRST, 0.5)
    told = verify(divided, None, raw)
    assert told.problems == (f"{FIRST}: changed: its bytes have another SHA-256",)
    assert told.unproved == (
        f"claims: not read, because of {FIRST}",
        "raw text: needs the tables claims, which could not be read",
    )
    assert [line for line in told.proved if line.startswith("2 documents, 3 paragraphs")]
    assert f"rapporteur.duckdb: {len(TABLES) - 1} tables hold the same rows" in told.proved


def test_a_file_that_cannot_be_read_keeps_only_its_own_documents_from_being_proved(divided: Path, raw: Path) -> None:
    (divided / "0.1.0" / FIRST).write_bytes(b"PAR1" + bytes(64) + b"PAR1")
    rehash(divided, "0.1.0")
    told = verify(divided, None, raw)
    assert [line for line in told.problems if not line.startswith("rapporteur.duckdb")] == [
        line for line in told.problems if line.startswith(f"{FIRST}: cannot be read: ")
    ]
    assert [line for line in told.proved if line.startswith("2 documents, 3 paragraphs")]


def test_rows_are_counted_over_all_files_of_a_table(divided: Path, raw: Path) -> None:
    path = divided / "0.1.0" / "claims-00002-of-00003.parquet"
    rows = pq.read_table(path)
    pq.write_table(with_column(rows, "agreement_rank", lambda values: [3, *values[1:]]), path)
    rehash(divided, "0.1.0")
    assert "claims.*: rank_of_agreement: row 4" in verify(divided, None, raw).problems


def test_documents_that_stand_in_two_files_are_told(divided: Path, raw: Path) -> None:
    folder = divided / "0.1.0"
    for path in folder.glob("*-00000-of-00003.parquet"):
        shutil.copyfile(path, folder / path.name.replace("-00000-", "-00001-"))
    rehash(divided, "0.1.0")
    assert "documents: alpha does not stand behind alpha" in verify(divided, None, raw).problems


def test_files_that_do_not_answer_to_each_other_are_read_together(divided: Path, raw: Path) -> None:
    folder = divided / "0.1.0"
    manifest = json.loads((folder / "manifest.json").read_text())
    own = [file for file in manifest["files"] if file.get("table") == "edits"]
    manifest["files"] = [file for file in manifest["files"] if file not in own[1:]]
    for file in own[1:]:
        (folder / file["path"]).unlink()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    rehash(divided, "0.1.0")
    told = verify(divided, None, raw)
    assert [line for line in told.problems if not line.startswith("rapporteur.duckdb")] == []
    assert [line for line in told.proved if line.startswith("3 documents, 5 paragraphs")]


def test_a_key_of_another_document_is_told(tables: dict[str, pa.Table]) -> None:
    mentions = with_column(
        tables["mentions"], "mention_id", lambda values: [f"{values[0]}9".replace("alpha", "alph"), *values[1:]]
    )
    (problem,) = check_tables({**tables, "mentions": mentions}).problems
    assert problem.startswith("mentions.mention_id: does not begin with its document's id")


def test_parts_must_follow_each_other() -> None:
    parts = [Sound((), (), "a", "c"), Sound((), ()), Sound((), (), "b", "d")]
    assert prove_tables(parts, ["documents"]).problems == ("documents: b does not stand behind c",)
