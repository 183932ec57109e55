"""One row per naming of an entity, or quantity, in a sentence."""

from schemas.ids import MENTION_ID
from schemas.table import Code, Count, Offset, Table, column
from schemas.vocabulary import COMPARATOR, MENTION_KIND


class Mentions(Table):
    """A state, organisation, instrument, process, event, person or quantity where it is named."""

    mention_id: str = column("`{sentence_id}.m` and its place in the sentence, from 1.", key=True, pattern=MENTION_ID)
    sentence_id: str = column("The sentence it stands in.", references="sentences.sentence_id")
    statement_id: str = column("The statement it stands in.", references="statements.statement_id")
    document_id: str = column("The document it stands in.", references="documents.document_id")
    statement_index: Count = column("The statement's place in the document, from 1.", at_least=1)
    paragraph_index: Count = column("The paragraph's place in the statement, from 1.", at_least=1)
    sentence_index: Count = column("The sentence's place in the paragraph, from 1.", at_least=1)
    text: str = column("The words that name it.", words=True)
    char_start: Offset = column("Start in the statement's text.", unit="code points", at_least=0)
    char_end: Offset = column("End in the statement's text, exclusive.", unit="code points")
    raw_start: Offset = column("Start in the decoded raw file.", unit="code points", at_least=0)
    raw_end: Offset = column("End in the decoded raw file, exclusive.", unit="code points")
    kind: Code = column("What is named.", allowed=MENTION_KIND)
    entity_id: str = column(
        "The entity; NULL for persons and quantities, and for what no row of `entities` is, told by its form.",
        nullable=True,
        references="entities.entity_id",
    )
    iso3: str = column(
        "ISO 3166-1 alpha-3 of a state, of one that is no more ISO 3166-3.", nullable=True, pattern="[A-Z]{3}"
    )
    value: float = column(
        "Number of a quantity, of a range its lower end; a fraction is a share of what the unit names (“two thirds of "
        "delegations”: 0.667 delegation).",
        nullable=True,
    )
    value_max: float = column("Upper end of a range; NULL elsewhere.", nullable=True)
    comparator: Code = column("How the number is meant.", nullable=True, allowed=COMPARATOR)
    unit: str = column("What is counted, as a singular noun.", nullable=True)
