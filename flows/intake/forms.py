"""What all TOML files beside a raw file share: no unknown key, no converted value, no empty text."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from flows.vocabularies import CYBER, chosen
from schemas.vocabulary import TOPIC

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Strict(BaseModel):
    """A table with exactly the keys that it names."""

    model_config = ConfigDict(extra="forbid", strict=True)


def one_topic(value: str) -> str:
    """Return a topic of the vocabulary `cyber`; of others any name, which the schema holds to the table `topics`."""
    if chosen() == (CYBER,) and value not in TOPIC:
        shown: dict[str, Any] = {"value": repr(value), "allowed": ", ".join(TOPIC)}
        raise PydanticCustomError("not_allowed", "{value} is none of {allowed}", shown)
    return value


Topic = Annotated[Text, AfterValidator(one_topic)]


def one_of(allowed: Mapping[str, str]) -> AfterValidator:
    """Hold a text to the values of a vocabulary (value -> meaning)."""

    def check(value: str) -> str:
        if value not in allowed:
            shown: dict[str, Any] = {"value": repr(value), "allowed": ", ".join(allowed)}
            raise PydanticCustomError("not_allowed", "{value} is none of {allowed}", shown)
        return value

    return AfterValidator(check)
