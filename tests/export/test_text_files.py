"""What is written as CSV or JSON Lines reads back as the same rows."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from flows.export.text_files import export_csv, export_jsonl
from schemas.arrow import arrow_schema
from schemas.release import TABLES


def value(text: str, field: pa.Field) -> Any:
    kind = field.type
    if text == "" and field.nullable:
        return None
    if pa.types.is_date(kind):
        return date.fromisoformat(text)
    if pa.types.is_boolean(kind):
        return {"TRUE": True, "FALSE": False}[text]
    return text if pa.types.is_string(kind) or pa.types.is_dictionary(kind) else json.loads(text)


@pytest.fixture(scope="module")
def csv_folder(tables: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("csv")
    export_csv(tables, folder)
    return folder


@pytest.fixture(scope="module")
def jsonl_folder(tables: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("jsonl")
    export_jsonl(tables, folder)
    return folder


@pytest.mark.parametrize("table", TABLES)
def test_csv_reads_back_as_the_same_rows(csv_folder: Path, rows: dict[str, list[dict]], table: str) -> None:
    schema = arrow_schema(table)
    with (csv_folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        found = [
            {name: value(text, schema.field(name)) for name, text in row.items()}
            for row in csv.DictReader(file, strict=True)
        ]
    assert found == rows[table]


def test_csv_is_as_rfc_4180_has_it(csv_folder: Path) -> None:
    content = (csv_folder / "statements.csv").read_bytes()
    assert content.startswith(b"statement_id,")  # no byte order mark
    assert content.endswith(b"\r\n")
    assert b'""progress""' in content
    assert "条".encode() in content


def test_duckdb_reads_the_csv_too(csv_folder: Path, rows: dict[str, list[dict]]) -> None:
    sql = f"SELECT claim_id, text, char_start FROM read_csv('{csv_folder / 'claims.csv'}')"
    expected = [(row["claim_id"], row["text"], row["char_start"]) for row in rows["claims"]]
    assert duckdb.sql(sql).fetchall() == expected


@pytest.mark.parametrize("table", TABLES)
def test_json_lines_read_back_as_the_same_rows(jsonl_folder: Path, rows: dict[str, list[dict]], table: str) -> None:
    lines = (jsonl_folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(json.dumps(rows[table], default=str))


def test_a_spreadsheet_is_given_no_formula_and_other_programs_the_text_as_it_is(tmp_path: Path) -> None:
    words = ["=1+1", "+1", "-1", "@a", "\t=1", "a=1", "", "'a"]
    with duckdb.connect() as tables:
        for table in TABLES:
            values = ", ".join("('" + word.replace("'", "''") + "', -1, ['=1'])" for word in words)
            tables.execute(f"CREATE VIEW {table} AS SELECT * FROM (VALUES {values}) AS rows(text, number, list)")
        for name, guarded in (("plain", False), ("guarded", True)):
            (tmp_path / name).mkdir()
            export_csv(tables, tmp_path / name, guarded)
    read = {
        name: [
            tuple(row.values())
            for row in csv.DictReader((tmp_path / name / "claims.csv").open(encoding="utf-8", newline=""))
        ]
        for name in ("plain", "guarded")
    }
    assert read["plain"] == [(word, "-1", '["=1"]') for word in words]
    assert [text for text, *_ in read["guarded"]] == ["'=1+1", "'+1", "'-1", "'@a", "'\t=1", "a=1", "", "'a"]
    assert {row[1:] for row in read["guarded"]} == {("-1", '["=1"]')}
