"""One row per measured figure of a release."""

from schemas.table import Count, Table, column


class Quality(Table):
    """How well the coding of this release agrees with a reference annotation; empty where none was at hand."""

    field: str = column("What was measured: unit, source, cue, content, holder, agreement, act, …")
    value: str = column("The coded value that the figure is for; NULL for all of the field.", nullable=True)
    n: Count = column("Reference claims with that value.", unit="claims", at_least=0)
    precision: float = column(
        "Share of the release's values that the reference has.", nullable=True, at_least=0, at_most=1
    )
    recall: float = column(
        "Share of the reference's values that the release has.", nullable=True, at_least=0, at_most=1
    )
    f1: float = column("Harmonic mean of precision and recall.", nullable=True, at_least=0, at_most=1)
    baseline: float = column("What always answering the commonest value gets.", nullable=True, at_least=0, at_most=1)
    alpha: float = column("Krippendorff's alpha of the readers.", nullable=True, at_most=1)
    readers: str = column("Who annotated.")
    adjudication: str = column("How their differences were settled.")
    gold_sha256: str = column("SHA-256 of the reference annotation.", pattern="[0-9a-f]{64}")
