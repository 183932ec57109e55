"""One row per claim that was added, removed or changed since the release before."""

from schemas.ids import CLAIM_ID
from schemas.table import Code, Table, Texts, column
from schemas.vocabulary import CHANGE


class Changes(Table):
    """The difference of the claims to the release before; empty in a first release."""

    change: Code = column("What happened.", allowed=CHANGE)
    claim_id: str = column(
        "The claim, in this release or, where removed, in the one before.", key=True, pattern=CLAIM_ID
    )
    superseded_by: Texts = column("Claims that took its place; NULL when nothing did.", nullable=True)
    document_id: str = column("The document it stands or stood in.")
    columns_changed: Texts = column("Columns whose values differ; NULL unless changed.", nullable=True)
