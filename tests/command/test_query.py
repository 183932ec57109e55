"""`rapporteur query`."""

import csv
import io
import json
import shutil
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


def test_a_truth_value_in_csv_is_one_that_r_reads(ask: Callable) -> None:
    told = ask("SELECT true AS yes, false AS no, NULL::BOOLEAN AS unknown, ['é'] AS list", "--csv").out
    assert told == 'yes,no,unknown,list\nTRUE,FALSE,,"[""é""]"\n'


def test_an_early_release_is_asked_with_the_views_that_it_can_have(rapporteur: Callable, project: Path) -> None:
    for version in ("1.0.0", "1.0.1"):
        answer = rapporteur(
            "query",
            "SELECT count(*) AS n FROM demands",
            "--csv",
            "--release",
            version,
            "--dataset",
            project / "dataset",
        )
        assert (answer.code, answer.out) == (0, "n\n43\n")


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


@pytest.fixture
def closed(dataset: Path, tmp_path: Path) -> Path:
    """A copy of the dataset that a test may break, below a folder whose name is a pattern."""
    return Path(shutil.copytree(dataset, tmp_path / "data [1]*" / "dataset"))


ATTACKS = {
    "copy": "COPY (SELECT 1) TO '{release}/claims.parquet' (USE_TMP_FILE false)",
    "copy by its name": "COPY (SELECT 1 AS x) TO 'release://claims.parquet' (USE_TMP_FILE false)",
    "copy in a query": "WITH a AS (COPY (SELECT 1 AS x) TO 'release://claims.parquet' (USE_TMP_FILE false)) FROM a",
    "copy that is explained": "EXPLAIN ANALYZE COPY (SELECT 1 AS x) TO 'release://claims.parquet' (USE_TMP_FILE false)",
    "copy of a new file": "COPY claims TO '{release}/more.parquet'",
    "attach": "ATTACH '{dataset}/rapporteur.duckdb' AS d; UPDATE d.claims SET act = 'call'",
    "export": "EXPORT DATABASE '{dataset}/all'",
    "read a file": "FROM read_text('{secret}')",
    "read a file as CSV": "FROM '{secret}'",
    "read a file through the release": "FROM read_text('release://../{secret}')",
    "list files": "SELECT 1 / (SELECT count(*) FROM glob('/*'))::INT AS n, file FROM glob('/*')",
    "an extension": "INSTALL httpfs",
    "the network": "FROM 'https://example.org/a.parquet'",
    "unlock": "SET lock_configuration = false; SET enable_external_access = true",
    "a variable of ours": "SELECT * FROM answer",
    "a profile": "PRAGMA enable_profiling = 'json'; PRAGMA profiling_output = '{dataset}/profile'",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_sql_reaches_nothing_but_the_release_and_cannot_change_it(
    rapporteur: Callable, closed: Path, tmp_path: Path, attack: str
) -> None:
    (tmp_path / "secret.csv").write_text("secret\n1\n")
    before = {path: path.read_bytes() for path in closed.rglob("*") if path.is_file()}
    sql = attack.format(release=closed / "0.1.0", dataset=closed, secret=tmp_path / "secret.csv")
    answer = rapporteur("query", sql, "--dataset", closed, "--csv")
    assert answer.code == 2 or answer.out.count("\n") == 1, answer.out  # an error, or not one row
    assert "Traceback" not in answer.err
    assert "secret\n1" not in answer.out
    assert {path: path.read_bytes() for path in closed.rglob("*") if path.is_file()} == before


def test_the_output_is_not_written_over_a_release(rapporteur: Callable, closed: Path) -> None:
    for name in ("releases.json", "0.1.0/claims.parquet", "0.1.0/../new.parquet"):
        answer = rapporteur("query", "SELECT 1 AS x", "--parquet", closed / name, "--dataset", closed)
        assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert not (closed / "new.parquet").exists()


def test_a_surplus_file_is_none_of_the_release(rapporteur: Callable, closed: Path) -> None:
    shutil.copy(closed / "0.1.0" / "claims.parquet", closed / "0.1.0" / "claims-extra.parquet")
    counts = [
        rapporteur("query", "SELECT count(*) FROM claims", "--csv", "--dataset", closed, *more).out
        for more in ((), ("--unsafe",))
    ]
    assert counts == ["count_star()\n183\n"] * 2


def test_a_manifest_that_names_a_file_elsewhere_is_refused(rapporteur: Callable, closed: Path) -> None:
    path = closed / "0.1.0" / "manifest.json"
    path.write_text(path.read_text().replace('"claims.parquet"', '"../../claims.parquet"'))
    answer = rapporteur("query", "FROM claims", "--dataset", closed)
    assert (answer.code, answer.err.count("\n")) == (1, 1)


def test_scratch_tables_and_variables_still_work(ask: Callable) -> None:
    sql = (
        "CREATE TABLE few AS FROM claims LIMIT 3; SET VARIABLE n = 2; SELECT count(*) * getvariable('n') AS n FROM few"
    )
    assert ask(sql, "--csv").out == "n\n6\n"


def test_unsafe_sql_may_do_what_its_user_may(ask: Callable, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("document_id\nmine\n")
    answer = ask(f"FROM '{tmp_path / 'mine.csv'}'", "--csv", "--unsafe")
    assert (answer.code, answer.out) == (0, "document_id\nmine\n")
