"""Code: from the sentences of a statement to its claims, each coded as docs/codebook.md defines, and its mentions.

pipeline.py has the passes that find and code claims: units/ and coding/ do so by the tables of rules/, claims/ and the
models of lang/ upon that; mentions/ finds the states, bodies, instruments and quantities that a sentence names.
"""

from collections.abc import Sequence

from flows.code.claims.resolutions import is_resolution
from flows.code.mentions import mentions_of_each
from flows.code.pipeline import claims_of, claims_upon_rules
from flows.records import Claim, CodedDocument, CodedStatement, SegmentedDocument, Statement

ENGLISH, LANGUAGE = "en-1", "en"
UNCODED = CodedStatement(scheme=None, claims=(), mentions=())


def code(segmented: Sequence[SegmentedDocument]) -> tuple[CodedDocument, ...]:
    """Return the documents with the claims and mentions of their statements.

    A statement in a language without rules, or in a language nobody could tell, has scheme None and neither.
    """
    statements = [statement for document in segmented for statement in document.statements if _is_english(statement)]
    claims = claims_by_kind(statements)
    mentions = mentions_of_each(statements)
    coded = (CodedStatement(ENGLISH, *found) for found in zip(claims, mentions, strict=True))
    return tuple(
        CodedDocument(
            document,
            tuple([next(coded) if _is_english(statement) else UNCODED for statement in document.statements]),
        )
        for document in segmented
    )


def claims_by_kind(statements: Sequence[Statement]) -> list[tuple[Claim, ...]]:
    """Return the claims of each statement: of a resolution by models alone, else by models upon what rules find.

    Each of the two is the better there, on texts that it had not seen (docs/claims.md).
    """
    resolving = [is_resolution(LANGUAGE, statement) for statement in statements]
    alone = iter(claims_of([one for one, is_one in zip(statements, resolving, strict=True) if is_one]))
    upon = iter(claims_upon_rules([one for one, is_one in zip(statements, resolving, strict=True) if not is_one]))
    return [next(alone) if is_one else next(upon) for is_one in resolving]


def _is_english(statement: Statement) -> bool:
    return statement.language is not None and statement.language.partition("-")[0].lower() == "en"
