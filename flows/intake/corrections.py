"""NAME.corrections.toml beside NAME.txt: what a researcher says that the rules got wrong, claim by claim.

    [[correction]]
    claim = "budapest-2012.c-0123456789"
    reason = "delegates ask for it; they do not say that it is so"
    by = "A. Reader"
    expect = { act = "state", content = "the need for trust" }
    set = { act = "call", content = "need for trust" }

`claim` is the id that the rules alone give it. `expect` holds what they say of every field that is set, so that a
correction which the rules have overtaken is noticed. Codes are those of the codebook; `text`, `source`, `cue` and
`content` are words of the claim's sentence, `source = ""` says that it has none.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from flows.errors import UsageError
from flows.intake.bounded_toml import read_toml
from flows.intake.forms import Strict, Text, Topic, one_of
from flows.records import Correction
from schemas.vocabulary import ACT, AGREEMENT, HOLDER, MODALITY

CORRECTIONS = ".corrections.toml"


class CorrectionError(UsageError):
    """Corrections that cannot be made: file, number of the correction and reason in one line."""


def corrections_path(source_path: str) -> str:
    """Where the corrections of a text stand, relative to the raw root as it is."""
    return str(PurePosixPath(source_path).with_suffix(CORRECTIONS))


def read_corrections(content: bytes, path: str) -> tuple[Correction, ...]:
    """Return the corrections of a file, in its order; `path` is its name in errors.

    Raises CorrectionError for what is no TOML, an unknown key, a value that is not allowed, a field without the value
    that is expected, a claim that is corrected twice.
    """
    try:
        read = _File.model_validate(read_toml(content))
    except ValidationError as error:
        raise CorrectionError(f"{path}: {_reason(error.errors(include_url=False))}") from None
    except ValueError as error:
        raise CorrectionError(f"{path}: {error}") from None
    seen: dict[str, int] = {}
    for number, one in enumerate(read.correction, 1):
        if (first := seen.setdefault(one.claim, number)) != number:
            raise CorrectionError(f"{path}: correction {number}: {one.claim} is corrected by {first}, too; make it one")
    return tuple(
        Correction(number, one.claim, one.reason, one.by, _given(one.expect), _given(one.put))
        for number, one in enumerate(read.correction, 1)
    )


class _Fields(Strict):
    """What can be corrected: words of the sentence, and codes."""

    text: Text | None = None
    source: str | None = None
    cue: str | None = None
    content: Text | None = None
    holder: Annotated[str, one_of(HOLDER)] | None = None
    agreement: Annotated[str, one_of(AGREEMENT)] | None = None
    act: Annotated[str, one_of(ACT)] | None = None
    modality: Annotated[str, one_of(MODALITY)] | None = None
    negated: bool | None = None
    topics: list[Topic] | None = None


class _Correction(Strict):
    claim: Text
    reason: Text
    by: Text
    expect: _Fields
    put: _Fields = Field(alias="set")

    @model_validator(mode="after")
    def _expects_what_it_sets(self) -> Self:
        if not self.put.model_fields_set:
            raise PydanticCustomError("nothing_set", "set: says nothing; give the field that is wrong and its value")
        if missing := sorted(self.put.model_fields_set - self.expect.model_fields_set):
            about = {"field": missing[0]}
            raise PydanticCustomError("not_expected", "expect.{field}: is missing: say what stands there now", about)
        return self


class _File(Strict):
    correction: list[_Correction]


def _given(fields: _Fields) -> tuple[tuple[str, str | bool | tuple[str, ...]], ...]:
    values = fields.model_dump(exclude_unset=True)
    return tuple(
        (name, tuple(sorted(set(value))) if isinstance(value, list) else value) for name, value in values.items()
    )


def _reason(errors: Sequence[Any]) -> str:
    """Return the first failure as `correction 2: set.act: reason`, and how many more there are."""
    first = errors[0]
    table, *rest = first["loc"] or ("correction",)
    where = [f"{table} {rest[0] + 1}"] if rest and isinstance(rest[0], int) else [str(table)]
    if key := ".".join(str(part) for part in rest[1:]):
        where.append(key)
    message = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
    others = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return ": ".join([*where, message]) + others
