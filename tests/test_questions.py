"""docs/questions.md: fifteen questions, each answered by one statement of at most one join."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import rapporteur
from flows.pipeline import build_release

PROJECT = Path(__file__).parent.parent
PAGE = (PROJECT / "docs" / "questions.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\d+)\. .*?\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
ANSWERS = {
    f"{number}.{place}": sql
    for number, section in SECTIONS.items()
    for place, sql in enumerate(re.findall(r"^```sql\n(.*?)^```", section, re.MULTILINE | re.DOTALL), 1)
}
WITHOUT_ANSWER = {"7.1": "two sessions of one series", "13.1": "the same proposal twice"}  # not in two statements


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[rapporteur.Release]:
    dataset = tmp_path_factory.mktemp("questions")
    build_release(PROJECT / "raw", dataset, True)
    yield rapporteur.open(dataset)


def test_there_are_fifteen_with_an_answer_each() -> None:
    assert list(SECTIONS) == [str(number) for number in range(1, 16)]
    assert {key.partition(".")[0] for key in ANSWERS} == SECTIONS.keys()


@pytest.mark.parametrize("key", ANSWERS)
def test_each_is_answered_by_one_statement_of_at_most_one_join(release: rapporteur.Release, key: str) -> None:
    sql = ANSWERS[key]
    assert len(duckdb.extract_statements(sql)) == 1
    assert len(re.findall(r"\bJOIN\b", sql)) <= 1
    rows = release.sql(sql).fetchall()
    assert rows or key in WITHOUT_ANSWER


def test_consensus_over_time_counts_every_claim(release: rapporteur.Release) -> None:
    assert sum(row[3] for row in release.sql(ANSWERS["3.1"]).fetchall()) == len(release.claims)


def test_the_figures_of_the_last_answer_have_intervals(release: rapporteur.Release) -> None:
    rows = release.sql(ANSWERS["15.1"]).fetchall()
    assert {"act", "agreement", "full"} <= {row[0] for row in rows}
    assert all(row[7] is not None for row in rows if row[1] is None and row[0] != "unit")
