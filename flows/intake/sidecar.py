"""NAME.toml beside NAME.txt: what is known of a document, and for each fact how it is known.

    title = { value = "Chair's closing statement", basis = "document" }
    date_start = { value = 2012-10-04, basis = "https://…" }
    redistribute = false

A sidecar that was written with a fetched file (flows/fetch) may also say

    supersedes = "un-press/ga12345.html"        # the revision before, which stays and is no document any more
    text = { select = "article .body" }         # the part of a page that is the text; the rest is furniture

`basis` is "document" where the document itself says so, else the place where it is known from.
"""

from datetime import date
from functools import cache
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from flows.intake.bounded_toml import read_toml
from flows.intake.forms import Strict, Text, one_of
from flows.records import Fact, Sidecar
from schemas.ids import DOCUMENT_ID
from schemas.vocabulary import CAPACITY, DATE_PRECISION, DOCUMENT_KIND

_NO_FACTS = {"id", "redistribute", "supersedes", "text"}


class SidecarError(Exception):
    """A sidecar that cannot be used: key and reason in one line."""


def read_sidecar(content: bytes) -> tuple[str | None, Sidecar]:
    """Return the id that a sidecar gives (None where it gives none), and what it knows.

    Raises SidecarError for what is no TOML, an unknown key, a value of another form, a fact without a basis.
    """
    try:
        keys = read_toml(content)
    except ValueError as error:
        raise SidecarError(str(error)) from None
    try:
        read = _Keys.model_validate(keys)
    except ValidationError as error:
        raise SidecarError("; ".join(map(_reason, error.errors(include_url=False)))) from None
    known = {name: getattr(read, name) for name in _Keys.model_fields if name not in _NO_FACTS}
    given = {name: fact for name, fact in known.items() if fact is not None}
    facts = tuple(Fact(name, str(fact.value), fact.basis) for name, fact in given.items())
    values = {name: fact.value for name, fact in given.items()}
    text = read.text.select if read.text else None
    return read.id, Sidecar(
        **values, redistribute=read.redistribute, facts=facts, supersedes=read.supersedes, text=text
    )


@cache
def _countries() -> frozenset[str]:
    import pycountry  # its data takes a while to load, and most runs find nothing new

    return frozenset(country.alpha_3 for country in pycountry.countries)


def _country(value: str) -> str:
    if value not in _countries():
        raise PydanticCustomError(
            "country", "{value} is no ISO 3166-1 alpha-3 code, such as HUN", {"value": repr(value)}
        )
    return value


_Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
_Country = Annotated[str, AfterValidator(_country)]


class _Part(Strict):
    select: Text


class _TextFact(Strict):
    value: Text
    basis: Text


class _DateFact(Strict):
    value: date
    basis: Text


class _CountryFact(Strict):
    value: _Country
    basis: Text


class _LanguageFact(Strict):
    value: _Language
    basis: Text


class _PrecisionFact(Strict):
    value: Annotated[str, one_of(DATE_PRECISION)]
    basis: Text


class _IdFact(Strict):
    value: Annotated[str, StringConstraints(pattern=f"^{DOCUMENT_ID}$")]
    basis: Text


class _CountFact(Strict):
    value: Annotated[int, Field(ge=1)]
    basis: Text


class _KindFact(Strict):
    value: Annotated[str, one_of(DOCUMENT_KIND)]
    basis: Text


class _CapacityFact(Strict):
    value: Annotated[str, one_of(CAPACITY)]
    basis: Text


class _Keys(Strict):
    """All keys that a sidecar may have."""

    id: Annotated[str, StringConstraints(pattern=f"^{DOCUMENT_ID}$")] | None = None
    redistribute: bool | None = None
    supersedes: Text | None = None
    text: _Part | None = None
    title: _TextFact | None = None
    forum: _TextFact | None = None
    session: _TextFact | None = None
    symbol: _TextFact | None = None
    agenda_item: _TextFact | None = None
    series_id: _IdFact | None = None
    session_index: _CountFact | None = None
    place: _TextFact | None = None
    country_iso3: _CountryFact | None = None
    date_start: _DateFact | None = None
    date_end: _DateFact | None = None
    date_precision: _PrecisionFact | None = Field(default=None)
    document_kind: _KindFact | None = None
    language: _LanguageFact | None = None
    source_url: _TextFact | None = None
    licence: _TextFact | None = None
    speaker_name: _TextFact | None = None
    speaker_role: _TextFact | None = None
    speaker_capacity: _CapacityFact | None = None
    speaking_for: _TextFact | None = None

    @model_validator(mode="after")
    def _dates_fit(self) -> Self:
        if self.date_start and not self.date_precision:
            raise PydanticCustomError("dates", "date_start needs a date_precision: day, month or year")
        if self.date_end and not self.date_start:
            raise PydanticCustomError("dates", "date_end needs a date_start")
        if self.date_start and self.date_end and self.date_end.value < self.date_start.value:
            raise PydanticCustomError("dates", "date_end lies before date_start")
        return self


def _reason(error: Any) -> str:
    """One failure as `key: reason`."""
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        known = ", ".join(_Keys.model_fields) if len(error["loc"]) == 1 else "value, basis"
        return f"{where}: unknown key; known are {known}"
    if error["type"] == "model_type":
        return f"{where}: write it as {{ value = …, basis = … }}"
    return f"{where}: {error['msg']}" if where else str(error["msg"])
