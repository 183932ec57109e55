"""Step 5: what a researcher says that the rules got wrong, put in its place.

A correction stands beside the raw file, in `NAME.corrections.toml` (flows/intake/corrections.py), with the value that
the rules gave when it was written. It holds only as long as they still give it: once they say something else, the
person who corrected has to look again, and the run stops.
"""

from flows.claim_ids import claim_ids
from flows.correct.claim import WORDS, corrected
from flows.intake.corrections import CorrectionError, corrections_path
from flows.records import CodedDocument, Correction, Fact

__all__ = ["correct", "fact_of"]


def correct(document: CodedDocument) -> CodedDocument:
    """Return the document with the corrections of its raw file made.

    Raises CorrectionError for a claim that is not there, a field that the rules decide otherwise than expected, and
    words that do not stand in the claim's sentence. Ids are those before any correction.
    """
    raw = document.segmented.clean.document
    if not raw.corrections:
        return document
    places = {
        name: (statement, claim)
        for statement, names in enumerate(claim_ids(document))
        for claim, name in enumerate(names)
    }
    statements = [list(coded.claims) for coded in document.statements]
    for correction in raw.corrections:
        try:
            if correction.claim not in places:
                raise ValueError(f"{correction.claim} is not there; the table `changes` tells what became of it")
            at, index = places[correction.claim]
            statements[at][index] = corrected(statements[at][index], correction, document.segmented.statements[at])
        except ValueError as error:
            where = f"{corrections_path(raw.source_path)}: correction {correction.number}"
            raise CorrectionError(f"{where}: {error}; nothing was published") from None
    coded = zip(document.statements, statements, strict=True)
    return document._replace(statements=tuple(before._replace(claims=tuple(claims)) for before, claims in coded))


def fact_of(claim_id: str, correction: Correction) -> Fact:
    """Return what `document_facts` says of a corrected claim: what was set, and why and by whom.

    Words of the text are not repeated: some texts may not be redistributed.
    """
    before = dict(correction.expect)
    told = [
        field if field in WORDS else f"{field}: {_told(value)}, by the rules {_told(before[field])}"
        for field, value in correction.put
    ]
    return Fact(f"correction:{claim_id}", "; ".join(told), f"{correction.reason} ({correction.by})")


def _told(value: str | bool | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return " ".join(value) or "none"
    return str(value).lower()
