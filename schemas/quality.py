"""One row per measured figure of a release."""

from schemas.table import Code, Count, Table, column
from schemas.vocabulary import QUALITY_FIELD, QUALITY_MATCH


class Quality(Table):
    """How well the claims agree with reference annotations: of this release's own documents, and of unseen text."""

    field: Code = column("What was measured.", allowed=QUALITY_FIELD)
    value: str = column("The coded value that the figure is for; NULL for all of the field.", nullable=True)
    match: Code = column("What counts as right.", allowed=QUALITY_MATCH)
    in_sample: bool = column(
        "Whether the rules were written with these documents in view: such figures say nothing of unseen text. "
        "NULL where it is not known.",
        nullable=True,
    )
    n: Count = column("How often the reference has the field or the value.", at_least=0)
    precision: float = column(
        "Share of what the release has that is right; NULL where it has none.", nullable=True, at_least=0, at_most=1
    )
    recall: float = column(
        "Share of what the reference has that the release has; NULL where it has none.",
        nullable=True,
        at_least=0,
        at_most=1,
    )
    f1: float = column("Harmonic mean of precision and recall.", nullable=True, at_least=0, at_most=1)
    f1_low: float = column(
        "Lower end of the 95 % interval of `f1`, by drawing the documents anew; NULL where it was not drawn.",
        nullable=True,
        at_least=0,
        at_most=1,
    )
    f1_high: float = column("Upper end of that interval.", nullable=True, at_least=0, at_most=1)
    baseline: float = column(
        "F1 of always giving the reference's commonest value, on the reference's own units; NULL where there is none.",
        nullable=True,
        at_least=0,
        at_most=1,
    )
    alpha: float = column(
        "Krippendorff's alpha of the readers; NULL where their separate annotations are not at hand.",
        nullable=True,
        at_most=1,
    )
    n_documents: Count = column("Documents that were compared.", unit="documents", at_least=1)
    n_reference: Count = column("Claims that the reference has in them.", unit="claims", at_least=0)
    n_release: Count = column("Claims that the release has in them.", unit="claims", at_least=0)
    readers: str = column("Who annotated; NULL where it is not said.", nullable=True)
    adjudication: str = column("How their differences were settled; NULL where it is not said.", nullable=True)
    gold_sha256: str = column(
        "SHA-256 over the names and contents of the reference's files; of the release's own as in `manifest.json`.",
        pattern="[0-9a-f]{64}",
    )
