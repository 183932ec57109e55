"""`dataset.toml` beside the raw folder: what a dataset is called, whose it is, and where it can be found.

    title = "Statements of the working group"
    description = "…"
    keywords = ["diplomacy"]
    publisher = "University of Somewhere"
    licence = { spdx = "CC-BY-4.0" }           # of the coding; each text's own is in its sidecar
    doi = "10.5281/zenodo.1234567"             # the one that stands for all releases
    homepage = "https://example.org/dataset"
    contact = "data@example.org"
    redistribute = true                        # of texts whose sidecars do not say; left out: words where a licence is
    vocabularies = ["cyber", "sdg", "my-topics.csv"]   # of topics (docs/topics.md)

    [[authors]]
    family_names = "Reader"
    given_names = "Ada"
    orcid = "0000-0002-1825-0097"

    [[authors]]
    name = "The working group"                 # of an organisation

Every field may be left out; a field that is not known appears nowhere. The file is optional.
"""

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from flows.errors import UsageError
from flows.intake.forms import Text
from flows.storage import is_remote, reaching

DATASET_TOML = "dataset.toml"
MAX_BYTES = 64 << 10

_CONTACT = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+|https://[^\s<>]+")


class DatasetTomlError(UsageError):
    """A `dataset.toml` that cannot be used: file, key and reason in one line."""


def _orcid(value: str) -> str:
    """Return the identifier if its check digit (ISO 7064, MOD 11-2) is right."""
    total = 0
    for digit in value.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = "0123456789X"[(12 - total % 11) % 11]
    if value[-1] != check:
        raise PydanticCustomError("orcid", "{value} is no ORCID: its check digit is wrong", {"value": repr(value)})
    return value


def _contact(value: str) -> str:
    if not _CONTACT.fullmatch(value):
        reason = "{value} is neither an e-mail address nor an https:// address"
        raise PydanticCustomError("contact", reason, {"value": repr(value)})
    return value


Orcid = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$"), AfterValidator(_orcid)]
Doi = Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/[^\s<>]+$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>]+$")]
Spdx = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+-]*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
Contact = Annotated[str, AfterValidator(_contact)]


class _Table(BaseModel):
    """A table with exactly the keys that it names, and values that stay as they were read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Author(_Table):
    """A person (family and given names) or an organisation (a name)."""

    name: Text | None = None
    family_names: Text | None = None
    given_names: Text | None = None
    orcid: Orcid | None = None
    affiliation: Text | None = None

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if (self.name is None) == (self.family_names is None):
            raise PydanticCustomError("author", "give family_names of a person, or the name of an organisation")
        if self.name is not None and (self.given_names or self.orcid):
            raise PydanticCustomError("author", "given_names and orcid are a person's: give family_names, not name")
        return self

    @property
    def full_name(self) -> str:
        """The name in the order in which it is spoken."""
        return self.name or " ".join(filter(None, (self.given_names, self.family_names)))

    @property
    def sorted_name(self) -> str:
        """The name in the order in which lists of references have it."""
        return self.name or ", ".join(filter(None, (self.family_names, self.given_names)))


class AnnotationLicence(_Table):
    """The licence of the coding, by its SPDX identifier."""

    spdx: Spdx
    name: Text | None = None
    url: Address | None = None


class DatasetToml(_Table):
    """All that `dataset.toml` may say; what is not known is None."""

    name: Name | None = Field(default=None, description="short name, in lower case, for file names and keys")
    title: Text | None = None
    description: Text | None = None
    keywords: tuple[Text, ...] | None = Field(default=None, strict=False)
    authors: Annotated[tuple[Author, ...], Field(min_length=1, strict=False)] | None = None
    publisher: Text | None = None
    licence: AnnotationLicence | None = None
    doi: Doi | None = None
    homepage: Address | None = None
    contact: Contact | None = None
    redistribute: bool | None = Field(
        default=None, description="whether words are published of texts whose sidecars do not say"
    )
    vocabularies: Annotated[tuple[Text, ...], Field(min_length=1, strict=False)] | None = Field(
        default=None, description="topics to code by: cyber, sdg, unbis, or CSV files beside this one"
    )


def beside(raw: Path) -> Path | None:
    """Return the folder in which the file stands, None where that is in a store."""
    path = dataset_toml_path(raw)
    return None if path is None or is_remote(raw) else path.parent


def dataset_toml_path(raw: Path) -> Path | None:
    """Return where the file is looked for: beside the raw folder; None where that is a whole bucket."""
    if is_remote(raw):
        return raw.parent / DATASET_TOML if raw.parent != raw else None
    return Path(os.path.normpath(raw / "..")) / DATASET_TOML


def read_dataset_toml(raw: Path) -> tuple[DatasetToml, str | None]:
    """Return what the file beside a raw folder says, and its SHA-256: nothing and None where there is none.

    Raises DatasetTomlError, with file and key, for a file that cannot be read or says what it may not.
    """
    path = dataset_toml_path(raw)
    content = _content(path) if path is not None else None
    if content is None:
        return DatasetToml(), None
    return parse_dataset_toml(content, str(path)), hashlib.sha256(content).hexdigest()


def parse_dataset_toml(content: bytes, path: str = DATASET_TOML) -> DatasetToml:
    """Return what the content of a `dataset.toml` says; `path` is its name in errors, which are DatasetTomlErrors."""
    try:
        return DatasetToml.model_validate(tomllib.loads(content.decode("utf-8")))
    except ValidationError as error:
        reasons = "; ".join(map(_reason, error.errors(include_url=False)))
        raise DatasetTomlError(f"{path}: {reasons}") from None
    except (ValueError, RecursionError) as error:
        raise DatasetTomlError(f"{path}: is not TOML: {' '.join(str(error).split())}") from None


def _content(path: Path) -> bytes | None:
    try:
        with reaching(path.parent):
            if not path.exists():
                return None
            if not path.is_file() or path.stat().st_size > MAX_BYTES:
                raise DatasetTomlError(f"{path}: is no file of at most {MAX_BYTES >> 10} KiB")
            return path.read_bytes()
    except OSError as error:
        raise DatasetTomlError(f"{path}: cannot be read: {error.strerror or error}") from None


def _reason(error: Mapping[str, Any]) -> str:
    """Return one failure as `key: reason`."""
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    if error["type"] == "extra_forbidden":
        inner: dict[str, type[_Table]] = {"authors": Author, "licence": AnnotationLicence}
        model = inner[error["loc"][0]] if len(error["loc"]) > 1 else DatasetToml
        return f"{where}: unknown key; known are {', '.join(model.model_fields)}"
    return f"{where}: {error['msg']}" if where else str(error["msg"])
