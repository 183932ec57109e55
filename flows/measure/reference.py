"""The reference annotation: for NAME.txt below the raw folder NAME.jsonl below the gold folder, one claim a line.

A claim has its sentence, its text, source, cue and content as the document's own words (null where there are none),
and its codes, all as docs/codebook.md defines them. `annotation.toml` says how the annotation was made:

    readers = "two persons, reading apart"
    adjudication = "a third decided"
    in_sample = ["NAME"]   # documents that the rules were written on
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from flows.errors import UsageError
from flows.fingerprint import digest_of
from flows.intake.forms import Strict, Text, Topic, one_of
from flows.records import Source, Stock
from schemas.vocabulary import ACT, AGREEMENT, HOLDER, MODALITY

ANNOTATION = "annotation.toml"


class GoldError(UsageError):
    """A reference annotation that cannot be used: file, line and reason in one line."""


class ReferenceClaim(BaseModel):
    """A claim as the readers have it; what else stands in its line is passed over."""

    model_config = ConfigDict(strict=True)

    sentence: Text
    text: Text
    source: str | None = None
    cue: str | None = None
    content: str | None = None
    holder: Annotated[str, one_of(HOLDER)]
    agreement: Annotated[str, one_of(AGREEMENT)]
    act: Annotated[str, one_of(ACT)]
    modality: Annotated[str, one_of(MODALITY)]
    negated: bool
    topics: list[Topic]


class Reference(NamedTuple):
    """The reference claims of those documents of a run that have any, in the readers' order."""

    claims: Mapping[str, tuple[ReferenceClaim, ...]]  # by document_id
    in_sample: Mapping[str, bool | None]  # whether the rules were written on the document; None: not said
    readers: str | None
    adjudication: str | None
    sha256: str | None  # over names and contents of the files that this was read from; None where there are none


def read_reference(folder: Path, stock: Stock) -> Reference:
    """Return the annotation of the stock's documents; empty where the folder has none, or is not there.

    Raises GoldError for a file that cannot be read, a line that is no claim or has a code that is not allowed.
    """
    found = {source: path for source in stock.sources if (path := _beside(folder, source)).is_file()}
    if not found:
        return Reference({}, {}, None, None, None)
    made = _read_annotation(folder / ANNOTATION)
    names = {source.document_id: path.relative_to(folder).with_suffix("").as_posix() for source, path in found.items()}
    return Reference(
        {source.document_id: _read_claims(path) for source, path in found.items()},
        {document_id: name in made.in_sample if made else None for document_id, name in names.items()},
        made.readers if made else None,
        made.adjudication if made else None,
        digest_of(folder, [*found.values(), *([folder / ANNOTATION] if made else [])]),
    )


class _Annotation(Strict):
    readers: Text
    adjudication: Text
    in_sample: list[Text] = Field(default_factory=list)


def _beside(folder: Path, source: Source) -> Path:
    return (folder / source.source_path).with_suffix(".jsonl")


def _read_annotation(path: Path) -> _Annotation | None:
    try:
        return _Annotation.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise GoldError(f"{path}: {_reason(error)}") from None
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: cannot be read: {error}") from None


def _read_claims(path: Path) -> tuple[ReferenceClaim, ...]:
    claims: list[ReferenceClaim] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        try:
            claims.append(ReferenceClaim.model_validate(json.loads(line)))
        except ValidationError as error:
            raise GoldError(f"{path}: line {number}: {_reason(error)}") from None
        except ValueError as error:
            raise GoldError(f"{path}: line {number}: is not JSON: {error}") from None
    return tuple(claims)


def _reason(error: ValidationError) -> str:
    first: Any = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
