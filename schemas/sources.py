"""One row per declared source that was polled."""

from schemas.table import Code, Count, Day, Table, column
from schemas.vocabulary import AUTOMATED, CHANNEL, FETCH_OUTCOME

MOMENT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"


class Sources(Table):
    """Where statements are fetched from, on whose terms, and how that went."""

    source: str = column("Name of its declaration, and of its folder of raw files.", key=True)
    title: str = column("What it is.")
    publisher: str = column("Who publishes it.", nullable=True)
    channel: Code = column("How its items are found.", allowed=CHANNEL)
    url: str = column("Address of the channel.")
    automated: Code = column("What its terms say of automated requests.", allowed=AUTOMATED)
    terms_basis: str = column("Where the terms are, and when they were read.")
    terms_read: Day = column("When they were read.", nullable=True)
    licence: str = column("Licence of its items.")
    redistribute: bool = column("Whether its words may be published; where not, offsets and coding are.")
    attribution: str = column("Whom to name.", nullable=True)
    min_interval_s: float = column("Least time between two requests.", unit="seconds", at_least=0)
    poll_every_s: float = column("Time between two polls.", unit="seconds", at_least=0)
    max_silence_days: Count = column(
        "Days without an item after which it counts as silent.", nullable=True, unit="days"
    )
    outcome: Code = column("What its channel answered last.", nullable=True, allowed=FETCH_OUTCOME)
    last_success: str = column("When its channel last answered as declared, UTC.", nullable=True, pattern=MOMENT)
    last_arrival: str = column("When an item was last new or revised, UTC.", nullable=True, pattern=MOMENT)
    items: Count = column("Items of it that are held.", unit="items", at_least=0)
