"""Stata files read back as the same rows, with labels; without pandas the user is told what to install."""

import builtins
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from flows.errors import UsageError
from flows.export.stata import export_stata
from schemas.arrow import arrow_schema
from schemas.release import TABLES


def test_without_pandas_the_user_is_told_what_to_install(
    tables: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = builtins.__import__

    def without_pandas(name: str, *arguments: Any, **named: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return found(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without_pandas)
    with pytest.raises(UsageError, match=r"rapporteur\[stata\]"):
        export_stata(tables, tmp_path)


@pytest.fixture(scope="module")
def folder(tables: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pandas")
    folder = tmp_path_factory.mktemp("stata")
    export_stata(tables, folder)
    return folder


@pytest.mark.parametrize("table", TABLES)
def test_rows_read_back_the_same_with_labels_for_codes(folder: Path, rows: dict[str, list[dict]], table: str) -> None:
    import pandas

    found = pandas.read_stata(folder / f"{table}.dta", convert_missing=False)
    assert list(found.columns) == arrow_schema(table).names
    for field in arrow_schema(table):
        told = [None if pandas.isna(value) else value for value in found[field.name]]
        known = [row[field.name] for row in rows[table]]
        if pa.types.is_list(field.type):
            known = ["" if value is None else json.dumps(value, ensure_ascii=False) for value in known]
        elif pa.types.is_string(field.type):
            known = [value or "" for value in known]
        elif pa.types.is_date(field.type):
            told = [value and date.fromisoformat(str(value)[:10]) for value in told]
        assert told == known, field.name


def test_variables_and_codes_have_labels_and_whole_numbers_stay_whole(folder: Path) -> None:
    import pandas

    with pandas.read_stata(folder / "claims.dta", iterator=True) as reader:
        assert reader.data_label.startswith("Who holds what")
        assert reader.variable_labels()["holder"] == "Who holds it."
        assert reader.value_labels()["act"][1] == "state"
        codes = reader.read(convert_categoricals=False)
    assert str(codes["act"].dtype) == "int8"
    assert str(codes["char_end"].dtype).startswith("int")
