"""`rapporteur query`."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest


@pytest.fixture
def ask(rapporteur: Callable, dataset: Path) -> Callable:
    return lambda *arguments: rapporteur("query", *arguments, "--dataset", dataset)


def test_a_question_is_answered_with_a_table(ask: Callable) -> None:
    answer = ask("SELECT count(*) AS documents FROM documents")
    assert answer.code == 0
    assert "documents" in answer.out
    assert "2" in answer.out
    assert not answer.err


def test_all_tables_can_be_asked(ask: Callable) -> None:
    from schemas.release import TABLES

    for table in TABLES:
        assert ask(f"SELECT count(*) FROM {table}").code == 0


def test_json_is_an_array_of_rows(ask: Callable) -> None:
    rows = json.loads(ask("SELECT document_id, topics FROM claims LIMIT 3", "--json").out)
    assert len(rows) == 3
    assert all(isinstance(row["topics"], list) for row in rows)
    assert json.loads(ask("FROM claims WHERE false", "--json").out) == []


def test_csv_can_be_read_back(ask: Callable) -> None:
    answer = ask("SELECT paragraph_id, text FROM paragraphs ORDER BY ALL", "--csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    told = json.loads(ask("SELECT paragraph_id, text FROM paragraphs ORDER BY ALL", "--json").out)
    assert rows == told


def test_rows_can_be_written_as_parquet(ask: Callable, tmp_path: Path) -> None:
    target = tmp_path / "some.parquet"
    assert ask("SELECT claim_id, agreement FROM claims", "--parquet", target).code == 0
    assert pq.read_table(target).column_names == ["claim_id", "agreement"]


def test_sql_can_come_from_a_file(ask: Callable, project: Path) -> None:
    assert ask("--file", project / "docs" / "agreement.sql").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("SELECT nonsense FROM claims",),
        ("SELEC 1",),
        (),
        ("SELECT 1", "--csv", "--json"),
        ("--file", "no-such-file.sql"),
        ("SELECT 1", "--no-such-option"),
        ("SELECT 1", "--release", "9.9.9"),
    ],
)
def test_a_users_mistake_is_told_without_a_traceback(ask: Callable, arguments: tuple[str, ...]) -> None:
    answer = ask(*arguments)
    assert answer.code == 2
    assert answer.err.strip()
    assert "Traceback" not in answer.err
    assert not answer.out


def test_a_dataset_folder_without_a_release_says_what_to_do(rapporteur: Callable, tmp_path: Path) -> None:
    answer = rapporteur("query", "SELECT 1", "--dataset", tmp_path)
    assert answer.code == 2
    assert "rapporteur run" in answer.err


def test_offsets_mean_the_same_in_sql_and_in_python(ask: Callable) -> None:
    sql = """SELECT count(*) AS n FROM claims JOIN statements USING (statement_id)
             WHERE substr(statements.text, char_start + 1, char_end - char_start) <> claims.text"""
    assert json.loads(ask(sql, "--json").out) == [{"n": 0}]
