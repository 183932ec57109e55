"""Link: the entities that speakers, holders and addressees are, in the vocabulary that mentions refer to.

voices.py says whom a statement is spoken for, holders.py whom the words of a claim's source or addressee mean.
"""

from flows.link.holders import Holders
from flows.link.speakers import speaker_of, voice_of
from flows.records import CodedDocument, CodedStatement, Links, Statement, Voice


def link(document: CodedDocument) -> CodedDocument:
    """Return the document with the entities of its speakers, and of its claims' holders and addressees."""
    sidecar = document.segmented.clean.document.sidecar
    statements = zip(document.segmented.statements, document.statements, strict=True)
    linked = [_linked(statement, coded, voice_of(speaker_of(statement, sidecar))) for statement, coded in statements]
    return document._replace(statements=tuple(linked))


def _linked(statement: Statement, coded: CodedStatement, voice: Voice) -> CodedStatement:
    holders = Holders(statement.text, coded.mentions, voice)
    links = Links(
        voice,
        tuple([holders.of_holder(claim) for claim in coded.claims]),
        tuple([holders.of_addressee(claim) for claim in coded.claims]),
    )
    return coded._replace(links=links)
