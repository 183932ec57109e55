"""One row per entity that mentions refer to."""

from schemas.table import Code, Table, column
from schemas.vocabulary import MENTION_KIND, REGION


class Entities(Table):
    """The vocabulary of `mentions`."""

    entity_id: str = column("Slug.", key=True, pattern="[a-z0-9]+(?:-[a-z0-9]+)*")
    name: str = column("Preferred name in English.")
    kind: Code = column("What it is.", allowed=MENTION_KIND)
    iso3: str = column(
        "ISO 3166-1 alpha-3 of a state, of one that is no more ISO 3166-3.", nullable=True, pattern="[A-Z]{3}"
    )
    region: Code = column("Region of a state, UN M49; NULL of Antarctica.", nullable=True, allowed=REGION)
