"""The vocabulary that mentions refer to: every state of ISO 3166-1, and the rows of rules/entities.csv."""

import pyarrow as pa
import pycountry

from flows.code.mentions.names import EntityRow, state_id
from flows.code.ruleset import RULES
from flows.rules import read_rules
from schemas.arrow import to_arrow


def entity_table() -> pa.Table:
    """The `entities` table, sorted by id; an entity's preferred name is the first in its row."""
    rows: list[tuple[str, str, str, str | None]] = [
        (state_id(country.alpha_3), getattr(country, "common_name", country.name), "state", country.alpha_3)
        for country in pycountry.countries
    ]
    for entity in read_rules(RULES / "entities.csv", EntityRow):
        rows.append((entity.id, entity.names.split("|")[0], entity.kind, None))
    columns = zip(*sorted(rows), strict=True)
    return to_arrow("entities", dict(zip(("entity_id", "name", "kind", "iso3"), map(list, columns), strict=True)))
