"""`croissant.json`: the release in Croissant 1.1 (http://mlcommons.org/croissant/1.1), with its context inline."""

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from flows.publish.metadata.citation import bibtex
from flows.publish.metadata.described import Described, Rights
from schemas.arrow import arrow_schema, first_line
from schemas.keys import key_columns
from schemas.release import TABLES

_PARQUET = "application/x-parquet"  # the name that Croissant's readers know
_TYPES = (
    (pa.types.is_boolean, "sc:Boolean"),
    (pa.types.is_integer, "sc:Integer"),
    (pa.types.is_floating, "sc:Float"),
    (pa.types.is_date, "sc:Date"),
)
_TERMS = (
    "arrayShape citeAs column containedIn equivalentProperty extract field fileObject fileProperty fileSet format "
    "includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace "
    "samplingRate separator source subField transform"
)
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS.split()},
}


def croissant(described: Described) -> str:
    """Return the description: every file with its hash, and one record set per table."""
    known, imprint = described.about, described.imprint
    content = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": known.name,
        "alternateName": known.title,
        "description": known.description,
        "version": imprint.version,
        "datePublished": imprint.date,
        **({"license": described.licence.url} if described.licence else {}),
        "usageInfo": [*_offers(described)],
        "prov:wasGeneratedBy": _making(described),
        "prov:wasDerivedFrom": [_derived_from(rights) for rights in described.rights],
        "creator": [
            {"@type": "sc:Organization" if author.name else "sc:Person", "name": author.full_name}
            | ({"sameAs": f"https://orcid.org/{author.orcid}"} if author.orcid else {})
            for author in known.authors
        ],
        **({"publisher": {"@type": "sc:Organization", "name": known.publisher}} if known.publisher else {}),
        **({"sameAs": f"https://doi.org/{known.doi}"} if known.doi else {}),
        "keywords": known.keywords,
        "inLanguage": described.languages,
        "url": known.homepage or "README.md",
        "citeAs": bibtex(imprint.version, imprint.date, known),
        "isLiveDataset": False,
        "distribution": [node for table in TABLES for node in _distribution(described, table)],
        "recordSet": [_record_set(described, table) for table in TABLES],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _making(described: Described) -> dict[str, Any]:
    """Return what made the release, in PROV-O."""
    code = described.about.licences["code"]
    return {
        "@type": "prov:Activity",
        "prov:type": "coding by rules",
        "prov:endedAtTime": {"@type": "http://www.w3.org/2001/XMLSchema#date", "@value": described.imprint.date},
        "prov:wasAssociatedWith": {"@type": "prov:SoftwareAgent", "name": "Rapporteur", "license": code.url},
    }


def _derived_from(rights: Rights) -> dict[str, Any]:
    """Return the texts of one licence note as the entity from which the release was made, in PROV-O."""
    return {
        "@type": "prov:Entity",
        "name": f"{len(rights.documents)} raw texts: {rights.licence or 'no licence note is known'}",
        "description": "documents.source_sha256 has the hash of each; words "
        + ("are in this release" if rights.words else "are not in this release, only places and coding"),
    }


def _offers(described: Described) -> Iterator[dict[str, Any]]:
    """Yield what may be done with which part, in ODRL: the annotations by their licence, the words as is known."""
    if described.licence is not None:
        yield {
            "@type": "odrl:Offer",
            "description": described.licence.covers,
            "odrl:permission": [{"odrl:action": [{"@id": "odrl:use"}, {"@id": "odrl:distribute"}]}],
            "license": described.licence.url,
        }
    for rights in described.rights:
        offer: dict[str, Any] = {
            "@type": "odrl:Offer",
            "description": f"words of {len(rights.documents)} texts, which stay with those who issued them: "
            f"{rights.licence or 'no licence note is known'}",
        }
        if not rights.words:
            offer["odrl:prohibition"] = [{"odrl:action": [{"@id": "odrl:distribute"}]}]
        yield offer


def _distribution(described: Described, table: str) -> list[dict[str, Any]]:
    files = described.files[table]
    nodes: list[dict[str, Any]] = [
        {
            "@type": "cr:FileObject",
            "@id": file["path"],
            "name": file["path"],
            "contentUrl": file["path"],
            "contentSize": f"{file['bytes']} B",
            "encodingFormat": _PARQUET,
            "sha256": file["sha256"],
        }
        for file in files
    ]
    if len(files) > 1:
        nodes.append(
            {
                "@type": "cr:FileSet",
                "@id": f"{table}-files",
                "name": f"{table}-files",
                "encodingFormat": _PARQUET,
                "includes": f"{table}*.parquet",
            }
        )
    return nodes


def _record_set(described: Described, table: str) -> dict[str, Any]:
    files = described.files[table]
    source = {"fileObject": {"@id": files[0]["path"]}} if len(files) == 1 else {"fileSet": {"@id": f"{table}-files"}}
    record_set: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": first_line(TABLES[table]),
        "field": [_field(table, field, source) for field in arrow_schema(table)],
    }
    if keys := key_columns(table):
        record_set["key"] = [{"@id": f"{table}/{key}"} for key in keys]
    return record_set


def _field(table: str, field: pa.Field, source: dict[str, Any]) -> dict[str, Any]:
    # references between tables stand in datapackage.json only: mlcroissant reads them as joins, and fails on them
    node: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{field.name}",
        "name": field.name,
        "description": field.metadata[b"description"].decode(),
        "dataType": next((name for is_kind, name in _TYPES if is_kind(field.type)), "sc:Text"),
        "source": {**source, "extract": {"column": field.name}},
    }
    if pa.types.is_list(field.type):
        node |= {"isArray": True, "arrayShape": "-1"}
    return node
