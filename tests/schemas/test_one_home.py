"""Every description of a column comes from its schema, and all of them agree."""

import duckdb
import pyarrow as pa
import pytest

from schemas.arrow import arrow_schema, to_arrow
from schemas.codebook import codebook, rule_list
from schemas.dictionary import column_rows, comment_statements
from schemas.keys import key_columns, references
from schemas.release import TABLES
from schemas.vocabulary import ACT, AGREEMENT, AGREEMENT_RANK, HOLDER, MODALITY, TOPIC


@pytest.fixture(scope="module")
def described() -> dict[tuple[str, str], str]:
    rows = column_rows()
    return {
        (table, column): text
        for table, column, text in zip(rows["table_name"], rows["column_name"], rows["description"], strict=True)
    }


def test_the_data_dictionary_has_every_column_of_every_table_in_order(described) -> None:
    assert list(described) == [(table, name) for table in TABLES for name in arrow_schema(table).names]


def test_the_arrow_fields_say_what_the_data_dictionary_says(described) -> None:
    for (table, name), text in described.items():
        assert arrow_schema(table).field(name).metadata[b"description"].decode() == text


def test_the_duckdb_comments_say_what_the_data_dictionary_says(described) -> None:
    with duckdb.connect() as connection:
        for table in TABLES:
            connection.register(f"{table}_rows", arrow_schema(table).empty_table())
            connection.execute(f"CREATE TABLE {table} AS FROM {table}_rows")
        for statement in comment_statements():
            connection.execute(statement)
        comments = {
            (table, name): text
            for table, name, text in connection.execute(
                "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'main'"
                " AND NOT internal AND table_name NOT LIKE '%_rows'"
            ).fetchall()
        }
        tables = dict(connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
    assert comments.keys() == described.keys()
    assert all(comments[key].startswith(text) for key, text in described.items())
    assert tables.keys() == TABLES.keys()
    assert all(tables.values())


def test_the_codebook_says_what_the_data_dictionary_says(described) -> None:
    text = codebook()
    assert all(f"`{name}`" in text and description in text for (_, name), description in described.items())


def test_the_codebook_says_what_a_claim_is_and_how_far_to_trust_it() -> None:
    text = codebook(["- In-sample: 183 claims."])
    assert text.index("## How far to trust it\n\n- In-sample: 183 claims.") < text.index("## Codebook: what a claim is")
    assert "The marker must stand in the source or the cue, not in the content." in text
    assert text.index("## Codebook: what a claim is") < text.index("## The tables")


def test_the_list_of_rules_stands_apart() -> None:
    assert "## cues\n\n| rule | what it is for |\n|---|---|\n| `cue-1` | a \\| rule |" in rule_list(
        {"cues": [("cue-1", "a | rule")]}
    )


def test_every_allowed_value_has_a_meaning_and_stands_in_the_codebook() -> None:
    text = codebook()
    for model in TABLES.values():
        for column in model.to_schema().columns.values():
            for value, meaning in (column.metadata["allowed"] or {}).items():
                assert meaning
                assert f"| `{value}` | {meaning} |" in text


def test_every_reference_leads_to_a_key() -> None:
    assert references()
    for reference in references():
        assert key_columns(reference.target_table) == (reference.target_column,)


def test_column_names_need_no_quoting_in_sql() -> None:
    with duckdb.connect() as connection:
        reserved = {
            word
            for (word,) in connection.execute(
                "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
            ).fetchall()
        }
    names = {name for table in TABLES for name in arrow_schema(table).names}
    assert not names & reserved
    assert all(name.isidentifier() and name == name.lower() and len(name) <= 32 for name in names)


def test_a_coded_column_has_the_same_dictionary_whatever_its_values() -> None:
    names = arrow_schema("topics").names
    assert to_arrow("topics", {name: ["x"] for name in names}).num_rows == 1
    kinds = [
        {"entity_id": [k], "name": ["n"], "kind": [k], "iso3": [None], "region": [None]} for k in ("state", "event")
    ]
    first, second = (to_arrow("entities", kind)["kind"].combine_chunks() for kind in kinds)
    assert isinstance(first.type, pa.DictionaryType)
    assert first.dictionary == second.dictionary


def test_the_vocabularies_are_those_of_the_coding_scheme() -> None:
    assert (len(HOLDER), len(AGREEMENT), len(ACT), len(MODALITY), len(TOPIC)) == (5, 13, 13, 7, 15)
    assert AGREEMENT_RANK.keys() <= AGREEMENT.keys()
    assert [AGREEMENT_RANK[level] for level in AGREEMENT if level in AGREEMENT_RANK] == [8, 8, 7, 6, 5, 4, 3, 2, 1]
