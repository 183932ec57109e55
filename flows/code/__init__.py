"""Code: from the sentences of a statement to its claims, each coded as docs/codebook.md defines, and its mentions.

units/ finds a claim's span, source, cue and content; coding/ says who holds it, how widely, what is done with it
and what it is about; mentions/ finds the states, bodies, instruments and quantities that a sentence names. What
they recognise stands in the tables of rules/.
"""

from flows.code.coding import code_units
from flows.code.mentions import find_mentions
from flows.code.units import find_units
from flows.records import CodedDocument, CodedStatement, SegmentedDocument, Statement

ENGLISH = "en-1"


def code(segmented: SegmentedDocument) -> CodedDocument:
    """The document with the claims and mentions of its statements.

    A statement in a language without rules, or in a language nobody could tell, has scheme None and neither.
    """
    return CodedDocument(segmented, tuple(map(code_statement, segmented.statements)))


def code_statement(statement: Statement) -> CodedStatement:
    """A statement's claims and mentions, in reading order."""
    if statement.language is None or statement.language.partition("-")[0].lower() != "en":
        return CodedStatement(scheme=None, claims=(), mentions=())
    return CodedStatement(ENGLISH, code_units(statement, find_units(statement)), find_mentions(statement))
