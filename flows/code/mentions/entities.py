"""The vocabulary that mentions refer to: every state of ISO 3166-1, and the rows of rules/entities.csv."""

from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pycountry

from flows.code.mentions.names import NO_STATE, EntityRow, StateRow, state_id
from flows.code.ruleset import RULES
from flows.rules import RuleError, read_rules
from schemas.arrow import to_arrow
from schemas.vocabulary import REGION

REGIONS = Path(__file__).parent / "regions.csv"


class RegionRow(NamedTuple):
    """A row of regions.csv: a region, and the states in a part of it, by ISO code, joined by "|"."""

    id: str
    region: str
    iso3: str
    example: str
    counterexample: str
    comment: str
    source: str


def entity_table() -> pa.Table:
    """Return the `entities` table, sorted by id; an entity's preferred name is the first in its row."""
    names = {one.alpha_3: getattr(one, "common_name", one.name) for one in pycountry.countries}
    for state in read_rules(RULES / "states.csv", StateRow):  # those that are no more have no other row
        if state.iso3 != NO_STATE:
            names.setdefault(state.iso3, state.names.partition("|")[0])
    regions = _regions()
    rows: list[tuple[str, str, str, str | None, str | None]] = [
        (state_id(iso3), name, "state", iso3, regions.get(iso3)) for iso3, name in names.items()
    ]
    for entity in read_rules(RULES / "entities.csv", EntityRow):
        rows.append((entity.id, entity.names.partition("|")[0], entity.kind, None, None))
    columns = zip(*sorted(rows), strict=True)
    return to_arrow(
        "entities", dict(zip(("entity_id", "name", "kind", "iso3", "region"), map(list, columns), strict=True))
    )


def _regions() -> dict[str, str]:
    """Return the region of each state; raises RuleError for an unknown region and for a state in two."""
    regions: dict[str, str] = {}
    for row in read_rules(REGIONS, RegionRow):
        if row.region not in REGION:
            raise RuleError(f"{REGIONS.name}: rule {row.id}: region {row.region!r} is not one of {', '.join(REGION)}")
        for iso3 in row.iso3.split("|"):
            if iso3 in regions:
                raise RuleError(f"{REGIONS.name}: rule {row.id}: {iso3} stands in two rows")
            regions[iso3] = row.region
    return regions
