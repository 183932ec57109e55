"""Code: from the sentences of a statement to its claims, each coded as docs/codebook.md defines, and its mentions.

units/ finds a claim's span, source, cue and content; coding/ says who holds it, how widely, what is done with it
and what it is about; mentions/ finds the states, bodies, instruments and quantities that a sentence names. What
they recognise stands in the tables of rules/.
"""

from collections.abc import Callable, Sequence

from flows.code.coding import code_units
from flows.code.mentions import mentions_of_each
from flows.code.pipeline import claims_of
from flows.code.units import find_units
from flows.records import Claim, CodedDocument, CodedStatement, SegmentedDocument, Statement

ENGLISH = "en-1"
STEP = "rules"
"""Which claims step works: "rules" (units/, coding/) or "learned" (pipeline.py), until one is better on every set."""

UNCODED = CodedStatement(scheme=None, claims=(), mentions=())


def code(segmented: Sequence[SegmentedDocument]) -> tuple[CodedDocument, ...]:
    """The documents with the claims and mentions of their statements.

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


STEPS: dict[str, Callable[[Sequence[Statement]], list[tuple[Claim, ...]]]] = {
    "rules": claims_by_rules,
    "learned": claims_of,
}


def _is_english(statement: Statement) -> bool:
    return statement.language is not None and statement.language.partition("-")[0].lower() == "en"
