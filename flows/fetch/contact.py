"""Whom a host may turn to: named in every request, and without one nothing is requested."""

import os
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from flows.errors import UsageError
from flows.intake.dataset_toml import DATASET_TOML, Contact, read_dataset_toml

VARIABLE = "RAPPORTEUR_CONTACT"


class ContactError(UsageError):
    """No contact, or one that nobody could write to."""


def contact_of(raw: Path) -> str:
    """Return the contact that the environment gives, else `dataset.toml` beside the raw folder."""
    if given := os.environ.get(VARIABLE):
        try:
            return TypeAdapter(Contact).validate_python(given)
        except ValidationError:
            raise ContactError(f"{VARIABLE}={given!r}: is neither an e-mail address nor an https:// address") from None
    if named := read_dataset_toml(raw)[0].contact:
        return named
    raise ContactError(
        f"nothing is requested without a contact whom a host may turn to: "
        f'write contact = "you@example.org" into {DATASET_TOML} beside {raw}, or set {VARIABLE}'
    )
