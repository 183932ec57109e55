"""Whether others' tools take the metadata of the latest release: run by `make check-metadata`, in its own environment.

Everything is local: frictionless and mlcroissant also read every row of every table by the description.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import mlcroissant
import pyarrow.parquet
import yaml
from frictionless import FrictionlessException, Package
from jsonschema import Draft7Validator, FormatChecker
from mlcroissant._src.core.issues import GenerationError  # not exported

PROJECT = Path(__file__).parents[2]
_CFF_SCHEMA = "cffconvert/schemas/1.2.0/schema.json"


def citation_problems(path: Path) -> Iterator[str]:
    """Where a CITATION.cff breaks the schema of its format, version 1.2.0."""
    # the package is there for this file alone: it cannot be imported beside a jsonschema as new as frictionless wants
    schema = json.loads(Path(str(distribution("cffconvert").locate_file(_CFF_SCHEMA))).read_text())
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for error in Draft7Validator(schema, format_checker=FormatChecker()).iter_errors(content):
        yield f"{path.name}: {error.json_path}: {error.message}"


def data_package_problems(path: Path) -> Iterator[str]:
    """Where the data package is wrong, a file is not the one that it names, or a table breaks its schema or a key."""
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    try:
        Package.from_descriptor(descriptor, basepath=str(path.parent))
    except FrictionlessException as refusal:
        yield from (f"{path.name}: {error.note}" for error in (refusal.error, *refusal.reasons))
        return
    for resource in descriptor["resources"]:
        if "hash" in resource:
            content = (path.parent / resource["path"]).read_bytes()
            if (resource["bytes"], resource["hash"]) != (len(content), f"sha256:{sha256(content).hexdigest()}"):
                yield f"{path.name}: {resource['path']}: has another size or SHA-256"
    # as values, since frictionless itself reads Parquet with a library that knows neither lists nor missing integers
    tables = [
        {"name": resource["name"], "schema": resource["schema"], "data": _rows(path.parent, resource["path"])}
        for resource in descriptor["resources"]
    ]
    report = Package.from_descriptor({"name": descriptor["name"], "resources": tables}).validate()
    yield from (f"{path.name}: {error.note}" for error in report.errors)
    for task in report.tasks:
        yield from (f"{path.name}: {task.name}: {error.title}: {error.message}" for error in task.errors)


def _rows(folder: Path, paths: str | list[str]) -> list[list[Any]]:
    """The rows of a table's files as lists, the names of its columns first."""
    names = [paths] if isinstance(paths, str) else paths
    table = pyarrow.concat_tables(pyarrow.parquet.read_table(folder / name) for name in names)
    return [table.column_names, *(list(row.values()) for row in table.to_pylist())]


def croissant_problems(path: Path) -> Iterator[str]:
    """Where the description is wrong, or a table does not read as it says."""
    rows: Counter[str] = Counter()
    for entry in json.loads(path.with_name("manifest.json").read_text(encoding="utf-8"))["files"]:
        rows.update({entry["table"]: entry["rows"]} if "table" in entry else {})
    try:
        dataset = mlcroissant.Dataset(str(path))
        issues = dataset.metadata.ctx.issues
        yield from (f"{path.name}: {issue}" for issue in (*issues.errors, *issues.warnings))
        for table in rows:
            read = sum(1 for _ in dataset.records(table))
            if read != rows[table]:
                yield f"{path.name}: {table}: {read} records read, not {rows[table]}"
    except (mlcroissant.ValidationError, GenerationError) as error:
        yield f"{path.name}: {error}: {error.__cause__ or ''}"


def main() -> None:
    """Say every problem; the exit code is 1 where there is one."""
    dataset = Path(sys.argv[1])
    release = dataset / json.loads((dataset / "releases.json").read_text())["latest"]
    problems = [
        *citation_problems(PROJECT / "CITATION.cff"),
        *citation_problems(release / "CITATION.cff"),
        *data_package_problems(release / "datapackage.json"),
        *croissant_problems(release / "croissant.json"),
    ]
    sys.stdout.write("".join(f"{problem}\n" for problem in problems) or f"{release.name}: no problem\n")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
