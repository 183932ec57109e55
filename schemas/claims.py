"""One row per claim: one holder, one act, one proposition."""

import pandera.pyarrow as pa
import pyarrow
import pyarrow.compute as pc

from schemas.ids import CLAIM_ID
from schemas.table import Code, Count, Offset, Table, Texts, column
from schemas.vocabulary import ACT, AGREEMENT, AGREEMENT_RANK, HOLDER, MODALITY


class Claims(Table):
    """Who holds what, how widely and how; with the place in the raw file that proves it."""

    claim_id: str = column(
        "`{document_id}.c-` and ten hex digits of the SHA-256 of the claim's letters and digits, case-folded; "
        "`-2`, `-3` … for repeats in reading order.",
        key=True,
        pattern=CLAIM_ID,
    )
    document_id: str = column("The document it stands in.", references="documents.document_id")
    statement_id: str = column("The statement it stands in.", references="statements.statement_id")
    paragraph_id: str = column("The paragraph it stands in.", references="paragraphs.paragraph_id")
    sentence_id: str = column("The sentence it stands in.", references="sentences.sentence_id")
    statement_index: Count = column("The statement's place in the document, from 1.", at_least=1)
    paragraph_index: Count = column("The paragraph's place in the statement, from 1.", at_least=1)
    sentence_index: Count = column("The sentence's place in the paragraph, from 1.", at_least=1)
    claim_index: Count = column("Place in the statement, from 1.", at_least=1)
    text: str = column("The claim, without joining words and the final full stop.", words=True)
    char_start: Offset = column("Start in the statement's text.", unit="code points", at_least=0)
    char_end: Offset = column("End in the statement's text, exclusive.", unit="code points")
    raw_start: Offset = column("Start in the decoded raw file.", unit="code points", at_least=0)
    raw_end: Offset = column("End in the decoded raw file, exclusive.", unit="code points")
    source_text: str = column("Words that name who holds or voices it; NULL when no words do.", words=True)
    source_start: Offset = column("Start in the statement's text.", nullable=True, unit="code points", at_least=0)
    source_end: Offset = column("End in the statement's text, exclusive.", nullable=True, unit="code points")
    source_inherited: bool = column("Whether the source stands outside the claim, and is taken over from there.")
    cue_text: str = column("Words that say how it is held; NULL for a plain assertion.", words=True)
    cue_start: Offset = column("Start in the statement's text.", nullable=True, unit="code points", at_least=0)
    cue_end: Offset = column("End in the statement's text, exclusive.", nullable=True, unit="code points")
    cue_lemma: str = column("Dictionary form of the cue.", nullable=True)
    marked_cue: str = column(
        "The words that the source itself marks as those that say how the clause is held, as the United Nations do in "
        "resolutions; NULL where it marks none. To compare with `cue_text`.",
        words=True,
    )
    cue_inherited: bool = column("Whether the cue stands outside the claim, as in a list's introduction.")
    parent_claim_id: str = column(
        "The claim that introduces this list item.", nullable=True, references="claims.claim_id"
    )
    content_text: str = column("What is held; for a plain assertion the whole claim.", words=True)
    content_start: Offset = column("Start in the statement's text.", nullable=True, unit="code points", at_least=0)
    content_end: Offset = column("End in the statement's text, exclusive.", nullable=True, unit="code points")
    addressee_text: str = column("Words that name who is to act, in a claim that demands.", words=True)
    addressee_start: Offset = column("Start in the statement's text.", nullable=True, unit="code points", at_least=0)
    addressee_end: Offset = column("End in the statement's text, exclusive.", nullable=True, unit="code points")
    addressee_entities: Texts = column(
        "The entities that are to act, of those that the addressee names; empty where none is known.",
        references="entities.entity_id",
    )
    holder: Code = column("Who holds it.", allowed=HOLDER)
    holder_entities: Texts = column(
        "The entities that hold it: those that the source names, of an inherited source its antecedent, of `speaker` "
        "and `we` those for whom the statement is spoken, but for a chair's; empty where none is known.",
        references="entities.entity_id",
    )
    agreement: Code = column("How widely it is said to be held.", allowed=AGREEMENT)
    agreement_rank: Count = column(
        "Order of `agreement`, 8 the widest; a convention, so count levels and never average ranks. "
        "NULL where the level has no rank.",
        nullable=True,
        at_least=1,
        at_most=8,
    )
    act: Code = column("What the holder does by it.", allowed=ACT)
    modality: Code = column("Modality of the content's main verb.", allowed=MODALITY)
    negated: bool = column("Whether the content's main verb is negated; grammar, not polarity.")
    topics: Texts = column("What the content is about; zero or more topics.", references="topics.topic")
    opposes_claim_id: str = column("The claim that this one opposes.", nullable=True, references="claims.claim_id")
    rules: Texts = column("Ids of the rules that decided unit, cue and each code.")
    confidence: float = column(
        "How often decisions of this kind had holder, agreement and act right, all three, on annotated text that "
        "nobody who wrote rules had seen; NULL where fewer than twenty were compared, and where a person corrected it.",
        nullable=True,
        at_least=0,
        at_most=1,
    )
    corrected: bool = column("Whether a person corrected its coding or span.")

    @pa.dataframe_check(name="rank_of_agreement", native=True)
    def rank_of_agreement(cls, data: pa.PyArrowData) -> pyarrow.ChunkedArray:
        """`agreement_rank` is the rank of `agreement`."""
        ranked = pyarrow.array(AGREEMENT_RANK.keys()), pyarrow.array(AGREEMENT_RANK.values(), pyarrow.int32())
        at = pc.index_in(pc.cast(data.table["agreement"], pyarrow.string()), ranked[0])
        missing = pyarrow.scalar(0, pyarrow.int32())
        expected = pc.fill_null(pc.take(ranked[1], at), missing)
        return pc.equal(expected, pc.fill_null(data.table["agreement_rank"], missing))
