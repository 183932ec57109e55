"""The questions in docs/examples.sql have answers, in each way in which they can be asked."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.pipeline import build_release
from flows.sql import open_tables

PROJECT = Path(__file__).parent.parent
EXAMPLES = (PROJECT / "docs" / "examples.sql").read_text(encoding="utf-8")
QUESTIONS = dict(re.findall(r"^-- (\d+)\. .*\n(?:-- .*\n)*((?:(?!--).*\n)+)", EXAMPLES, re.MULTILINE))
WITHOUT_ANSWER = {"7", "20"}  # nothing of the kind may stand in two statements


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dataset = tmp_path_factory.mktemp("examples")
    build_release(PROJECT / "raw", dataset, True)
    return dataset / "0.1.0"


@pytest.fixture(params=["the DuckDB file", "views.sql in the folder", "the command"])
def connection(
    request: pytest.FixtureRequest, release: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[duckdb.DuckDBPyConnection]:
    if request.param == "the command":
        with open_tables(release.parent, None) as connection:
            yield connection
    elif request.param == "the DuckDB file":
        with duckdb.connect(str(release.parent / "rapporteur.duckdb"), read_only=True) as connection:
            yield connection
    else:
        monkeypatch.chdir(release)
        with duckdb.connect() as connection:
            connection.execute(Path("views.sql").read_text(encoding="utf-8"))
            yield connection


def test_there_are_a_dozen_questions_or_more_and_nothing_else() -> None:
    assert len(QUESTIONS) >= 12
    assert len(duckdb.extract_statements(EXAMPLES)) == len(QUESTIONS)


@pytest.mark.parametrize("number", QUESTIONS)
def test_every_question_has_an_answer(connection: duckdb.DuckDBPyConnection, number: str) -> None:
    rows = connection.execute(QUESTIONS[number]).fetchall()
    assert rows or number in WITHOUT_ANSWER


def test_the_views_count_every_claim(connection: duckdb.DuckDBPyConnection) -> None:
    def number(sql: str) -> int:
        return connection.execute(sql).fetchall()[0][0]

    assert number("SELECT sum(n_claims) FROM agreement_by_statement") == number("SELECT count(*) FROM claims")
    assert number("SELECT count(*) FROM claims_in_context") == number("SELECT count(*) FROM claims")
    assert number("SELECT sum(n_claims) FROM agreement_by_topic") == number("SELECT sum(len(topics)) FROM claims")
    assert number("SELECT count(*) FROM calls") == number("SELECT count(*) FROM claims WHERE act = 'call'")
    demanded = "act = 'call' OR modality IN ('must', 'need', 'should')"  # docs/codebook.md, modality and negation
    assert number("SELECT count(*) FROM demands") == number(f"SELECT count(*) FROM claims WHERE {demanded}")
    assert number("SELECT count(*) FROM demands") > number("SELECT count(*) FROM calls")
    assert number("SELECT sum(n_mentions) FROM entities_named") == number("SELECT count(entity_id) FROM mentions")


def test_the_reported_demands_of_the_two_statements_are_all_there(connection: duckdb.DuckDBPyConnection) -> None:
    reported = "holder NOT IN ('speaker', 'we')"
    assert connection.execute(f"SELECT count(*) FROM demands WHERE {reported}").fetchall() == [(20,)]
    assert connection.execute(f"SELECT count(*) FROM calls WHERE {reported}").fetchall() == [(5,)]


def test_a_date_is_as_exact_as_it_is_known(connection: duckdb.DuckDBPyConnection) -> None:
    for view in ("demands", "calls", "claims_in_context", "said_by", "agreement_by_statement", "claims_by_bloc"):
        assert {date for (date,) in connection.execute(f"SELECT DISTINCT date FROM {view}").fetchall()} <= {
            "2012-10-04",
            "2021-12",
        }
        names = [name for name, *_ in connection.execute(f"DESCRIBE FROM {view}").fetchall()]
        assert not [name for name in names if name.startswith("date_")]


def test_what_can_be_quoted_begins_with_no_word_that_points_back(connection: duckdb.DuckDBPyConnection) -> None:
    quotes = connection.execute("SELECT quote, text, citation FROM quotable").fetchall()
    assert len(quotes) > 50
    assert all(quote in text and citation for quote, text, citation in quotes)
    assert not [quote for quote, _, _ in quotes if quote.split()[0].lower() in {"it", "this", "they", "these", "such"}]
    assert (
        "the Internet is a crucial contributor to economic growth and a key driver of gains in productivity globally"
        in {quote for quote, _, _ in quotes}
    )


def test_a_macro_takes_a_topic(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT count(*) FROM claims WHERE list_contains(topics, 'norms')"
    assert (
        connection.execute("SELECT count(*) FROM claims_on('norms')").fetchall() == connection.execute(sql).fetchall()
    )


def test_every_view_of_the_duckdb_file_has_a_comment(release: Path) -> None:
    with duckdb.connect(str(release.parent / "rapporteur.duckdb"), read_only=True) as connection:
        comments = dict(
            connection.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
        )
    assert len(comments) == 11
    assert all(comments.values())
