"""An open release: its tables, SQL over them, citations, statements."""

import hashlib
import json
from html import escape
from os import PathLike
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from rapporteur.cited import QueryCitation, cite_answer
from rapporteur.listing import Listed, look_up
from rapporteur.places import Place, ReadError
from rapporteur.statements import Statement, statement_of
from rapporteur.views import create_views

_DIGITS = {"year": 4, "month": 7}


def open(dataset: str | PathLike[str] = "dataset", version: str | None = None) -> "Release":
    """Open a release of a dataset, the latest where no version is given.

    `dataset` is the folder with releases.json, or its address. Raises ReadError, which says what to do.
    """
    place = Place(dataset)
    return Release(place, look_up(place, version))


class Table:
    """A table of a release; nothing is read before it is asked for."""

    def __init__(self, name: str, files: ds.Dataset, connection: duckdb.DuckDBPyConnection) -> None:
        """Take the table's files."""
        self.name = name
        self.dataset = files
        self._connection = connection

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self.dataset.count_rows())

    def __repr__(self) -> str:
        """Return its name and size."""
        return f"<{self.name}: {len(self):,} rows of {len(self.columns)} columns>"

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give its rows to whoever takes Arrow's C stream: polars, pandas, DuckDB, nanoarrow."""
        return self.arrow().__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        """Return it as a notebook shows it: its first rows."""
        head = self.relation.limit(10)
        cells = "".join(f"<th>{escape(name)}</th>" for name in head.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in row) + "</tr>" for row in head.fetchall()
        )
        return f"<p>{escape(repr(self))}</p><table><tr>{cells}</tr>{rows}</table>"

    @property
    def columns(self) -> list[str]:
        """Return the names of its columns."""
        return list(self.dataset.schema.names)

    def describe(self) -> dict[str, str]:
        """Return what each column means, by its name."""
        fields = self.dataset.schema
        return {field.name: (field.metadata or {}).get(b"description", b"").decode() for field in fields}

    def arrow(self, columns: list[str] | None = None) -> pa.Table:
        """Return it as an Arrow table, or some columns of it."""
        return self.dataset.to_table(columns=columns)

    def pandas(self, columns: list[str] | None = None) -> Any:
        """Return it as a pandas DataFrame; needs pandas."""
        return self.arrow(columns).to_pandas()

    def polars(self, columns: list[str] | None = None) -> Any:
        """Return it as a polars DataFrame; needs polars."""
        import polars

        return polars.from_arrow(self.arrow(columns))

    @property
    def relation(self) -> duckdb.DuckDBPyRelation:
        """Return it as a DuckDB relation, to filter and join without reading all."""
        return self._connection.sql(f"FROM {self.name}")


class Release:
    """A release, whose tables are its attributes: such as `release.claims`."""

    def __init__(self, place: Place, listed: Listed) -> None:
        """Open the release's tables, and the views that it can have."""
        self.place = place
        self.version, self.date, self.sha256 = listed.version, listed.date, listed.sha256
        self.connection = duckdb.connect()
        self._files = self._manifest()
        self.tables: dict[str, Table] = {}
        for name, paths in self._files.items():
            files = place.dataset(paths)
            if place.is_remote:
                self.connection.register(name, files)
            else:
                quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
                self.connection.execute(f"CREATE VIEW {name} AS FROM read_parquet([{quoted}])")
            self.tables[name] = Table(name, files, self.connection)
        self.missing_views = create_views(self.connection)

    def __repr__(self) -> str:
        """Return where it is, and which."""
        return f"<release {self.version} of {self.date} in {self.place}>"

    def __getattr__(self, name: str) -> Table:
        """Return a table by its name."""
        tables: dict[str, Table] = self.__dict__.get("tables", {})  # not there yet while it is being opened
        try:
            return tables[name]
        except KeyError:
            known = ", ".join(tables)
            raise AttributeError(f"release has no {name!r}; its tables are {known}") from None

    def __dir__(self) -> list[str]:
        """Return the names of its attributes, tables among them."""
        return [*super().__dir__(), *self.tables]

    def sql(self, query: str, parameters: list[Any] | None = None) -> duckdb.DuckDBPyRelation:
        """Return the answer to SQL over its tables and views, as a DuckDB relation."""
        return self.connection.sql(query, params=parameters)

    def cite(self, claim_id: str | None = None) -> str:
        """Return how to cite the release, or a claim of it: the words, who said them, and where they are proved."""
        release = f"{self._reference()} SHA-256 {self.sha256}."
        if claim_id is None:
            return release
        row = self._row("claims", "claim_id", claim_id)
        words = f"“{row['text']}” " if row["text"] is not None else ""
        return f"{words}{self._citation(row['statement_id'])} Claim {claim_id}, in: {release}"

    def cite_query(self, query: str) -> QueryCitation:
        """Return a citation of a question and its answer, which `rapporteur query --check` proves later."""
        answer = self.connection.execute(query)
        columns = [column[0] for column in answer.description or ()]
        return cite_answer(self.version, self.sha256, query, columns, answer.fetchall())

    def statement(self, statement_id: str) -> Statement:
        """Return a statement with its claims as spans, which shows itself in a notebook."""
        row = self._row("statements", "statement_id", statement_id)
        claims = self._rows("SELECT * FROM claims WHERE statement_id = ? ORDER BY claim_index", statement_id)
        return statement_of(row, claims, self._citation(statement_id))

    def verify(self) -> int:
        """Prove that no file of the release is missing or changed; return how many there are, else raise ReadError.

        `rapporteur verify`, of the pipeline, proves more: every row by the raw files.
        """
        sums = self.place.read(self.version, "SHA256SUMS")
        if sums is None or hashlib.sha256(sums).hexdigest() != self.sha256:
            raise ReadError(f"{self.place}: SHA256SUMS of release {self.version} is not the one that was published")
        wrong = []
        lines = sums.decode().splitlines()
        for line in lines:
            expected, _, name = line.partition("  ")
            content = self.place.read(self.version, name)
            if content is None or hashlib.sha256(content).hexdigest() != expected:
                wrong.append(f"{name} ({'missing' if content is None else 'changed'})")
        if wrong:
            raise ReadError(f"{self.place}: release {self.version} is damaged: {', '.join(wrong)}")
        return len(lines)

    def _manifest(self) -> dict[str, list[str]]:
        """Return the files of each table."""
        content = self.place.read(self.version, "manifest.json")
        if content is None:
            raise ReadError(f"{self.place}: release {self.version} is listed, but not here: fetch its folder too")
        try:
            found: dict[str, list[str]] = {}
            for file in json.loads(content)["files"]:
                if "table" in file:
                    if "/" in file["path"] or "\\" in file["path"] or not file["table"].isidentifier():
                        raise ValueError(f"names {file['path']!r}, which is no file of a release")
                    found.setdefault(file["table"], []).append(self.place.path(self.version, file["path"]))
        except (ValueError, KeyError, TypeError) as error:
            raise ReadError(f"{self.place}: manifest.json of release {self.version} is damaged: {error}") from None
        return found

    def _reference(self) -> str:
        """Return the release's reference, as its README.md has it."""
        card = (self.place.read(self.version, "README.md") or b"").decode()
        _, _, citing = card.partition("\n## Citing it\n\n")
        return citing.partition("\n")[0] or f"Release {self.version} of {self.date}."

    def _citation(self, statement_id: str) -> str:
        """Return what a statement is cited by; an early release has no such column, and title and date must do."""
        row = self._row("statements", "statement_id", statement_id)
        if row.get("citation"):
            return str(row["citation"])
        exact = str(row["date_start"] or "")[: _DIGITS.get(row["date_precision"], 10)]
        who = row["speaker_name"] or row["speaker_label"] or row["speaker_role"]
        parts = (who, row["title"] or row["statement_id"], row["forum"], exact)
        return " ".join(f"{part}." for part in parts if part)

    def _row(self, table: str, key: str, value: str) -> dict[str, Any]:
        rows = self._rows(f"SELECT * FROM {table} WHERE {key} = ?", value)
        if not rows:
            raise ReadError(f"{value}: release {self.version} has no such {key}")
        return rows[0]

    def _rows(self, sql: str, value: str) -> list[dict[str, Any]]:
        answer = self.connection.execute(sql, [value])
        columns = [column[0] for column in answer.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
