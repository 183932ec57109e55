"""`datapackage.json`: the release as a Data Package, version 2 (https://datapackage.org/)."""

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from flows.publish.metadata.described import Described, Licence
from schemas.arrow import arrow_schema, first_line
from schemas.keys import key_columns, references
from schemas.release import TABLES

_TYPES = (
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_date, "date"),
    (pa.types.is_list, "array"),
)


def data_package(described: Described) -> str:
    """Return the descriptor: one resource per table, with its schema, keys and the hashes of its files."""
    known, imprint = described.about, described.imprint
    content = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": known.name,
        "title": known.title,
        "description": known.description,
        "version": imprint.version,
        "created": f"{imprint.date}T00:00:00Z",
        "keywords": known.keywords,
        "contributors": [
            {"title": author.full_name, "roles": ["author"]}
            | ({"path": f"https://orcid.org/{author.orcid}"} if author.orcid else {})
            | ({"organization": author.affiliation} if author.affiliation else {})
            for author in known.authors
        ],
        **({"licenses": [_licence(described.licence)]} if described.licence else {}),
        "sources": [{"title": rights.licence or "documents without a licence note"} for rights in described.rights],
        "resources": [_resource(described, table) for table in TABLES],
    }
    if known.homepage:
        content["homepage"] = known.homepage
    if known.doi:
        content["id"] = f"https://doi.org/{known.doi}"
    if not content["sources"]:
        del content["sources"]  # may not be empty
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _licence(licence: Licence) -> dict[str, str]:
    return {"name": licence.spdx, "path": licence.url, "title": licence.name}


def _resource(described: Described, table: str) -> dict[str, Any]:
    files = described.files[table]
    about_files: dict[str, Any] = {"path": [file["path"] for file in files]}
    if len(files) == 1:  # a hash and a size are of one file; for several, SHA256SUMS has them
        (file,) = files
        about_files = {"path": file["path"], "bytes": file["bytes"], "hash": f"sha256:{file['sha256']}"}
    return {
        "name": table,
        "type": "table",
        "description": first_line(TABLES[table]),
        **about_files,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": _schema(table),
    }


def _schema(table: str) -> dict[str, Any]:
    columns = TABLES[table].to_schema().columns
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [
            _field(field, columns[field.name].metadata, field.name in key_columns(table))
            for field in arrow_schema(table)
        ],
    }
    if keys := key_columns(table):
        schema["primaryKey"] = list(keys)
    # a foreign key is a column's; the items of a list have none in this standard
    if foreign := [_foreign_key(table, *key) for key in _foreign(table)]:
        schema["foreignKeys"] = foreign
    return schema


def _foreign(table: str) -> list[tuple[str, str, str]]:
    return [
        (reference.column, reference.target_table, reference.target_column)
        for reference in references()
        if reference.table == table and not reference.is_list
    ]


def _foreign_key(table: str, column: str, target: str, target_column: str) -> dict[str, Any]:
    # "" is the table itself; tools that know version 1 only want it written
    resource = "" if target == table else target
    return {"fields": [column], "reference": {"resource": resource, "fields": [target_column]}}


def _field(field: pa.Field, facts: Mapping[str, Any], key: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {
        "required": not field.nullable,
        "unique": facts["key"],
        "pattern": facts["pattern"],
        "minimum": facts["at_least"],
        "maximum": facts["at_most"],
        "enum": list(facts["allowed"]) if facts["allowed"] else None,
    }
    kind = next((name for is_kind, name in _TYPES if is_kind(field.type)), "string")
    described: dict[str, Any] = {
        "name": field.name,
        "type": kind,
        "description": field.metadata[b"description"].decode(),
    }
    if facts["unit"]:
        described["unit"] = facts["unit"]
    if kept := {name: value for name, value in constraints.items() if value is not None and value is not False}:
        described["constraints"] = kept
    if facts["allowed"]:
        described["categories"] = [{"value": value, "label": label} for value, label in facts["allowed"].items()]
    return described
