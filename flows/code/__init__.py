"""Code: from the sentences of a statement to its claims, each coded as docs/codebook.md defines, and its mentions.

units/ finds a claim's span, source, cue and content; coding/ says who holds it, how widely, what is done with it
and what it is about; mentions/ finds the states, bodies, instruments and quantities that a sentence names. What
they recognise stands in the tables of rules/.
"""

from collections.abc import Callable, Sequence

from flows.code.claims.resolutions import is_resolution
from flows.code.coding import code_units
from flows.code.mentions import mentions_of_each
from flows.code.pipeline import claims_of
from flows.code.units import find_units
from flows.records import Claim, CodedDocument, CodedStatement, SegmentedDocument, Statement

ENGLISH, LANGUAGE = "en-1", "en"
STEP = "each"
"""Which claims step works: "rules" (units/, coding/), "learned" (pipeline.py), or "each" where it is the better."""

UNCODED = CodedStatement(scheme=None, claims=(), mentions=())


def code(segmented: Sequence[SegmentedDocument]) -> tuple[CodedDocument, ...]:
    """Return the documents with the claims and mentions of their statements.

    A statement in a language without rules, or in a language nobody could tell, has scheme None and neither.
    """
    statements = [statement for document in segmented for statement in document.statements if _is_english(statement)]
    claims = STEPS[STEP](statements)
    mentions = mentions_of_each(statements)
    coded = (CodedStatement(ENGLISH, *found) for found in zip(claims, mentions, strict=True))
    return tuple(
        CodedDocument(
            document,
            tuple([next(coded) if _is_english(statement) else UNCODED for statement in document.statements]),
        )
        for document in segmented
    )


def claims_by_rules(statements: Sequence[Statement]) -> list[tuple[Claim, ...]]:
    """Return the claims of each statement as the rules of units/ and coding/ find and code them."""
    return code_units(statements, find_units(statements))


def claims_by_kind(statements: Sequence[Statement]) -> list[tuple[Claim, ...]]:
    """Return the claims of each statement: of a resolution as the learned passes find them, else as the rules do.

    Each of the two is the better there, on texts that it had not seen (docs/claims.md).
    """
    resolving = [is_resolution(LANGUAGE, statement) for statement in statements]
    learned = iter(claims_of([one for one, is_one in zip(statements, resolving, strict=True) if is_one]))
    by_rules = iter(claims_by_rules([one for one, is_one in zip(statements, resolving, strict=True) if not is_one]))
    return [next(learned) if is_one else next(by_rules) for is_one in resolving]


STEPS: dict[str, Callable[[Sequence[Statement]], list[tuple[Claim, ...]]]] = {
    "rules": claims_by_rules,
    "learned": claims_of,
    "each": claims_by_kind,
}


def _is_english(statement: Statement) -> bool:
    return statement.language is not None and statement.language.partition("-")[0].lower() == "en"
